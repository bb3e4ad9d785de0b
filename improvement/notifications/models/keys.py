"""A random UUID made by the database, for rows that no Python code builds."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, UUIDField
from django.db.models.sql.compiler import SQLCompiler


class RandomUUID(Func):
    """PostgreSQL's own function; SQLite keeps a UUID as 32 hexadecimal digits."""

    template = "gen_random_uuid()"
    output_field = UUIDField()
    allowed_default = True

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template="lower(hex(randomblob(16)))", **context)
