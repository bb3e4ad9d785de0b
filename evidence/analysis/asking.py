"""What is counted: departments, kind, channel, category and months, as an address asks for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet

from evidence.models import RecordCategory, RecordChannel, RecordKind, ServiceRecord
from evidence.periods import NoPeriod, Period, Rhythm, parse, period_of, periods_between
from improvement.organization.models import Department

MONTHS = 12
"""So many are shown unless others are asked for, the running one among them."""

MOST = 120


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the register; every chart of the page answers the same one."""

    reader: Any
    today: dt.date
    offered: list[Department]
    """Those of whose records the person reads any."""
    categories: list[RecordCategory]
    department: str = ""
    kind: str = RecordKind.COMPLAINT.value
    channel: str = ""
    category: str = ""
    since: Period = field(default_factory=lambda: parse("2000-01"))
    until: Period = field(default_factory=lambda: parse("2000-01"))

    @property
    def branch(self) -> RecordCategory | None:
        """The category into which one has gone down."""
        return next((one for one in self.categories if one.code == self.category), None)

    @property
    def departments(self) -> list[Department]:
        chosen = [one for one in self.offered if one.code == self.department]
        return chosen or self.offered

    @property
    def months(self) -> list[Period]:
        return periods_between(self.since.starts, self.until.ends, Rhythm.MONTHLY)

    @property
    def asked(self) -> dict[str, str]:
        return {
            "department": self.department,
            "kind": self.kind,
            "channel": self.channel,
            "category": self.category,
            "since": self.since.key,
            "until": self.until.key,
        }

    @property
    def query(self) -> str:
        """The same question as the end of an address; an empty kind is told, for it means all."""
        return urlencode({k: v for k, v in self.asked.items() if v or k == "kind"})

    def into(self, category: str) -> str:
        return replace(self, category=category).query

    def rows_of(self, category: str, *, only: bool = False) -> str:
        """The end of the address of exactly the rows of one bar in the register."""
        asked = self.asked | {
            "category": category,
            "since": self.since.starts.isoformat(),
            "until": self.until.ends.isoformat(),
        }
        asked |= {"only": "1"} if only else {}
        return urlencode({k: v for k, v in asked.items() if v})

    def rows(self) -> QuerySet[ServiceRecord]:
        """Everything the person reads of it, whenever it was received."""
        rows = self.of_departments()
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.channel:
            rows = rows.filter(channel=self.channel)
        if branch := self.branch:
            below = [one.pk for one in self.categories if one.path.startswith(branch.path)]
            rows = rows.filter(category__in=below)
        return rows

    def of_departments(self) -> QuerySet[ServiceRecord]:
        rows = ServiceRecord.objects.visible_to(self.reader).counting()
        if self.department:
            rows = rows.filter(department__code=self.department)
        return rows


def read(asked: Mapping[str, str], reader: Any, today: dt.date) -> Question:
    """What makes no sense is not asked; complaints are what people mean unless they say else."""
    offered = list(read_by(reader))
    categories = list(RecordCategory.objects.all())
    now = period_of(today, Rhythm.MONTHLY)
    until = min(month(asked.get("until", "")) or now, now)
    since = month(asked.get("since", "")) or back(until, MONTHS - 1)
    since, until = sorted((min(since, now), until))
    return Question(
        reader=reader,
        today=today,
        offered=offered,
        categories=categories,
        department=known(asked.get("department", ""), [one.code for one in offered]),
        kind=known(asked.get("kind", "complaint"), RecordKind.values),
        channel=known(asked.get("channel", ""), RecordChannel.values),
        category=known(asked.get("category", ""), [one.code for one in categories]),
        since=max(since, back(until, MOST - 1)),
        until=until,
    )


def read_by(reader: Any) -> QuerySet[Department]:
    """Departments of which the person reads any record; the rule is that of the records."""
    of_it = ServiceRecord.objects.visible_to(reader).counting().filter(department=OuterRef("pk"))
    return Department.objects.filter(Exists(of_it)).order_by("path")


def known(text: str, choices: list[str]) -> str:
    return text if text in choices else ""


def month(text: str) -> Period | None:
    try:
        found = parse(text)
    except NoPeriod:
        return None
    return found if found.rhythm == Rhythm.MONTHLY else None


def back(period: Period, months: int) -> Period:
    """So many months earlier; the first year of the calendar has no earlier one."""
    number = max(period.starts.year * 12 + period.starts.month - 1 - months, 12 * dt.MINYEAR)
    return period_of(dt.date(number // 12, number % 12 + 1, 1), Rhythm.MONTHLY)
