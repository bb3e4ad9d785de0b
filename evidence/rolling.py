"""Keep the roll-up and the series with the values told, and look through both every night."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache, cached_property
from itertools import groupby
from operator import itemgetter
from statistics import median
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, QuerySet, Sum, When

from improvement.organization.models import Department

from .models import Indicator, RollUp, Series, Value
from .periods import parse, periods_between
from .statistics import xmr

logger = logging.getLogger(__name__)

FIGURES = ["told", "parted", "numerator", "denominator", "total", "lowest", "median", "highest"]
SERIES = ["since", "last", "value", "side"]
PLACES = Decimal("0.000001")

Key = tuple[int, str, int | None]
"""Indicator, period, node; the organization is the node None."""


class Sums(NamedTuple):
    """What the values of some departments add up to."""

    told: int
    parted: int
    numerator: Decimal | None
    denominator: Decimal | None
    total: Decimal
    lowest: Decimal
    highest: Decimal

    def and_(self, other: Sums) -> Sums:
        return Sums(
            self.told + other.told,
            self.parted + other.parted,
            added(self.numerator, other.numerator),
            added(self.denominator, other.denominator),
            self.total + other.total,
            min(self.lowest, other.lowest),
            max(self.highest, other.highest),
        )


def added(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return one if other is None else other if one is None else one + other


class Tree:
    """The departments that have others below them, and which of them stand above which."""

    @cached_property
    def above(self) -> dict[int, int | None]:
        with_some = Department.objects.filter(pk__in=Department.objects.values("parent"))
        return dict(with_some.values_list("pk", "parent"))

    def upwards(self, node: int | None) -> Iterator[int | None]:
        """The node itself, everything above it, and the organization."""
        while node is not None:
            yield node
            node = self.above[node]
        yield None

    def of(self, departments: Iterable[int]) -> set[int | None]:
        places = Department.objects.filter(pk__in=departments).values_list("pk", "parent")
        return {
            node
            for key, parent in places
            for node in self.upwards(key if key in self.above else parent)
        }

    @property
    def every(self) -> set[int | None]:
        return {None, *self.above}


def roll_up_again(
    indicators: Iterable[int], periods: Iterable[str], departments: Iterable[int] | None = None
) -> int:
    """Write how these indicators stand in these periods; return how many rows were wrong.

    A batch calls it once for everything it changed, in its own transaction; `departments` are
    those whose values changed, where not all may have. The rows of the organization are locked
    before the values are read, so of two departments that tell at once the second reads what the
    first has told. A constant number of statements.
    """
    wanted, keys, tree = sorted(set(indicators)), sorted(set(periods)), Tree()
    if not wanted or not keys:
        return 0
    changed = None if departments is None else set(departments)
    nodes = tree.every if changed is None else tree.of(changed)
    with transaction.atomic():
        lock(wanted, keys)
        told = Value.objects.told().filter(indicator__in=wanted, period__in=keys)
        wrong = keep(wanted, keys, nodes, figures(told, tree))
        return wrong + follow_series(wanted, changed)


def lock(indicators: list[int], periods: list[str]) -> None:
    """The rows of the organization, made where there are none, in one order."""
    whole = RollUp.objects.filter(indicator__in=indicators, period__in=periods, node=None)
    known = set(whole.values_list("indicator", "period"))
    new = [
        RollUp(indicator_id=one, period=period, ends=parse(period).ends)
        for one in indicators
        for period in periods
        if (one, period) not in known
    ]
    RollUp.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    list(whole.select_for_update().order_by("indicator", "period").values_list("pk"))


def keep(
    indicators: list[int],
    periods: list[str],
    nodes: set[int | None],
    found: dict[Key, dict[str, Any]],
) -> int:
    """Write what differs in these nodes; a node where nobody has told yet has no row."""
    kept = RollUp.objects.filter(indicator__in=indicators, period__in=periods)
    rows = {key_of(row): row for row in kept if row.node_id in nodes}
    new = [
        RollUp(indicator_id=one, period=period, node_id=node, ends=parse(period).ends, **sums)
        for (one, period, node), sums in found.items()
        if node in nodes and (one, period, node) not in rows
    ]
    wrong = [row for key, row in rows.items() if set_figures(row, found.get(key))]
    RollUp.objects.bulk_create(new, batch_size=1000)
    RollUp.objects.bulk_create(
        wrong, batch_size=500, update_conflicts=True, unique_fields=["pk"], update_fields=FIGURES
    )
    return len(new) + len(wrong)


def key_of(row: RollUp) -> Key:
    return row.indicator_id, row.period, row.node_id


def set_figures(row: RollUp, figures: dict[str, Any] | None) -> bool:
    """Whether anything was different."""
    now = figures or dict.fromkeys(FIGURES) | {"told": 0, "parted": 0}
    was = {name: getattr(row, name) for name in FIGURES}
    for name in FIGURES:
        setattr(row, name, now[name])
    return was != now


def figures(values: QuerySet[Value], tree: Tree) -> dict[Key, dict[str, Any]]:
    """Every node's figures: added up by the database below each node, and from there upwards."""
    found: dict[Key, Sums] = {}
    for indicator, period, node, *sums in by_node(values).annotate(
        Count("pk"),
        Count("denominator"),
        Sum("numerator"),
        Sum("denominator"),
        Sum("value"),
        Min("value"),
        Max("value"),
    ):
        for place in tree.upwards(node):
            known = found.get((indicator, period, place))
            found[indicator, period, place] = known.and_(Sums(*sums)) if known else Sums(*sums)
    middle = medians(values, tree)
    return {key: sums._asdict() | {"median": middle.get(key)} for key, sums in found.items()}


