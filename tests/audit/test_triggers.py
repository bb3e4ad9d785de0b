"""The database itself refuses to change what was written."""

import pytest
from django.core.checks import run_checks
from django.core.management.sql import emit_post_migrate_signal
from django.db import IntegrityError, connection, transaction

from improvement.audit.models import Entry
from improvement.audit.triggers import (
    APPEND_ONLY,
    is_protected,
    protect,
    triggers_present,
    unprotected_tables,
)

from .protection import lift, unprotected

ENTRY = "audit_entry"


def refused(statement):
    with (
        pytest.raises(IntegrityError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_update_is_refused(five):
    refused("UPDATE audit_entry SET verb = 'approve'")
    assert set(Entry.objects.values_list("verb", flat=True)) == {"change"}


def test_delete_is_refused(five):
    refused("DELETE FROM audit_entry WHERE sequence = 5")
    assert Entry.objects.count() == 6


def test_truncate_is_refused(five):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    refused("TRUNCATE audit_entry CASCADE")


def test_the_models_are_refused_too(five):
    with pytest.raises(IntegrityError), transaction.atomic():
        five[0].save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.all().delete()


def test_entries_are_protected_after_migrating(db):
    assert ENTRY in APPEND_ONLY
    assert triggers_present(connection)


def test_any_table_can_be_protected(db):
    with connection.cursor() as cursor:
        cursor.execute('CREATE TABLE "a vote" (choice integer)')
        cursor.execute('INSERT INTO "a vote" VALUES (1)')
    assert not is_protected(connection, "a vote")

    protect(connection, "a vote")
    protect(connection, "a vote")

    assert is_protected(connection, "a vote")
    refused('UPDATE "a vote" SET choice = 2')
    refused('DELETE FROM "a vote"')


def test_lost_triggers_are_noticed_and_put_back_by_the_next_migration(db):
    lift(connection, ENTRY)
    assert unprotected_tables(connection) == [ENTRY]
    assert [message.id for message in run_checks(tags=["database"], databases=["default"])] == [
        "audit.W001"
    ]

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert triggers_present(connection)
    assert run_checks(tags=["database"], databases=["default"]) == []


def test_sqlite_forgets_triggers_when_a_table_is_rebuilt(db):
    """Why post_migrate and not a migration."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL alters tables in place")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE old (n integer)")
    protect(connection, "old")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE new (n integer)")
        cursor.execute("DROP TABLE old")
        cursor.execute("ALTER TABLE new RENAME TO old")
    assert not is_protected(connection, "old")


def test_a_switched_off_trigger_is_no_protection(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite cannot switch triggers off")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
    assert unprotected_tables(connection) == [ENTRY]
    protect(connection, ENTRY)
    assert triggers_present(connection)


def test_replication_does_not_silence_them(five):
    if connection.vendor != "postgresql":
        pytest.skip("a setting of PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    refused("DELETE FROM audit_entry")


def test_a_table_not_yet_created_is_passed_over(db, monkeypatch):
    monkeypatch.setattr("improvement.audit.triggers.APPEND_ONLY", {ENTRY, "of_tomorrow"})
    assert triggers_present(connection)


def test_test_databases_can_lift_the_protection(five):
    with unprotected(connection, ENTRY), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry")
    assert Entry.objects.count() == 0
    assert triggers_present(connection)
