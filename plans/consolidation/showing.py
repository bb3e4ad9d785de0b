"""An issue as the workbench shows it: its load before and after, and its ways out in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from improvement.charts.chart import Chart
from improvement.charts.load import Series, load_chart
from improvement.charts.numbers import figure
from plans.models import ConsolidationIssue, Plan
from plans.templatetags.briefs import money

from .wording import explained, month, people, worded
from .workbench import provenance

Loads = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class WayOut:
    """One solution in words: what is asked of whom, and what it comes to."""

    key: str
    sentences: list[str]
    outcome: str
    departments: list[str]
    previewed: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The figures of an ask that its sentence needs."""

    direction: str
    target: Any


@dataclass(frozen=True, slots=True)
class Known:
    """What sentences name: plans and departments of the round, goals and measures of the issue."""

    plans: Mapping[int, Plan]
    departments: Mapping[int | None, Any]
    measures: Mapping[int | None, Any]
    goals: Mapping[int | None, Any]


def ways_out(issue: ConsolidationIssue, plans: Sequence[Plan]) -> list[WayOut]:
    """The solutions found with the issue, in words; the plans of the round are known already."""
    items = list(issue.items.all())
    known = Known(
        plans={plan.pk: plan for plan in plans},
        departments={plan.department_id: plan.department for plan in plans},
        measures={item.measure_id: item.measure for item in items},
        goals={item.goal_id: item.goal for item in items},
    )
    solutions = issue.facts.get("solutions", [])
    return [way_out(issue, solution, known) for solution in solutions]


def way_out(issue: ConsolidationIssue, solution: Mapping[str, Any], known: Known) -> WayOut:
    departments = {ask["plan"]: known.plans[ask["plan"]].department for ask in solution["asks"]}
    return WayOut(
        key=solution["key"],
        sentences=[
            _("%(department)s: %(asked)s")
            % {
                "department": departments[ask["plan"]].local_name,
                "asked": sentence(ask, known),
            }
            for ask in solution["asks"]
        ],
        outcome=outcome(issue, solution),
        departments=[department.local_name for department in departments.values()],
        previewed=bool(solution["load"]),
    )


def sentence(ask: Mapping[str, Any], known: Known) -> str:
    partner = known.departments.get(ask.get("partner"))
    what = {
        "measure": known.measures.get(ask.get("measure")),
        "goal": known.goals.get(ask.get("goal")),
        "partner": partner.local_name if partner else "",
        "other": ask.get("other", ""),
    }
    told = Asked(ask.get("direction", ""), number(ask.get("target")))
    return worded(ask["change"], what, ask.get("months", 0), told)


def number(written: str | None) -> float | None:
    return None if written is None else float(written)


def outcome(issue: ConsolidationIssue, solution: Mapping[str, Any]) -> str:
    """What a way out comes to, before and after."""
    before, after = solution["before"], solution["after"]
    if before is None:
        return ""
    if issue.kind == "clash":
        if not after:
            return _("Nothing is asked beyond what can be given any more.")
        return _("Beyond what can be given: %(before)s person-days now, %(after)s afterwards.") % {
            "before": figure(before, 0),
            "after": figure(after, 0),
        }
    return _("Cost: %(before)s now, %(after)s afterwards.") % {
        "before": money(before),
        "after": money(after),
    }


def chart_of(issue: ConsolidationIssue, names: Mapping[str, str], tried: str = "") -> Chart | None:
    """The load of a clash by month, or what it would be with the way out that is tried."""
    if issue.kind != "clash":
        return None
    facts = issue.facts
    loaded: Loads = facts["load"]
    for solution in facts["solutions"]:
        if tried and solution["key"] == tried:
            loaded = solution["load"]
    months = sorted(facts["capacity"])
    asking = sorted({who for by in loaded.values() for who in by})
    title = _("%(people)s: person-days afterwards") if tried else _("%(people)s: person-days asked")
    return load_chart(
        f"load-{tried}" if tried else "load",
        title % {"people": people(issue)},
        [formats.date_format(dt.date.fromisoformat(each), "M") for each in months],
        [
            Series(names.get(who, who), [loaded.get(each, {}).get(who, 0.0) for each in months])
            for who in asking
        ],
        [facts["capacity"][each] for each in months],
        long_months=[month(each) for each in months],
    )


@dataclass(frozen=True, slots=True)
class Option:
    """One way out as the leadership group reads it, with the load afterwards where there is one."""

    way: WayOut
    recommended: bool
    load: Chart | None


@dataclass(frozen=True, slots=True)
class DecidedOn:
    """An issue as the leadership group reads it, from what was frozen for its ballot."""

    title: str
    explained: str
    items: list[Any]
    load: Chart | None
    options: list[Option]


def decided_on(issue: ConsolidationIssue, content: Mapping[str, Any]) -> DecidedOn:
    """The facts and the choice are those of the content; the recommended way out comes first."""
    issue.facts, issue.choice = content["facts"], content["choice"]
    items = list(provenance().filter(issue=issue))
    issue._prefetched_objects_cache = {"items": items}  # type: ignore[attr-defined]
    plans = list(issue.round.plans.select_related("department"))
    names = {str(plan.department_id): plan.department.local_name for plan in plans}
    options = [
        Option(
            way,
            way.key == issue.choice,
            chart_of(issue, names, way.key) if way.previewed else None,
        )
        for way in ways_out(issue, plans)
    ]
    return DecidedOn(
        title=issue.title,
        explained=explained(issue),
        items=items,
        load=chart_of(issue, names),
        options=sorted(options, key=lambda option: not option.recommended),
    )


def propose_words(ways: list[WayOut]) -> str:
    """The button: whom it will tell."""
    most = max((len(way.departments) for way in ways), default=0)
    return ngettext(
        "Propose and tell the department", "Propose and tell the departments", max(most, 1)
    )