def by_node(values: QuerySet[Value]) -> Any:
    """A department with others below it counts in itself, every other one in that above it."""
    below = Department.objects.filter(parent=OuterRef("department"))
    node = Case(When(Exists(below), then=F("department")), default=F("department__parent"))
    return values.order_by().annotate(at=node).values_list("indicator", "period", "at")


def medians(values: QuerySet[Value], tree: Tree) -> dict[Key, Decimal]:
    """Of indicators without parts, which show a spread."""
    plain = by_node(values.filter(indicator__denominator_name=""))
    columns = plain.order_by("indicator", "period").values_list(
        "indicator", "period", "at", "value"
    )
    found: dict[Key, Decimal] = {}
    for (indicator, period), rows in groupby(columns.iterator(), itemgetter(0, 1)):
        told: dict[int | None, list[Decimal]] = defaultdict(list)
        for _one, _period, node, value in rows:
            for place in tree.upwards(node):
                told[place].append(value)
        for place, row in told.items():
            found[indicator, period, place] = Decimal(median(row)).quantize(PLACES)
    return found


# The series of departments


def follow_series(indicators: list[int], departments: set[int] | None) -> int:
    """Write from when until when they are told; return how many rows were wrong."""
    kept = Series.objects.filter(indicator__in=indicators)
    told = Value.objects.told().filter(indicator__in=indicators)
    if departments is not None:
        kept, told = (
            kept.filter(department__in=departments),
            told.filter(department__in=departments),
        )
    before = {(row.indicator_id, row.department_id): row for row in kept}
    now = {(row.indicator_id, row.department_id): row for row in standing(told, indicators)}
    gone = [row.pk for key, row in before.items() if key not in now]
    wrong = [row for key, row in now.items() if differs(row, before.get(key))]
    if gone:
        Series.objects.filter(pk__in=gone).delete()
    Series.objects.bulk_create(
        wrong,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["indicator", "department"],
        update_fields=SERIES,
    )
    return len(gone) + len(wrong)


def differs(row: Series, kept: Series | None) -> bool:
    return kept is None or any(getattr(row, name) != getattr(kept, name) for name in SERIES)


def standing(told: QuerySet[Value], indicators: list[int]) -> Iterator[Series]:
    """The last value of each, and what the control chart says of it."""
    rhythms = dict(Indicator.objects.filter(pk__in=indicators).values_list("pk", "rhythm"))
    days = cache(lambda *span: [period.ends for period in periods_between(*span)])
    columns = told.order_by("indicator", "department", "ends").values_list(
        "indicator", "department", "ends", "value"
    )
    for (indicator, department), rows in groupby(columns.iterator(), itemgetter(0, 1)):
        values: dict[dt.date, Decimal] = {ends: value for _one, _place, ends, value in rows}
        since, last = next(iter(values)), next(reversed(values))
        every = [values.get(day) for day in days(since, last, rhythms[indicator])]
        latest = xmr(every, direction="higher").latest
        yield Series(
            indicator_id=indicator,
            department_id=department,
            since=since,
            last=last,
            value=values[last],
            side=latest.side if latest else 0,
        )


# Every night


def begin(_now: Any) -> int:
    """What was told before anything was rolled up; afterwards there is nothing to do."""
    if RollUp.objects.exists() or not Value.objects.told().exists():
        return 0
    return reconcile()


def reconcile() -> int:
    """Read everything anew, indicator by indicator; mend what differs and say so."""
    wrong = 0
    for indicator in Indicator.objects.order_by("pk"):
        mended = reconcile_one(indicator)
        if mended:
            logger.warning("The roll-up of %s differed in %d rows", indicator.code, mended)
        wrong += mended
    return wrong


def reconcile_one(indicator: Indicator) -> int:
    """Nodes that have nobody below them any more are taken out; so are periods nobody told."""
    known = Value._base_manager.filter(indicator=indicator)  # also what an import took out again
    told = known.order_by().values_list("period").distinct()
    periods = {period for (period,) in told}
    with transaction.atomic():
        stray = RollUp.objects.filter(indicator=indicator)
        lost = stray.exclude(period__in=periods) | stray.exclude(
            node__in=Tree().above, node__isnull=False
        ).exclude(node=None)
        gone, _rows = RollUp.objects.filter(pk__in=lost.values("pk")).delete()
        return gone + roll_up_again([indicator.pk], periods)
