"""Check, write and take out the rows of a file, each by what the file brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Any

from evidence.models import DataImport, Indicator, Value
from evidence.models.period_lock import covering, locked_periods
from evidence.periods import parse
from evidence.relevance import tell_pairs
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit

from . import pouring, value_table
from .checking import Check
from .faults import Counts
from .pouring import OVERTAKEN, share_of, staged
from .value_checking import ValueCheck


def look_through(
    data_import: DataImport, told: Callable[[int], object] = lambda done: None
) -> Counts:
    kind = ValueCheck if data_import.of_values else Check
    return kind(data_import, told).run()


def pour(data_import: DataImport, *, by: Any) -> None:
    """Every good row of the file, as it was looked through; refused where that has changed."""
    place = staged(data_import)
    if not data_import.of_values:
        pouring.pour(data_import)
        return
    with place.open(encoding="utf-8", newline="") as file, value_table.loaded(blocks(file)):
        hold()
        if newly_locked() or value_table.overtaken():
            raise StepRefused(OVERTAKEN, data_import.get_absolute_url())
        value_table.keep_replaced(data_import)
        value_table.upsert(data_import, by=by, told=share_of(data_import, data_import.rows_read))
        tell_pairs(value_table.pairs(), value_table.periods())


def blocks(file: IO[str]) -> Iterator[str]:
    """Lines for SQLite and PostgreSQL alike, some thousands of them in one text."""
    while some := file.readlines(1 << 20):
        yield from some


def hold() -> None:
    """Whoever begins a value of these indicators at the same time waits, as for one another."""
    with unit() as work:
        held = work.lock_many(Indicator.objects.filter(pk__in=value_table.indicators()))
        if any(not indicator.in_use for indicator in held):
            raise StepRefused(OVERTAKEN)


def newly_locked() -> bool:
    locked = locked_periods()
    return bool(locked) and any(covering(locked, parse(key)) for key in value_table.open_periods())


def take_out(data_import: DataImport) -> None:
    """Records are marked as taken out; of values, what the file replaced stands again."""
    if not data_import.of_values:
        pouring.take_out(data_import)
        return
    rows = Value.objects.filter(brought_by=data_import)
    pairs = list(rows.order_by().values_list("indicator", "department").distinct())
    periods = list(rows.order_by().values_list("period", flat=True).distinct())
    value_table.take_back(data_import, share_of(data_import, data_import.rows_good))
    tell_pairs(pairs, periods)
