"""Statements that are asked all day, and parts of such, written once.

To put a queryset into SQL takes many times as long as the database needs to answer it. Where every
page and every step asks the same of somebody else, that was most of what a plain step took.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Model, QuerySet

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


class Written(Expression):
    """What an annotation reads of other tables for each row of a model, put into SQL once.

    It names the row by the model's own table, so it belongs into querysets of that model and not
    into subqueries of others. What it goes by besides the row, such as the day, it goes by for as
    long as it is kept.
    """

    def __init__(self, model: type[Model], part: Any) -> None:
        rows = model._base_manager.using(DEFAULT_DB_ALIAS).order_by().annotate(part=part)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        compiler.pre_sql_setup()
        if sum(map(bool, rows.query.alias_refcount.values())) > 1:
            raise LookupError("What the row points at is no part of its own table.")
        resolved = rows.query.annotations["part"]
        self.text, self.values = compiler.compile(resolved)
        super().__init__(resolved.output_field)

    def resolve_expression(self, *_: Any, **__: Any) -> Written:
        return self

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return self.text, self.values

    def get_group_by_cols(self) -> list[Any]:
        """It follows from the row's key, by which rows are grouped."""
        return []
