"""What the record says against a department or a person: only what is dated and was not done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from plans.lifecycle import ISSUED, MeasureStatus
from plans.models import Measure

DONE = (MeasureStatus.COMPLETED, MeasureStatus.VERIFIED, MeasureStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was due and has not been done; `link` leads to where it can be checked."""

    kind: str
    name: str
    due: dt.date
    days_late: int
    link: str

    def frozen(self) -> dict[str, Any]:
        return asdict(self) | {"due": self.due.isoformat()}


def thawed(facts: Iterable[dict[str, Any]]) -> list[Fact]:
    """Facts as they were frozen into a notice."""
    return [Fact(**fact | {"due": dt.date.fromisoformat(fact["due"])}) for fact in facts]


def facts_of(department: Any, today: dt.date, *, person: Any = None) -> list[Fact]:
    """Overdue measures, the longest overdue first."""
    measures = (
        Measure.objects.live()
        .filter(plan__status__in=ISSUED, department=department, ends__lt=today)
        .exclude(status__in=DONE)
        .select_related("plan__department", "plan__round")
        .order_by("ends", "pk")
    )
    if person is not None:
        measures = measures.filter(person=person)
    return [
        Fact(
            kind="measure",
            name=str(measure),
            due=measure.ends,
            days_late=(today - measure.ends).days,
            link=measure.get_absolute_url(),
        )
        for measure in measures
    ]
