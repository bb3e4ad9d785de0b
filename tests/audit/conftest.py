"""A record to read, to tamper with and to verify."""

import sqlite3
from dataclasses import replace

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from improvement.audit.anchorfile import Anchors
from improvement.audit.anchors import anchor
from improvement.audit.management.commands.verify_audit import address
from improvement.audit.models import Entry
from improvement.audit.record import Draft, append
from improvement.audit.seal import entry_digest
from improvement.audit.verify.inspection import Inspection
from improvement.audit.verify.source import Record

from .protection import unprotected

CHAIN = "plans.plan:17"


def a_draft(**changes):
    draft = Draft(
        chain=CHAIN,
        verb="change",
        actor_id=None,
        object_type="plans.plan",
        object_id=17,
        version=1,
        changes={"title": ["Queue times", "Waiting times at the counter"]},
        inputs={},
        cause=None,
        personal=frozenset(),
    )
    return replace(draft, **changes)


@pytest.fixture
def dana(db):
    User = get_user_model()
    return User.objects.create(**{User.USERNAME_FIELD: "dana@example.org"})


@pytest.fixture
def five(db):
    """A chain of five entries, and one of another plan."""
    append([a_draft(chain="plans.plan:4", object_id=4)])
    return append([a_draft(version=version) for version in range(1, 6)])


@pytest.fixture
def anchor_file(tmp_path):
    return tmp_path / "heads.jsonl"


@pytest.fixture
def tamper():
    """Run SQL as someone would who has the database in hand and has dropped the triggers."""

    def run(*statements):
        with unprotected(connection), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return run


@pytest.fixture
def reseal(tamper):
    """Compute a chain anew from one entry on, as someone would who has stolen the key."""

    def run(chain, first):
        for entry in Entry.objects.of(chain).filter(sequence__gte=first):
            before = Entry.objects.filter(chain=chain, sequence=entry.sequence - 1).first()
            entry.previous = before.digest if before else entry.previous
            digest = entry_digest(
                settings.AUDIT_KEY,
                entry.chain,
                entry.sequence,
                entry.at,
                entry.actor_id,
                entry.verb,
                entry.object_type,
                entry.object_id,
                entry.version,
                entry.body,
                entry.previous,
            )
            tamper(
                f"UPDATE audit_entry SET previous = '{entry.previous}', digest = '{digest}'"
                f" WHERE id = {entry.pk}"
            )

    return run


@pytest.fixture
def inspect(anchor_file):
    """Verify inside the transaction of the test; returns (kind, sequence) and the inspection."""

    def run(key=settings.AUDIT_KEY):
        lines = anchor_file.read_bytes().splitlines(True) if anchor_file.exists() else []
        inspection = Inspection(key, Anchors(lines, key))
        findings = list(inspection.findings(Record(connection).rows()))
        return findings, inspection

    return run


@pytest.fixture
def kinds(inspect):
    return lambda: [(finding.kind, finding.sequence) for finding in inspect()[0]]


@pytest.fixture
def database(django_db_setup, django_db_blocker, tmp_path, anchor_file):
    """Five committed and anchored entries that another program can read; returns their URL."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            append([a_draft(version=version) for version in range(1, 6)])
        anchor(anchor_file)
        try:
            yield readable(tmp_path)
        finally:
            with unprotected(connection), connection.cursor() as cursor:
                cursor.execute("DELETE FROM audit_particular")
                cursor.execute("DELETE FROM audit_entry")


def readable(directory):
    """The test database of SQLite lives in memory: copy it to a file."""
    if connection.vendor != "sqlite":
        return address()
    path = directory / "copy.sqlite3"
    copy = sqlite3.connect(path)
    connection.connection.backup(copy)
    copy.close()
    return f"sqlite:///{path}"
