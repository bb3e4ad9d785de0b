"""A way out is proposed to the departments; what a head accepts is written into the draft (2.2.2).

Nothing is written into a plan before its head has agreed. The round is locked before the plans,
here as everywhere, so nobody waits in a circle.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from improvement.door.acts import create, record, take
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit
from plans.drafting import archive_goal, archive_measure
from plans.lifecycle import GoalSetStatus, PlanStatus
from plans.models import Change, ConsolidationIssue, IssueKind, Plan, ProposedChange
from plans.route.acts import read_anew
from plans.steps import add_goal

from .load import later
from .reading import read
from .rules_between import contradictions, gaps, orders, overlaps
from .rules_of_clash import clashes

RULES = {
    IssueKind.CLASH: clashes,
    IssueKind.OVERLAP: overlaps,
    IssueKind.CONTRADICTION: contradictions,
    IssueKind.ORDER: orders,
    IssueKind.GAP: gaps,
}


def propose(
    *,
    by: Any,
    issue: ConsolidationIssue,
    choice: str,
    version: int | None = None,
    key: str | None = None,
) -> ConsolidationIssue:
    """Ask every department that the chosen way out touches for its consent, with notice.

    A plan that is endorsed already is returned, it alone; the others go on. Refused where the
    plans have moved on since the issue was found.
    """
    with unit() as work:
        held = work.lock(issue)
        if work.repeated(held, "propose", by, key):
            return held
        held = take(held, "propose", by=by, version=version, choice=choice)
        solution = chosen(held, choice)
        require_as_found(held)
        plans = Plan.objects.in_bulk({ask["plan"] for ask in solution["asks"]})
        for ask in solution["asks"]:
            change = create(offer(held, ask, plans[ask["plan"]], by), by=by, cause=held)
            plan = work.lock(change.plan)
            if plan.status == PlanStatus.ENDORSED:
                take(plan, "return_from_consolidation", by=by, reason=change.sentence)
    return held


def chosen(issue: ConsolidationIssue, choice: str) -> dict[str, Any]:
    for solution in issue.facts.get("solutions", []):
        if solution["key"] == choice:
            return dict(solution)
    raise StepRefused(_("Choose a way out first."))


def require_as_found(issue: ConsolidationIssue) -> None:
    rule = RULES[IssueKind(issue.kind)]
    now = next((one for one in rule(read(issue.round)) if one.key == issue.key), None)
    if now is None or now.digest != issue.digest:
        raise StepRefused(
            _("The plans have changed since this was found. Look through them again first."),
            issue.get_absolute_url(),
        )


def offer(issue: ConsolidationIssue, ask: dict[str, Any], plan: Plan, by: Any) -> ProposedChange:
    target = ask.get("target")
    return ProposedChange(
        issue=issue,
        plan=plan,
        change=ask["change"],
        measure_id=ask.get("measure"),
        goal_id=ask.get("goal"),
        target_line_id=ask.get("line"),
        overall_goal_id=ask.get("overall"),
        partner_id=ask.get("partner"),
        months=ask.get("months"),
        target=None if target is None else Decimal(target),
        direction=ask.get("direction", ""),
        other_title=ask.get("other", ""),
        asked_by=by,
    )


# What an accepted change writes; what a kind touches is there, so the rows are taken as they are


def write(change: ProposedChange, *, by: Any, cause: Any = None) -> None:
    """Into the plan, through the door: in the name of the head who agreed, or by decision.

    What the leadership group has decided itself it need not decide anew: fixed goals stay fixed.
    """
    if cause is None and (change.change in OF_GOALS or change.goal_id):
        open_goals(change, by=by)
    WRITES[Change(change.change)](change, by, cause)
    read_anew(change.plan, by=by)


def open_goals(change: ProposedChange, *, by: Any) -> None:
    """Fixed goals are reopened, for the leadership group decides on them anew (3.2.3)."""
    goals = change.plan.goal_set
    if goals.status == GoalSetStatus.FIXED:
        take(goals, "reopen", by=by, cause=change.plan, reason=change.sentence)


def move(change: Any, by: Any, cause: Any) -> None:
    """The measure with its milestones and needs, so many months later."""
    shift(change, ("starts", "ends"), by, cause)
    for milestone in change.measure.milestones.filter(archived=False):
        record(milestone, {"due": later(milestone.due, change.months)}, by=by, cause=cause)


def stretch(change: Any, by: Any, cause: Any) -> None:
    shift(change, ("ends",), by, cause)


def shift(change: Any, fields: tuple[str, ...], by: Any, cause: Any) -> None:
    for row in (change.measure, *change.measure.resource_needs.live()):
        held = {name: getattr(row, name) for name in fields}
        dates = {name: later(day, change.months) for name, day in held.items() if day}
        if dates:
            record(row, dates, by=by, cause=cause)


def lead(change: Any, by: Any, cause: Any) -> None:
    said = _("Carried out for %(department)s too, which supports it: %(title)s.") % {
        "department": change.partner.local_name,
        "title": change.other_title,
    }
    text = "\n\n".join(part for part in (change.measure.description, said) if part)
    record(change.measure, {"description": text}, by=by, cause=cause)


def drop(change: Any, by: Any, cause: Any) -> None:
    if change.measure_id:
        archive_measure(by=by, measure=change.measure, cause=cause)
    else:
        archive_goal(by=by, goal=change.goal, cause=cause)


def join(change: Any, by: Any, cause: Any) -> None:
    record(
        change.goal,
        {"joint_with": [*change.goal.joint_with.all(), change.partner]},
        by=by,
        cause=cause,
    )


def align(change: Any, by: Any, cause: Any) -> None:
    record(
        change.target_line,
        {"target": change.target, "direction": change.direction},
        by=by,
        cause=cause,
    )


def add(change: Any, by: Any, cause: Any) -> None:
    """A goal that serves what nobody served; its figures are for the department to write."""
    add_goal(
        by=by,
        plan=change.plan,
        title=change.other_title,
        overall_goal=change.overall_goal,
        joint_with=[change.partner] if change.partner else [],
        cause=cause,
    )


OF_GOALS = frozenset({Change.JOIN, Change.ALIGN, Change.ADD})
WRITES: dict[Change, Callable[[Any, Any, Any], None]] = {
    Change.MOVE: move,
    Change.STRETCH: stretch,
    Change.LEAD: lead,
    Change.DROP: drop,
    Change.JOIN: join,
    Change.ALIGN: align,
    Change.ADD: add,
}
