"""What a department has to hand in for an evaluation, and whether it has (5.3.1)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evidence.models import Indicator, Value
from evidence.periods import periods_between
from improvement.audit.models import Entry
from improvement.door.refusals import Text
from plans.attainment import LineFigure
from plans.models import TargetLine

from .lifecycle import EvaluationStatus
from .models import Evaluation


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is due: `told` of `asked`; late where it came after its day."""

    name: Text
    due: dt.date
    told: int
    asked: int
    late: bool
    url: str = ""

    @property
    def complete(self) -> bool:
        return self.told >= self.asked

    @property
    def overdue(self) -> bool:
        return not self.complete and self.due < timezone.localdate()


def checklist(evaluation: Evaluation, figures: Iterable[LineFigure]) -> list[Item]:
    """The values of every indicator the plan promises, then the self-rating; one query at most.

    The figures are those of the last day of the period and carry what was told.
    """
    period = evaluation.period
    if period.data_due is None or period.self_due is None:
        return []
    told = {f.line.indicator: f.told for f in figures if f.line.indicator}
    within = {
        indicator: [row for row in rows if period.starts <= row.ends <= period.ends]
        for indicator, rows in told.items()
    }
    past = period.data_due < timezone.localdate()  # before that nothing can have come too late
    handed_in = days_of_submission([*chain(*within.values())]) if past else {}
    items = []
    for indicator, mine in within.items():
        items.append(
            Item(
                name=indicator.local_name,
                due=period.data_due,
                told=len(mine),
                asked=len(asked_of(indicator, period)),
                late=any(handed_in.get(row.pk, period.data_due) > period.data_due for row in mine),
                url=indicator.get_absolute_url(),
            )
        )
    waiting = {EvaluationStatus.SCHEDULED, EvaluationStatus.COLLECTING}
    rated = evaluation.status not in waiting and not evaluation.without_self
    items.append(Item(_("Self-rating"), period.self_due, int(rated), 1, False))
    return items


def lacking(rows: Iterable[Evaluation]) -> list[Evaluation]:
    """Those whose departments have still to tell values; three queries for each period."""
    found: list[Evaluation] = []
    for period, group in groupby(rows, key=lambda row: row.period):
        mine = list(group)
        lines = TargetLine.objects.filter(
            goal__plan__in=[row.plan_id for row in mine], archived=False, goal__archived=False
        ).exclude(indicator=None)
        promised: dict[int, set[int]] = {row.plan_id: set() for row in mine}
        for plan, indicator in lines.values_list("goal__plan", "indicator"):
            promised[plan].add(indicator)
        asked = {
            key: len(asked_of(indicator, period))
            for key, indicator in Indicator.objects.in_bulk(set().union(*promised.values())).items()
        }
        told = Value.objects.told().of(asked, [row.department_id for row in mine])
        within = told.filter(ends__gte=period.starts, ends__lte=period.ends)
        counts = Counter(within.values_list("department", "indicator"))
        found += [
            row
            for row in mine
            if any(counts[row.department_id, key] < asked[key] for key in promised[row.plan_id])
        ]
    return found


def asked_of(indicator: Indicator, period: Any) -> list[Any]:
    """The periods of the indicator that end within the evaluation period."""
    found = periods_between(period.starts, period.ends, indicator.rhythm)
    return [each for each in found if period.starts <= each.ends <= period.ends]


def days_of_submission(rows: Sequence[Value]) -> dict[int, dt.date]:
    """The day on which each value was first handed in, from the record."""
    if not rows:
        return {}
    entries = Entry.objects.filter(
        object_type=Value._meta.label_lower,
        object_id__in=[row.pk for row in rows],
        verb="submit",
    )
    first = entries.order_by().values("object_id").annotate(at=Min("at"))
    return {found["object_id"]: timezone.localdate(found["at"]) for found in first}
