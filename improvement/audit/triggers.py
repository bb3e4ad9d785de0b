"""Tables that only grow: the database itself refuses UPDATE, DELETE and, on PostgreSQL, TRUNCATE.

An application adds its table to APPEND_ONLY in AppConfig.ready(); post_migrate installs what is
missing after every migration, because SQLite drops the triggers of a table that it rebuilds.
There is no way here to lift the protection: tests that must empty a table bring their own.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY: set[str] = set()

# 23001, restrict_violation: Django raises IntegrityError, as for any other rule of the database.
POSTGRESQL_FUNCTION = """
    CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = '23001';
    END $$
"""
# ALWAYS: also where session_replication_role would silence ordinary triggers.
POSTGRESQL = """
    CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
    ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}
"""
POSTGRESQL_PRESENT = """
    SELECT count(*) FROM pg_trigger
    WHERE tgrelid = to_regclass(%s) AND tgname = %s AND tgenabled = 'A'
"""
SQLITE = """
    CREATE TRIGGER {name} BEFORE {act} ON {table}
    BEGIN SELECT RAISE(ABORT, '{plain} only grows: {act} is refused'); END
"""
SQLITE_PRESENT = """
    SELECT count(*) FROM sqlite_master
    WHERE type = 'trigger' AND tbl_name = %s AND name IN (%s, %s)
"""


def protect(connection: BaseDatabaseWrapper, table: str) -> None:
    """Make `table` append-only; a table that is so already is left alone."""
    if is_protected(connection, table):
        return
    with connection.cursor() as cursor:
        for statement in statements(connection, table):
            cursor.execute(statement)


def statements(connection: BaseDatabaseWrapper, table: str) -> Iterator[str]:
    quote = connection.ops.quote_name
    if connection.vendor == "postgresql":
        name, quoted = quote(f"{table}_append_only"), quote(table)
        yield POSTGRESQL_FUNCTION
        yield f"DROP TRIGGER IF EXISTS {name} ON {quoted}"
        yield POSTGRESQL.format(name=name, table=quoted)
    else:
        for act in ("UPDATE", "DELETE"):
            name = quote(f"{table}_no_{act.lower()}")
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield SQLITE.format(name=name, table=quote(table), plain=table, act=act)


def is_protected(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Whether the triggers of `table` are there and, on PostgreSQL, switched on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            parameters = [connection.ops.quote_name(table), f"{table}_append_only"]
            cursor.execute(POSTGRESQL_PRESENT, parameters)
            return bool(cursor.fetchone()[0] == 1)
        cursor.execute(SQLITE_PRESENT, [table, f"{table}_no_update", f"{table}_no_delete"])
        return bool(cursor.fetchone()[0] == 2)


def unprotected_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables of APPEND_ONLY that exist and can be changed."""
    existing = set(connection.introspection.table_names())
    return [
        table for table in sorted(APPEND_ONLY & existing) if not is_protected(connection, table)
    ]


def triggers_present(connection: BaseDatabaseWrapper) -> bool:
    """Asked at boot, after the migrations."""
    return not unprotected_tables(connection)


def install_triggers(*, using: str, **kwargs: Any) -> None:
    """Receive post_migrate: protect every table of APPEND_ONLY that exists by now."""
    for table in unprotected_tables(connections[using]):
        protect(connections[using], table)
