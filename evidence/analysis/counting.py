"""Counts of the register, each by one statement over the index that holds all it asks for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Max, Min
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncMonth

from evidence.models import RecordCategory
from evidence.periods import Period, Rhythm, period_of, periods_between
from evidence.recording import UNSORTED

from .asking import Question, back

EDGE = dt.timedelta(days=7)
"""A month counts as told where the register begins and ends within a week of its ends."""

YEAR = 12

ROWS = Count("*")
"""Not of their keys, which do not stand in the index: each row would be read for its own."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Records of one category with all below it; without a category where nobody gave one."""

    category: RecordCategory | None
    count: int
    only: bool = False
    """Those that stand in the category itself, and in none below it."""

    @property
    def code(self) -> str:
        return self.category.code if self.category else UNSORTED


@dataclass(frozen=True, slots=True)
class Counted:
    """What the months asked for come to, by category and by month."""

    bars: list[Bar]
    """The largest first."""
    by_month: dict[dt.date, int]
    """By first days, from a year before the first month asked for."""
    told: list[Period]
    """Months asked for that are over and that the register covers."""
    covered: frozenset[dt.date]
    """The first days of all months that the register covers."""

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)


def counted(question: Question) -> Counted:
    first, last = back(question.since, YEAR).starts, question.until.ends
    rows = (
        question.rows()
        .filter(opened_on__gte=first, opened_on__lte=last)
        .annotate(month=TruncMonth("opened_on"))
        .values_list("category", "month")
        .annotate(count=ROWS)
        .order_by()
    )
    by_month: Counter[dt.date] = Counter()
    by_category: Counter[int | None] = Counter()
    for category, month, count in rows:
        by_month[month] += count
        if month >= question.since.starts:
            by_category[category] += count
    months = covered(question)
    return Counted(
        bars=bars(question, by_category),
        by_month=dict(by_month),
        told=[month for month in question.months if month.starts in months],
        covered=months,
    )


def bars(question: Question, counts: Counter[int | None]) -> list[Bar]:
    """One level of the tree: each branch with what stands below it."""
    branch = question.branch
    above = branch.path if branch else ""
    by_path = {one.path: one for one in question.categories}
    paths = {one.pk: one.path for one in question.categories}
    found: Counter[str] = Counter()
    for category, count in counts.items():
        rest = paths[category].removeprefix(above) if category is not None else UNSORTED
        found[f"{above}{rest.partition('/')[0]}/" if rest and rest != UNSORTED else rest] += count
    made = [
        Bar(by_path[path], count)
        if path not in ("", UNSORTED)
        else Bar(branch if path == "" else None, count, only=path == "")
        for path, count in found.items()
    ]
    return sorted(made, key=lambda bar: (-bar.count, bar.only, bar.code))


def covered(question: Question) -> frozenset[dt.date]:
    """Months that are over and that the register of these departments tells from end to end.

    A month that is still running, or of which no file has come in yet, would look like an
    improvement; within the span no record means that there was none.
    """
    ends = question.of_departments().aggregate(first=Min("opened_on"), last=Max("opened_on"))
    if ends["first"] is None:
        return frozenset()
    return frozenset(
        month.starts
        for month in periods_between(ends["first"], ends["last"], Rhythm.MONTHLY)
        if month.ends < question.today
        and ends["first"] < month.starts + EDGE
        and ends["last"] > month.ends - EDGE
    )


def by_hour(question: Question) -> list[list[int]]:
    """Seven days from Monday on, each with its twenty-four hours; what has no time is not there."""
    cells = [[0] * 24 for _day in range(7)]
    rows = (
        question.rows()
        .filter(opened_on__gte=question.since.starts, opened_on__lte=question.until.ends)
        .filter(opened_time__isnull=False)
        .annotate(day=ExtractIsoWeekDay("opened_on"), hour=ExtractHour("opened_time"))
        .values_list("day", "hour")
        .annotate(count=ROWS)
        .order_by()
    )
    for day, hour, count in rows:
        cells[day - 1][hour] = count
    return cells


def year_before(month: Period) -> Period:
    return period_of(month.starts.replace(year=month.starts.year - 1), Rhythm.MONTHLY)
