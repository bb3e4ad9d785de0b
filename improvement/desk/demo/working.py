"""The work plans of the year: every milestone of a measure is a task, as far as it has come."""

from __future__ import annotations

import datetime as dt
from itertools import cycle

from django.utils import timezone, translation

from execution.models import Task
from execution.steps import break_down
from improvement.door.acts import take
from improvement.door.unit import unit
from improvement.organization.models import User
from plans.models import Measure, Plan, Round

from .organization import Staff
from .reading import Content, Story

WEEKS = dt.timedelta(days=21)
PAST = ["accept", "start", "submit", "confirm"]
UNDER_WAY = [
    ["accept", "start", "submit"],
    ["accept", "start"],
    ["accept", "start", "block"],
    ["accept", "start", "submit", "send_back"],
]
AHEAD = [[], ["accept"], ["accept"], ["decline"]]

LAST = {
    "en": "Compare the figures before and after",
    "zh-hant": "比較推行前後的數字",
    "zh-hans": "比较推行前后的数据",
}
"""What every measure ends with."""

WORDS = {
    "submit": {
        "en": "Completed as planned; the papers are in the department's folder.",
        "zh-hant": "已按計劃完成，材料存於部門資料夾。",
        "zh-hans": "已按计划完成，材料存于部门文件夹。",
    },
    "block": {
        "en": "The purchase has not gone through yet.",
        "zh-hant": "採購程序尚未完成。",
        "zh-hans": "采购程序尚未完成。",
    },
    "send_back": {
        "en": "The figures of the last two weeks are missing.",
        "zh-hant": "欠最近兩週的數字。",
        "zh-hans": "缺最近两周的数据。",
    },
    "decline": {
        "en": "Two other measures fall into the same weeks.",
        "zh-hant": "同一時段已有兩項措施要做。",
        "zh-hans": "同一时段已有两项措施要做。",
    },
}


def carry_out(staff: Staff, stories: list[Story], planning_round: Round, today: dt.date) -> None:
    """Break every issued plan down and let its people work until today."""
    under_way, ahead = cycle(UNDER_WAY), cycle(AHEAD)
    for story in stories:
        plan = planning_round.plans.get(department=staff.departments[story.department])
        results = finished(story)
        with translation.override(story.language), unit():
            for task in given(staff, story, plan):
                if task.due < today - WEEKS or task.measure.number in results:
                    steps = PAST
                elif task.starts <= today and ready(task):
                    steps = next(under_way)
                else:
                    steps = next(ahead)
                for step in steps:
                    move(staff, story, task, step)


def finish(staff: Staff, stories: list[Story], planning_round: Round) -> None:
    """What was carried out before its time; the office has verified some of it."""
    for story in stories:
        plan = planning_round.plans.get(department=staff.departments[story.department])
        for number, content in finished(story).items():
            measure = plan.measures.get(number=number)
            with translation.override(story.language):
                complete(staff, story, measure, content)


def finished(story: Story) -> dict[int, Content]:
    """The measures that have come to a result, by their numbers."""
    return {n: c for n, c in enumerate(story.measures, start=1) if "result" in c}


def given(staff: Staff, story: Story, plan: Plan) -> list[Task]:
    """One after the other, the comparison last: each waits for the one before it."""
    made = []
    for measure in plan.measures.live().exclude(person=None):
        take(measure, "start", by=staff.heads[story.department])
        before: Task | None = None
        days = [(stone.title, stone.due) for stone in measure.milestones.order_by("due")]
        for title, due in [*days, (LAST[story.language], measure.ends)]:
            before = break_down(
                by=staff.heads[story.department],
                measure=measure,
                title=title,
                starts=before.due if before else measure.starts,
                due=due,
                person=measure.person,
                depends_on=[before] if before else [],
            )
            made.append(before)
    return made


def complete(staff: Staff, story: Story, measure: Measure, content: Content) -> None:
    take(measure, "complete", by=staff.heads[story.department], result=content["result"])
    if "verified" in content:
        take(measure, "verify", by=staff.people[story.officer])


def ready(task: Task) -> bool:
    return not task.depends_on.exclude(status="done").exists()


def move(staff: Staff, story: Story, task: Task, step: str) -> None:
    head = staff.heads[story.department]
    by: User | None = head if step in {"confirm", "send_back"} else task.person
    word = WORDS.get(step, {}).get(story.language, "")
    if step == "submit":
        day = min(task.due, timezone.localdate())
        take(task, step, by=by, result=word, finished_on=day)
    else:
        take(task, step, by=by, reason=word)
