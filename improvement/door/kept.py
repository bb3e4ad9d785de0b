"""Statements that are asked all day, differ in one key, and are written once.

To put a queryset into SQL takes many times as long as the database needs to answer it. Where every
page and every step asks the same of somebody else, that was most of what a plain step took.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from django.db import connections
from django.db.models import QuerySet

KEY = -1
"""Stands in a queryset for the key of the row that will be asked about; no row has it."""


class Kept:
    """The rows of a queryset written for `KEY`, found for any key by the same statement.

    Whatever else the queryset goes by, such as the day, it goes by for as long as this is kept.
    """

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows
        self.compiler = rows.query.get_compiler(rows.db)
        self.text, self.values = self.compiler.as_sql()
        if KEY not in self.values:
            raise LookupError("Nothing in this statement goes by the key.")

    def of(self, key: int) -> list[Any]:
        compiler: Any = copy(self.compiler)
        query: Any = copy(self.rows.query)
        values = tuple(key if value == KEY else value for value in self.values)
        compiler.connection = connections[self.rows.db]  # each thread has one of its own
        compiler.as_sql = lambda *_, **__: (self.text, values)
        query.get_compiler = lambda *_, **__: compiler
        return list(QuerySet(self.rows.model, query))
