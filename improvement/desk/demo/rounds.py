"""Two planning years: one in execution, one in drafting with plans at every stage."""

from __future__ import annotations

import datetime as dt

from django.utils import translation

from improvement.door.acts import create, record, take
from improvement.organization.calendar import working_day_test
from improvement.organization.models import User
from plans.models import KeyArea, MajorProject, OverallGoal, Round, Strategy
from plans.round import extending
from plans.round.asking import ask_for_section, give_along
from plans.steps import begin_organization_plan, begin_round, compile_plans, issue_number

from .adjusting import adjust
from .calendar import Year
from .consolidating import bring_together
from .course import carry, decide, pull
from .deviating import deviate
from .evaluating import evaluate
from .importing import begin_this_year
from .organization import Staff
from .reading import Content, Story, read_rounds, stories
from .reporting import report_earlier, report_latest
from .values import tell
from .working import carry_out, finish

LANGUAGE = "zh-hant"  # in which the office works
DAYS_TO_DEADLINE = 10
ISSUED_DAYS_BEFORE = 14
FORTNIGHT = dt.timedelta(days=14)


def carry_out_running(staff: Staff, year: Year, today: dt.date) -> Round:
    """The round of this year: voted on as one list, issued, in execution, ten months of it told.

    The deadline is extended to today: otherwise nine plans would be marked as late that were
    punctual on paper and are only entered now.
    """
    content = read_rounds()
    usual = Round.usual_deadline(year.starts)
    planning_round = open_round(staff, year, content["running"], usual)
    planning_round = record(planning_round, {"deadline": today}, by=staff.office_head)
    told = stories("running", year)
    for story in told:
        carry(staff, story, planning_round)
    with translation.override(LANGUAGE):
        issue(staff, planning_round, content["issue"]["introduction"], told)
    tell(staff, year)
    begin_this_year(staff, year)
    carry_out(staff, told, planning_round, today)
    report_earlier(staff, told, planning_round, today)
    finish(staff, told, planning_round)
    report_latest(staff, told, planning_round, today)
    evaluate(staff, told, planning_round, today)
    adjust(staff, told, planning_round)
    deviate(staff, told, planning_round, today)
    return planning_round


def open_coming(staff: Staff, year: Year, today: dt.date) -> Round:
    """The round of next year, ten days before its plans are due."""
    deadline = today + dt.timedelta(days=DAYS_TO_DEADLINE)
    planning_round = open_round(
        staff, year, read_rounds()["coming"], deadline, ballot_per_plan=True
    )
    for story in stories("coming", year):
        plan = carry(staff, story, planning_round)
        if story.major_recommendation:
            dearest = MajorProject.objects.asked_of([plan.pk]).order_by("-measure__cost")[0]
            put_forward_major(staff, story, dearest)
    extend(staff, planning_round, read_rounds()["coming"]["extensions"])
    bring_together(staff, planning_round)
    return planning_round


def extend(staff: Staff, planning_round: Round, extensions: list[Content]) -> None:
    """One department has an own date, one waits for the answer of the office."""
    for content in extensions:
        by = staff.people[content["by"]]
        asked = extending.ask(
            by=by,
            planning_round=planning_round,
            department=staff.departments[content["department"]],
            until=planning_round.deadline + dt.timedelta(days=content["days"]),
            reason=content["reason"],
        )
        if content.get("granted"):
            take(asked, "grant", by=staff.people[content["granted"]])


def open_round(
    staff: Staff, year: Year, content: Content, deadline: dt.date, *, ballot_per_plan: bool = False
) -> Round:
    """The office writes strategy and overall goals; once they are decided, drafting opens."""
    office = staff.office_head
    with translation.override(LANGUAGE):
        planning_round = begin_round(
            by=office,
            label=year.label,
            theme=content["theme"],
            starts=year.starts,
            ends=year.ends,
            deadline=deadline,
            call=content["call"],
            ballot_per_plan=ballot_per_plan,
        )
        goal_set = planning_round.overall_goal_set
        record(goal_set, {"strategy": content["strategy"]}, by=office)
        for number, line in enumerate(content["strategies"], start=1):
            create(Strategy(goal_set=goal_set, number=number, **line), by=office)
        for number, goal in enumerate(content["goals"], start=1):
            create(OverallGoal(goal_set=goal_set, number=number, **goal), by=office)
        ask_for(planning_round, content, office)
        take(goal_set, "put_forward", by=office)
        decide(goal_set)
        return take(planning_round, "open_drafting", by=office)


def ask_for(planning_round: Round, content: Content, office: User) -> None:
    """Sections beside the six, with hint and template; key areas of the year."""
    for asked in content.get("sections", []):
        if "name" in asked:
            ask_for_section(by=office, planning_round=planning_round, **asked)
        else:
            give_along(by=office, planning_round=planning_round, **asked)
    for number, area in enumerate(content.get("key_areas", []), start=1):
        create(KeyArea(round=planning_round, number=number, **area), by=office)


def issue(staff: Staff, planning_round: Round, introduction: str, told: list[Story]) -> None:
    """The organization plan, with a number and a date of issue before the year begins.

    Two plans are pulled from its list and decided by themselves.
    """
    office = staff.office_head
    planning_round = take(planning_round, "close_drafting", by=office)
    plan = begin_organization_plan(by=office, planning_round=planning_round)
    record(plan, {"introduction": introduction}, by=office)
    compile_plans(by=office, organization_plan=plan)
    take(plan, "put_forward", by=office)
    for story in told:
        if story.pulled:
            pull(staff, plan, story)
        decide_majors(staff, planning_round, story)
    decide(plan)
    take(plan, "sign_off", by=staff.chair)
    day = working_day(planning_round.starts - dt.timedelta(days=ISSUED_DAYS_BEFORE))
    number = issue_number(staff.organization, planning_round, day)
    plan = take(plan, "issue", by=office, number=number, issued_on=day)
    for receipt in plan.receipts.select_related("department"):
        take(receipt, "sign_for", by=staff.heads[receipt.department.code])


def decide_majors(staff: Staff, planning_round: Round, story: Story) -> None:
    """Each major project of a plan is put forward and approved by itself."""
    department = staff.departments[story.department]
    plans = planning_round.plans.filter(department=department)
    for project in MajorProject.objects.asked_of(plans):
        put_forward_major(staff, story, project)
        decide(project)


def put_forward_major(staff: Staff, story: Story, project: MajorProject) -> None:
    officer = staff.people[story.officer]
    word = story.major_recommendation or story.recommendation
    take(project, "put_forward", by=officer, recommendation=word)


def working_day(day: dt.date) -> dt.date:
    """The day itself, or the last working day before it."""
    works = working_day_test(day - FORTNIGHT, day)
    while not works(day):
        day -= dt.timedelta(days=1)
    return day
