"""Lift the protection of append-only tables, which only a test database may ever do.

Tests that roll back never need it. A test that commits must empty its tables: lift the triggers
before the flush; the post_migrate signal of the flush puts them back.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

from improvement.audit.triggers import APPEND_ONLY, protect, unprotected_tables


def lift(connection: BaseDatabaseWrapper, *tables: str) -> None:
    """Drop the triggers of `tables`, or of all append-only tables."""
    existing = set(connection.introspection.table_names())
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table with deferred checks still to come cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in existing & set(tables or APPEND_ONLY):
            if connection.vendor == "postgresql":
                name = quote(f"{table}_append_only")
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {quote(table)}")
            else:
                for act in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {quote(f'{table}_no_{act}')}")


@contextmanager
def unprotected(connection: BaseDatabaseWrapper, *tables: str) -> Iterator[None]:
    """Change rows of append-only tables inside the block, as the owner of the server could."""
    lift(connection, *tables)
    try:
        yield
    finally:
        for table in tables or unprotected_tables(connection):
            protect(connection, table)
