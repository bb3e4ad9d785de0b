"""What the clock has found off its plan, and how far heads and office have come with it."""

from __future__ import annotations

import datetime as dt

from django.utils import translation

from execution.deviations import find
from execution.models import Deviation
from improvement.door.acts import take
from improvement.door.unit import unit
from plans.models import Round

from .calendar import at_noon
from .organization import Staff
from .reading import DATA, Content, Story, read_toml

COURSE = ("open", "acknowledged", "analysing", "answered", "resolved")


def deviate(staff: Staff, told: list[Story], running: Round, today: dt.date) -> None:
    """Found as of today; those that are named go on as far as told."""
    find(at_noon(today))
    stories = {story.department: story for story in told}
    for content in read_toml(DATA / "deviations.toml")["deviations"]:
        story = stories[content["department"]]
        found = Deviation.objects.filter(
            plan__round=running, plan__department__code=story.department
        )
        number = content.get("goal")
        row = found.filter(goal__number=number, report__isnull=number is not None).first()
        if row:
            with translation.override(story.language), unit():
                bring(staff, story, row, content)


def bring(staff: Staff, story: Story, row: Deviation, content: Content) -> None:
    head, officer = staff.heads[story.department], staff.people[story.officer]
    state = content["state"]
    if state == "dismissed":
        take(row, "dismiss", by=officer, reason=content["reason"])
        return
    reached = COURSE.index(state)
    row = take(row, "acknowledge", by=head)
    if reached >= COURSE.index("analysing") and "suggestion" in content:
        row = take(row, "analyse", by=officer, suggestion=content["suggestion"])
    if reached >= COURSE.index("answered"):
        said = story.off[str(content["goal"])]
        row = take(
            row,
            "answer",
            by=head,
            cause_analysis=said["cause"],
            remedy=said["remedy"],
            back_by=story.year.last(content["month"]),
        )
    if state == "resolved":
        take(row, "resolve", by=officer, assessment=content["assessment"])
