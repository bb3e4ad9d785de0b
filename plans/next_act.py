"""What a person can do on a plan now: one act that comes next, and the other steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from improvement.door.acts import steps_for

from .lifecycle import IN_FORCE, PlanStatus
from .models import Gate, Review
from .sheet import Sheet


@dataclass(frozen=True, slots=True)
class Act:
    """A button: where it leads, its words, its shape."""

    url: str
    label: str | Promise
    icon: str


ICONS = {
    "submit": "send",
    "recall": "arrow-back-up",
    "withdraw": "ban",
    "resume": "rotate",
    "put_forward": "gavel",
    "send_back": "arrow-back-up",
    "return_from_consolidation": "arrow-back-up",
    "open_adjustment": "adjustments",
    "begin_evaluation": "scale",
    "conclude": "archive",
    "reopen": "rotate",
}

FORWARD = ("submit", "put_forward", "resume", "conclude")
"""Steps that bring the plan on; the others lead back or end it."""


def next_act(reader: Any, sheet: Sheet) -> tuple[Act | None, list[Act]]:
    """The one act that comes next for this reader, and what else is open to them."""
    plan, goals = sheet.plan, sheet.plan.goal_set
    reviews = reader.has_perm("plans.add_review", Review(plan=plan))
    if plan.status == PlanStatus.OFFICE_REVIEW and reviews:
        # The office endorses and sends back by finishing its review, not from this page.
        return Act(reverse("plans:review", args=[plan.public_id]), _("Review"), "checklist"), []
    of_goals, of_plan = acts_on(reader, goals), acts_on(reader, plan)
    if plan.status == PlanStatus.DRAFT and reader.has_perm("plans.change_plan", plan):
        return drafting(sheet, of_plan, of_goals)
    chosen = forward(of_goals) or forward(of_plan)
    if chosen is None and plan.status in IN_FORCE and reader.has_perm("plans.change_plan", plan):
        chosen = report(plan)
    return chosen, [*of_goals.values(), *of_plan.values()]


def report(plan: Any) -> Act:
    """While it is carried out, whoever drafts the plan reports on it."""
    url = reverse("execution:plan_reports", args=[plan.public_id])
    return Act(url, _("Report progress"), "report-analytics")


def next_act_on_goals(reader: Any, sheet: Sheet) -> tuple[Act | None, list[Act]]:
    """The same for the goals of a plan alone."""
    acts = acts_on(reader, sheet.plan.goal_set)
    if sheet.goal_errors or not sheet.plan.round.asks_for(Gate.GOALS):
        acts.pop("submit", None)
    chosen = forward(acts)
    return chosen, list(acts.values())


def acts_on(reader: Any, row: Any) -> dict[str, Act]:
    """The steps open to this reader, each as a button."""
    return {
        arrow.name: Act(row.step_url(arrow.name), arrow.label, ICONS.get(arrow.name, "arrow-right"))
        for arrow in steps_for(reader, row)
    }


def forward(acts: dict[str, Act]) -> Act | None:
    """Take out the step that brings the row on, if there is one."""
    return next((acts.pop(name) for name in FORWARD if name in acts), None)


def drafting(
    sheet: Sheet, of_plan: dict[str, Act], of_goals: dict[str, Act]
) -> tuple[Act, list[Act]]:
    """While the plan is drafted: hand in what is complete, else go on writing."""
    plan = sheet.plan
    check = Act(
        reverse("plans:check", args=[plan.public_id]), _("Check and submit"), "clipboard-check"
    )
    submit_goals, submit_plan = of_goals.pop("submit", None), of_plan.pop("submit", None)
    if not plan.round.asks_for(Gate.GOALS):
        submit_goals = None
    others = [*of_goals.values(), *of_plan.values()]
    if submit_goals and not sheet.goal_errors:
        return submit_goals, [go_on(sheet), check, *others]
    if submit_plan and not sheet.errors:
        return check, [go_on(sheet), *others]
    return go_on(sheet), [check, *others]


def go_on(sheet: Sheet) -> Act:
    """Open the first section that is not complete."""
    first = next((part for part in sheet.parts if not part.done), sheet.parts[0])
    return Act(sheet.plan.section_url(first.key), _("Go on drafting"), "pencil")
