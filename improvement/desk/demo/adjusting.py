"""Adjustments of the running year: applied, before the leadership group, on a list (4.4.3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import translation

from improvement.door.acts import record, take
from improvement.door.unit import unit
from plans.adjusting import propose
from plans.bundling import begin_list
from plans.models import Adjustment, Item, Plan, Round

from .course import decide, vote
from .organization import Staff
from .reading import Content, Story

REASONED = ("reason", "cause_analysis", "effect_on_goals")


def adjust(staff: Staff, told: list[Story], running: Round) -> None:
    """Every adjustment as far as its story says; the small ones stand together on a list."""
    listed: list[tuple[Adjustment, str]] = []
    for story in told:
        for content in story.adjustments:
            with translation.override(story.language):
                plan = running.plans.get(department=staff.departments[story.department])
                adjustment = proposed(staff, story, plan, content)
                officer, word = staff.people[story.officer], content["recommendation"]
                if content["state"] == "listed":
                    listed.append((adjustment, word))
                    continue
                take(adjustment, "put_forward", by=officer, recommendation=word)
                vote(staff, adjustment, content.get("votes", ()), story)
                if content["state"] == "applied":
                    decide(adjustment)
    with translation.override(told[0].language):
        chosen = [[str(adjustment.public_id), word] for adjustment, word in listed]
        begin_list(by=officer, planning_round=running, chosen=chosen)


def proposed(staff: Staff, story: Story, plan: Plan, content: Content) -> Adjustment:
    """The head opens it, puts down what shall change and why, and hands it in."""
    head = staff.heads[story.department]
    with unit():
        take(plan, "open_adjustment", by=head)
        adjustment = plan.adjustments.latest("number")
        for change in content["changes"]:
            propose(by=head, adjustment=adjustment, **about(story, plan, change))
        adjustment = record(adjustment, {name: content[name] for name in REASONED}, by=head)
        return take(adjustment, "submit", by=head)


def about(story: Story, plan: Plan, change: Content) -> dict[str, Any]:
    """A goal's target line, a measure or one of its milestones, with what shall stand there."""
    if "goal" in change:
        line = plan.goals.get(number=change["goal"]).target_lines.get()
        target = {"target": Decimal(change["target"])}
        return {"kind": Item.TARGET_LINE, "row": line, "values": target}
    measure = plan.measures.get(number=change["measure"])
    if named := change.get("of_milestone"):
        milestone = measure.milestones.get(title=named)
        due = {"due": story.year.day(change["due"])}
        return {"kind": Item.MILESTONE, "row": milestone, "values": due}
    values: dict[str, Any] = {name: change[name] for name in ("resources",) if name in change}
    if "cost" in change:
        values["cost"] = Decimal(change["cost"])
    if "ends" in change:
        values["ends"] = story.year.last(change["ends"])
    title, day = change.get("milestone", ("", ""))
    added = (title, story.year.day(day)) if title else None
    return {"kind": Item.MEASURE, "row": measure, "values": values, "milestone": added}
