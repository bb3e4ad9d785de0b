"""Drafts on their way through the house: checked, and countersigned by those they concern."""

from __future__ import annotations

from improvement.door.acts import create, take
from plans.models import DraftingRoute, Plan
from plans.route import acts
from plans.route.concern import concerns

from .organization import Staff
from .reading import Story


def have_countersigned(staff: Staff, story: Story, plan: Plan) -> None:
    """The heads of the departments it concerns are asked and agree."""
    if not concerns(plan):
        return
    for row in acts.ask(by=staff.people[story.drafter], plan=plan):
        take(row, "agree", by=staff.heads[row.department.code])


def go_on_its_way(staff: Staff, story: Story, plan: Plan) -> None:
    """A draft that waits for somebody: its own department, or another one."""
    drafter = staff.people[story.drafter]
    if story.route.get("checked"):
        route = DraftingRoute(department=staff.departments[story.department], checked=True)
        create(route, by=staff.heads[story.department])
        acts.ready(by=drafter, plan=plan)
    else:
        acts.ask(by=drafter, plan=plan)
