"""A department writes its plan: sections, goals with target lines, measures with milestones."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from evidence.models import Finding
from improvement.door.acts import create, record
from improvement.door.unit import unit
from improvement.organization.models import User
from plans.drafting import add_section
from plans.models import Goal, Measure, Milestone, OverallGoal, Plan, Round, TargetLine
from plans.steps import add_goal, add_measure, begin_plan

from .calendar import MONTHS
from .consolidating import draft_needs
from .organization import Staff
from .reading import Content, Story, rows


def draft(staff: Staff, story: Story, planning_round: Round) -> Plan:
    """The plan as its drafter leaves it, in one act."""
    by = staff.people[story.drafter]
    department = staff.departments[story.department]
    overall = {goal.number: goal for goal in planning_round.overall_goal_set.goals.live()}
    with unit():
        plan = begin_plan(by=by, planning_round=planning_round, department=department)
        for section in plan.sections.filter(key__in=story.sections):
            record(section, {"body": story.sections[section.key]}, by=by)
        for title, body in story.own.items():
            record(add_section(by=by, plan=plan, title=title), {"body": body}, by=by)
        goals = {
            number: draft_goal(staff, story, plan, content, overall, by=by)
            for number, content in enumerate(story.goals, start=1)
        }
        answer(plan, goals, by=by)
        for content in story.measures:
            draft_measure(staff, story, plan, content, goals, by=by)
        if planning_round.starts > timezone.localdate():
            draft_needs(staff, story, plan, by=by)
    return plan


def draft_goal(
    staff: Staff,
    story: Story,
    plan: Plan,
    content: Content,
    overall: dict[int, OverallGoal],
    *,
    by: User,
) -> Goal:
    words = {name: text for name, text in content.items() if isinstance(text, str)}
    partners = [staff.departments[code] for code in content.get("joint", ())]
    goal = add_goal(
        by=by, plan=plan, joint_with=partners, overall_goal=overall[content["overall"]], **words
    )
    for position, line in enumerate(content["lines"], start=1):
        create(target_line(staff, story, goal, position, line), by=by)
    return goal


def answer(plan: Plan, goals: dict[int, Goal], *, by: User) -> None:
    """The goals take up the problems that the department has found."""
    folder = "coming" if plan.round.starts > timezone.localdate() else "running"
    told = {row["title"]: row["answered_by"] for row in rows("findings")}
    for finding in Finding.objects.filter(department=plan.department_id, title__in=told):
        year, _space, number = told[finding.title].partition(" ")
        if year == folder:
            record(goals[int(number)], {"answers": [finding]}, by=by)


def target_line(staff: Staff, story: Story, goal: Goal, position: int, line: Content) -> TargetLine:
    """Unit, direction and source come from the indicator's card unless the line has its own."""
    known: dict[str, Any] = {}
    if card := staff.indicators.get(line.get("indicator", "")):
        known = {
            "indicator": card,
            "direction": card.direction,
            "unit": card.unit,
            "source": card.source,
        }
    own = {name: value for name, value in line.items() if name not in {"indicator", "month"}}
    due = story.year.last(line.get("month", MONTHS))
    return TargetLine(goal=goal, position=position, due=due, **(known | own))


def draft_measure(
    staff: Staff,
    story: Story,
    plan: Plan,
    content: Content,
    goals: dict[int, Goal],
    *,
    by: User,
) -> Measure:
    """Who answers for it, with their post; a measure just begun may name nobody yet."""
    taken = {"goals", "department", "person", "starts", "ends", "milestones", "result", "verified"}
    measure = add_measure(
        by=by,
        plan=plan,
        goals=[goals[number] for number in content["goals"]],
        department=staff.departments[content.get("department", story.department)],
        person=staff.people.get(content.get("person", "")),
        post=staff.posts.get(content.get("person", "")),
        starts=story.year.first(content["starts"]),
        ends=story.year.last(content["ends"]),
        **{name: value for name, value in content.items() if name not in taken},
    )
    for title, day in content.get("milestones", ()):
        create(Milestone(measure=measure, title=title, due=story.year.day(day)), by=by)
    return measure
