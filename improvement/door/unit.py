"""One accepted act: its locks, its entries, its notices, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar

from django.db import models, transaction

from improvement.audit.record import Draft, append
from improvement.notifications import outbox
from improvement.notifications.kinds import Notice

from .kept import KEY, Kept
from .lifecycle import Guarded
from .models import Receipt
from .refusals import WrongState

Row = TypeVar("Row", bound=Guarded)

_open: ContextVar[Unit | None] = ContextVar("open_unit", default=None)


class Unit:
    """What has been locked and written so far; entries and notices go in together at the end."""

    def __init__(self) -> None:
        self.rows: dict[tuple[type[models.Model], int], Any] = {}
        self.drafts: list[Draft] = []
        self.notices: list[Notice] = []
        self.refreshed: set[int] = set()
        self.held_back: set[Any] = set()
        self.read: dict[Any, Any] = {}
        """What was read once for all rows of this act."""

    def lock(self, row: Row) -> Row:
        """Lock the root first, then the row: one order everywhere, so nobody waits in a circle."""
        root_model, root_pk = row.root()
        self.locked(root_model, root_pk)
        return self.locked(type(row), row.pk)

    def locked(self, model: Any, pk: int) -> Any:
        if (model, pk) not in self.rows:
            found = locking(model).of(pk)
            if not found:
                raise model.DoesNotExist(f"{model.__name__} {pk} is not there.")
            self.rows[model, pk] = found[0]
        return self.rows[model, pk]

    def lock_many(self, rows: Iterable[Row]) -> list[Row]:
        """Lock rows of one model that are their own roots, in key order, with one query."""
        rows = list(rows)
        if not rows:
            return []
        model = type(rows[0])
        missing = sorted(row.pk for row in rows if (model, row.pk) not in self.rows)
        if missing:
            found = model._base_manager.select_for_update(no_key=True).filter(pk__in=missing)
            self.rows.update({(model, row.pk): row for row in found.order_by("pk")})
        return [self.rows[model, row.pk] for row in sorted(rows, key=lambda row: row.pk)]

    def hold(self, row: Guarded) -> None:
        """A row made in this act needs no lock: nobody else has seen it."""
        self.rows[type(row), row.pk] = row

    def fresh(self, person: Any) -> None:
        """Read the person's rights anew, once: they are asked after the lock, not before."""
        if person is not None and person.pk not in self.refreshed:
            person.refresh_standing()
            self.refreshed.add(person.pk)

    def repeated(self, row: Guarded, step: str, by: Any, key: str | None) -> bool:
        """Whether this very form has been let through before; else leave its receipt.

        A key that stands on a receipt for something else is no repetition: nothing is done, and
        nothing is said of a row that the person may not know of.
        """
        if not key or Receipt.leave(by, key, row, step):
            return False
        if not Receipt.is_for(by, key, row, step):
            raise WrongState()
        return True

    @contextmanager
    def saved_once(self, row: Guarded) -> Iterator[None]:
        """Several steps of one row in a row: a version and an entry each, but one UPDATE."""
        self.held_back.add(row)
        yield
        self.held_back.remove(row)
        row.save()

    def save(self, row: Guarded) -> None:
        if row not in self.held_back:
            row.save()

    def finish(self) -> None:
        append(self.drafts)
        if self.notices:
            outbox.add(self.notices)


@cache
def locking(model: Any) -> Kept:
    """Every step begins with it, for its row and for the root of its row."""
    return Kept(model._base_manager.select_for_update(no_key=True).filter(pk=KEY))


@contextmanager
def unit() -> Iterator[Unit]:
    """Join the act that is under way, or begin one.

    Whoever catches a refusal inside a wider act cannot keep the half of it that was written.
    """
    if (work := _open.get()) is not None:
        with transaction.atomic(savepoint=False):
            yield work
        return
    with transaction.atomic():
        work = Unit()
        token = _open.set(work)
        try:
            yield work
            work.finish()
        finally:
            _open.reset(token)
