"""A chart as what is kept of it: its figures, the question they answer, and the day.

The page draws its charts from this as a plan does that keeps one, so they cannot differ.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from improvement.organization.models.user import LocalName

from .asking import Question
from .counting import Bar, Counted, by_hour, counted, year_before

Content = dict[str, Any]

NAMED = 3
"""So many departments are named; of more, their number is told."""


def names_of(row: LocalName | None) -> list[str]:
    """In every script, for they are put into words when the chart is drawn."""
    return [row.name, row.name_hant, row.name_hans] if row else []


def kept(chart: str, question: Question, figures: Content) -> Content:
    departments = question.departments
    return {
        "id": uuid.uuid4().hex,
        "as_of": question.today.isoformat(),
        "chart": chart,
        "departments": [names_of(one) for one in departments] if len(departments) <= NAMED else [],
        "number_of_departments": len(departments),
        "kind": question.kind,
        "channel": question.channel,
        "category": names_of(question.branch),
        "since": question.since.key,
        "until": question.until.key,
        **figures,
    }


def bar(one: Bar) -> Content:
    return {"names": names_of(one.category), "only": one.only, "count": one.count}


def pareto(question: Question, found: Counted) -> Content:
    return {"bars": [bar(one) for one in found.bars]}


def trend(question: Question, found: Counted) -> Content:
    """Every month told, with the same month a year before where the register covers it."""
    return {
        "months": [
            [
                month.key,
                found.by_month.get(month.starts, 0),
                found.by_month.get(year_before(month).starts, 0)
                if year_before(month).starts in found.covered
                else None,
            ]
            for month in found.told
        ]
    }


def heat(question: Question, found: Counted) -> Content:
    cells = by_hour(question)
    return {"cells": cells, "without": found.total - sum(map(sum, cells))}


CHARTS: dict[str, Callable[[Question, Counted], Content]] = {
    "pareto": pareto,
    "trend": trend,
    "heat": heat,
}
"""In the order in which they stand on the page."""


def keep(question: Question, charts: list[str]) -> list[Content]:
    """These charts as of today, in the order of the page; one without any figure is left out."""
    found = counted(question)
    chosen = [name for name in CHARTS if name in charts]
    made = [kept(name, question, CHARTS[name](question, found)) for name in chosen]
    return [one for one in made if says_something(one)]


def says_something(one: Content) -> bool:
    if one["chart"] == "trend":
        return bool(one["months"])
    if one["chart"] == "heat":
        return any(map(any, one["cells"]))
    return bool(one["bars"])
