"""An issue, its ways out, and what is asked of a department, in the language of the reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from evidence.models import Direction, Family
from improvement.charts.numbers import figure
from improvement.charts.numbers import listed as spoken

from .load import later

if TYPE_CHECKING:
    from plans.models import ConsolidationIssue, ProposedChange

Facts = Mapping[str, Any]


def title(issue: ConsolidationIssue) -> str:
    """What was found, in one line."""
    facts = issue.facts
    match issue.rule:
        case "clash":
            return _("%(people)s: more asked than can be given in %(months)s") % {
                "people": people(issue),
                "months": spans(facts["peaks"]),
            }
        case "goals_alike":
            return _("Goals say the same: %(title)s") % {"title": facts["said"][0][0]}
        case "measures_alike":
            return _("Measures say the same: %(title)s") % {"title": facts["said"][0][0]}
        case "directions_opposed":
            return _("%(indicator)s: goals pull in opposite directions") % facts
        case "targets_apart":
            return _("%(indicator)s: two targets for the same day") % facts
        case "undoing":
            return _("One opens what the other closes: %(title)s") % {"title": facts["said"][0]}
        case "circle":
            return _("Measures wait for each other in a circle: %(title)s") % {
                "title": facts["said"][0]
            }
        case "begins_too_soon":
            return _("Begins before what it needs is finished: %(title)s") % {
                "title": facts["said"][0]
            }
        case "not_served":
            return _("No department serves %(goal)s") % {"goal": issue.overall_goal}
        case "family":
            return _("No goal is about: %(family)s") % {"family": Family(facts["family"]).label}
        case "area" if facts["missing"]:
            return ngettext(
                "%(count)d department has no goal in the key area: %(area)s",
                "%(count)d departments have no goal in the key area: %(area)s",
                facts["missing"],
            ) % {"count": facts["missing"], "area": in_script(facts["names"])}
        case "area":
            return _("No goal in the key area: %(area)s") % {"area": in_script(facts["names"])}
        case "partner_without":
            return _("%(department)s has no goal for the joint goal: %(title)s") % {
                "department": issue.department.local_name if issue.department else "",
                "title": facts["said"],
            }
    raise LookupError(issue.rule)


def in_script(names: Sequence[str]) -> str:
    """A name as the reader's script has it, where it was entered there."""
    name, hant, hans = names
    return {"zh-hant": hant, "zh-hans": hans}.get(get_language() or "en", name) or name


def people(issue: ConsolidationIssue) -> str:
    """Whose people a clash is about."""
    department = issue.department.local_name if issue.department else ""
    if issue.post is None:
        return str(department)
    return spoken(str(department), str(issue.post.local_name))


def explained(issue: ConsolidationIssue) -> str:
    """The figures behind the title."""
    facts = issue.facts
    match issue.rule:
        case "clash":
            return _(
                "In these months %(asked)s person-days are asked; %(can_give)s can be given."
            ) % {"asked": figure(facts["asked"]), "can_give": figure(facts["can_give"])}
        case "goals_alike" | "measures_alike" | "undoing":
            return _("Their words agree to %(percent)d%%.") % {
                "percent": round(facts["likeness"] * 100)
            }
        case "directions_opposed" | "targets_apart":
            return spoken(*(target(*line) for line in facts["lines"]))
        case "begins_too_soon":
            return _("It begins on %(starts)s; what it needs ends on %(needed)s.") % {
                "starts": day(facts["starts"]),
                "needed": day(facts["needed"]),
            }
        case "circle":
            return _("None of them can begin: each needs another to be finished first.")
        case "not_served":
            return _("No goal of any department names it.")
        case "family":
            return _("The goals of all departments together leave it out.")
        case "area":
            return _("The planning year names it as a key area (3.2.2).")
        case "partner_without":
            return _("It neither names the department back nor serves the same overall goal.")
    raise LookupError(issue.rule)


def target(direction: str, value: str | None) -> str:
    label = str(Direction(direction).label) if direction in Direction.values else ""
    return " ".join(part for part in (label, value or "") if part)


def day(written: str) -> str:
    return formats.date_format(dt.date.fromisoformat(written), "DATE_FORMAT")


def month(written: str) -> str:
    return formats.date_format(dt.date.fromisoformat(written), "YEAR_MONTH_FORMAT")


def spans(months: Iterable[str]) -> str:
    """“April 2027 – June 2027, September 2027”."""
    runs: list[list[str]] = []
    for written in months:
        last = dt.date.fromisoformat(runs[-1][-1]) if runs else None
        if last and later(last, 1).isoformat() == written:
            runs[-1].append(written)
        else:
            runs.append([written])
    return spoken(
        *(
            month(run[0])
            if len(run) == 1
            else _("%(first)s to %(last)s") % {"first": month(run[0]), "last": month(run[-1])}
            for run in runs
        )
    )


def asked(change: ProposedChange) -> str:
    """What the department is asked to do, as it reads on its plan."""
    what: dict[str, Any] = {
        "measure": change.measure,
        "goal": change.goal,
        "partner": change.partner.local_name if change.partner else "",
        "other": change.other_title,
    }
    return worded(change.change, what, change.months or 0, change)


def worded(kind: str, what: dict[str, Any], months: int, told: Any) -> str:
    match kind:
        case "move":
            return ngettext(
                "Begin and end %(measure)s %(count)d month later.",
                "Begin and end %(measure)s %(count)d months later.",
                months,
            ) % {**what, "count": months}
        case "stretch":
            return ngettext(
                "Take %(count)d month longer for %(measure)s.",
                "Take %(count)d months longer for %(measure)s.",
                months,
            ) % {**what, "count": months}
        case "lead":
            return _("Carry out %(measure)s for %(partner)s too, which supports it.") % what
        case "drop" if what["partner"]:
            return _("Leave out %(measure)s and support “%(other)s” of %(partner)s instead.") % what
        case "drop":
            return _("Leave out %(item)s.") % {"item": what["measure"] or what["goal"]}
        case "join":
            return _("Make %(goal)s joint with %(partner)s.") % what
        case "align":
            line = target(told.direction, None if told.target is None else figure(told.target))
            return _("Set the target of %(goal)s to: %(target)s.") % {**what, "target": line}
        case "add":
            return _("Add a goal that serves it: %(other)s.") % what
    raise LookupError(kind)
