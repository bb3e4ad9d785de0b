"""Columns of the rows that hang on another, read within that row's own statement."""

from __future__ import annotations

from typing import Any

from django.db.models import IntegerField, JSONField, QuerySet, Subquery
from django.db.models.functions import JSONObject

from improvement.notifications.models.message import COUNTED_UP_TO


def capped(number: int) -> str:
    """A count as a page says it: “100+” stands for all that was not counted."""
    return f"{COUNTED_UP_TO - 1}+" if number >= COUNTED_UP_TO else str(number)


class Number(Subquery):
    """How many rows there are."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(self.counted(rows).values("pk"))

    def counted(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.order_by()


class Counted(Number):
    """How many rows there are, at most 101, counted inside the statement that asks for several."""

    def counted(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.order_by()[:COUNTED_UP_TO]


class Gathered(Subquery):
    """All that a queryset selects, as one value; without a row it is empty and not None."""

    output_field = JSONField()
    sqlite: str

    def __init__(self, rows: QuerySet[Any], *columns: Any) -> None:
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


class Rows(Gathered):
    """Some columns of every row, each row as a dict, in the order of the queryset."""

    template = Listed.template
    sqlite = "(WITH found (a) AS (%(subquery)s) SELECT JSON_GROUP_ARRAY(JSON(a)) FROM found)"

    def __init__(self, rows: QuerySet[Any], **columns: Any) -> None:
        super().__init__(rows, JSONObject(**columns))
