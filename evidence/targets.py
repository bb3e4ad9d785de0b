"""Targets by department and period: set them, and read what a period is to reach."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from improvement.door.acts import create_many, record_many
from improvement.door.refusals import Stale
from improvement.door.unit import unit

from .models import Indicator, Path, PeriodTarget, Rhythm
from .models.value import read_rate
from .periods import Period, period_of
from .relevance import Aim, aims_of


class Wanted(NamedTuple):
    """The target that somebody sets for a period; None takes it back."""

    period: Period
    target: Decimal | None
    upper: Decimal | None = None
    version: int = 0
    """Of the row the person has read; 0 where there was none."""


class Bound(NamedTuple):
    """What a period is to reach, and the period the target was set for."""

    target: Decimal
    upper: Decimal | None
    set_for: Period


def set_targets(
    *, by: Any, indicator: Indicator, department: Any, wanted: Iterable[Wanted]
) -> list[PeriodTarget]:
    """Set, change and take back targets in one act, with a constant number of queries.

    Raises Stale where somebody has set one of them since the person read it.
    """
    asked = list(wanted)
    with unit() as work:
        held = work.lock(indicator)
        kept = {
            row.period: row
            for row in PeriodTarget.objects.filter(indicator=held, department=department)
        }
        changes, new = [], []
        for one in asked:
            row = kept.get(one.period.key)
            figures = {"target": one.target, "upper": one.upper}
            if (row.version if row else 0) != one.version:
                raise Stale(row or held, figures)
            if row:
                changes.append((row, figures))
            elif one.target is not None:
                new.append(begun(held, department, one))
        return create_many(new, by=by) + record_many(changes, by=by)


def begun(indicator: Indicator, department: Any, one: Wanted) -> PeriodTarget:
    return PeriodTarget(
        indicator=indicator,
        department=department,
        period=one.period.key,
        ends=one.period.ends,
        target=one.target,
        upper=one.upper,
    )


def bound(path: str, targets: Sequence[PeriodTarget], period: Period) -> Bound | None:
    """What the period is to reach: its own target, else that of the shortest period around it.

    Step by step, a target is reached at the end of its period, from the one before it; where
    there is none before, it holds from the beginning.
    """
    known = [
        Bound(row.target, row.upper, row.in_period) for row in targets if row.target is not None
    ]
    around = [
        one
        for one in known
        if one.set_for.starts <= period.starts and period.ends <= one.set_for.ends
    ]
    if not around:
        return None
    held = min(around, key=lambda one: one.set_for.ends - one.set_for.starts)
    before = [one for one in known if one.set_for.ends < held.set_for.starts]
    if path == Path.STEP or held.set_for == period or held.upper is not None or not before:
        return held
    was = max(before, key=lambda one: one.set_for.ends).target
    return held._replace(target=read_rate(was + (held.target - was) * done(held.set_for, period)))


def done(whole: Period, period: Period) -> Decimal:
    """The share of the months of `whole` that are over at the end of `period`."""
    months = whole.ends.month - whole.starts.month + 1
    return Decimal(period.ends.month - whole.starts.month + 1) / months


def targets_of(
    indicators: Iterable[int], departments: Iterable[int]
) -> dict[tuple[int, int], list[PeriodTarget]]:
    """All targets of (indicator, department), with one query."""
    found: dict[tuple[int, int], list[PeriodTarget]] = {}
    rows = PeriodTarget.objects.filter(
        indicator__in=indicators, department__in=departments, target__isnull=False
    )
    for row in rows.order_by("ends"):
        found.setdefault((row.indicator_id, row.department_id), []).append(row)
    return found


def aims_on(
    day: dt.date, indicators: Iterable[Indicator], departments: Iterable[Any]
) -> dict[tuple[int, int], Aim]:
    """What is aimed at on the day: by the goal in force, else by the target of the period."""
    cards = {one.pk: one for one in indicators}
    places = {one.pk: one for one in departments}
    found = dict(aims_of(cards, places))
    for (indicator, department), rows in targets_of(cards, places).items():
        card = cards[indicator]
        held = bound(card.path, rows, period_of(day, card.rhythm))
        if held and (indicator, department) not in found:
            name = _("Target for %(period)s") % {"period": held.set_for.label}
            url = card.targets_url(places[department].code, held.set_for.starts.year)
            found[indicator, department] = Aim(card.direction, held.target, held.upper, name, url)
    return found


def periods_in(year: int, rhythm: str) -> list[Period]:
    """The year and everything shorter down to the rhythm, in the order of the calendar."""
    lengths = [Rhythm.YEARLY, Rhythm.HALF_YEARLY, Rhythm.QUARTERLY, Rhythm.MONTHLY]
    wanted = lengths[: lengths.index(Rhythm(rhythm)) + 1]
    if rhythm == Rhythm.MONTHLY:
        wanted.remove(Rhythm.HALF_YEARLY)
    found = {
        period_of(dt.date(year, month, 1), length) for length in wanted for month in range(1, 13)
    }
    return sorted(found, key=lambda one: (one.starts, -one.ends.toordinal()))
