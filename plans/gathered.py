"""Columns of the rows that hang on another, read within that row's own statement."""

from __future__ import annotations

from typing import Any

from django.db.models import JSONField, QuerySet, Subquery


class Gathered(Subquery):
    """All that a queryset selects, as one value; without a row it is empty and not None."""

    output_field = JSONField()
    sqlite: str

    def __init__(self, rows: QuerySet[Any], *columns: str) -> None:
        super().__init__(rows.values_list(*columns))

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, template=self.sqlite)  # type: ignore[call-arg]


class Listed(Gathered):
    """One column as a list."""

    template = "(SELECT COALESCE(JSONB_AGG(a), '[]') FROM (%(subquery)s) AS found (a))"
    sqlite = "(WITH found (a) AS (%(subquery)s) SELECT JSON_GROUP_ARRAY(a) FROM found)"


class Mapped(Gathered):
    """Two columns as a dict."""

    template = "(SELECT COALESCE(JSONB_OBJECT_AGG(a, b), '{}') FROM (%(subquery)s) AS found (a, b))"
    sqlite = "(WITH found (a, b) AS (%(subquery)s) SELECT JSON_GROUP_OBJECT(a, b) FROM found)"
