"""The year of the example: every plan goes through the real steps, each taken by its own person."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils import timezone

from improvement.approvals.steps import cast_vote
from improvement.door.acts import create, record, take
from improvement.organization.models import Organization
from plans.models import Gate, OverallGoal, Plan, Round, SwitchedOffGate
from plans.route.acts import ask
from plans.route.concern import concerns
from plans.steps import (
    begin_organization_plan,
    begin_review,
    begin_round,
    compile_plans,
    finish_review,
    issue_number,
)

from .calendar import ENDS, LABEL, QUARTERS, STARTS
from .closing import close
from .drafting import draft
from .evaluating import evaluate, set_criteria
from .findings import File
from .nouns import Priority, Reading
from .people import Staff, organize
from .reporting import report
from .table import ExampleRefused
from .values import define, tell

WORD = "Taken from the published files as it stands."

GATES_OFF = {
    Gate.EVIDENCE: "The published files cite no evidence for a goal.",
    Gate.CUSTOMER: "The published files do not say which goals are about customers.",
    Gate.FAMILIES: "The published files do not sort goals into families.",
    Gate.TARGET: "Some targets are published as undefined; they are kept in words.",
    Gate.BASELINE: "Some lines are published without a value to start from.",
    Gate.UNIT: "The published files have no column for the unit.",
    Gate.DUE: "The goals run to the end of fiscal year 2023, beyond this round.",
    Gate.LINKS: "The published files name no customer need, and a priority for some goals only.",
    Gate.EFFECT: "The published files estimate no effect beyond the targets.",
    Gate.MEASURES: "The published files hold no measures.",
    Gate.ANALYSIS: "The published files do not sort what was found into flow, quality and staff.",
    Gate.SECTIONS: "The published files hold no schedule and no expected effect in words.",
}


def carry_out(reading: Reading) -> Round:
    """From an empty organization to the closed round, quarter by quarter."""
    staff = organize(reading)
    planning_round, plans = bring_into_force(reading, staff)
    set_criteria(staff, planning_round)
    for number, period in QUARTERS.items():
        tell(staff, reading, number)
        report(staff, planning_round, plans, period)
        evaluate(staff, planning_round, period)
    return close(staff, planning_round, plans)


def bring_into_force(reading: Reading, staff: Staff) -> tuple[Round, dict[str, Plan]]:
    """From an empty round to the issued organization plan; the plans by the agency's code."""
    planning_round = prepare(reading.priorities, staff)
    define(staff, reading.goals)
    plans = {
        code: draft(staff, planning_round, code, list(goals))
        for code, goals in groupby(reading.goals_by_agency, key=lambda goal: goal.agency_code)
    }
    for code, plan in plans.items():
        approve_goals(staff, code, plan)
    for code, plan in plans.items():
        endorse_plan(staff, code, plan)
    issue(staff, planning_round)
    planning_round.refresh_from_db()
    return planning_round, plans


def prepare(priorities: tuple[Priority, ...], staff: Staff) -> Round:
    """The office prepares the round; its overall goals are decided before drafting opens."""
    if not priorities:
        raise ExampleRefused(f"{File.GOALS} names no priority that could be an overall goal.")
    office = staff.officers[0]
    planning_round = begin_round(
        by=office,
        label=LABEL,
        starts=STARTS,
        ends=ENDS,
        deadline=Round.usual_deadline(STARTS),
    )
    for gate, reason in GATES_OFF.items():
        create(SwitchedOffGate(round=planning_round, gate=gate, reason=reason), by=office)
    goal_set = planning_round.overall_goal_set
    for number, priority in enumerate(priorities, start=1):
        create(
            OverallGoal(
                goal_set=goal_set,
                number=number,
                title=priority.name,
                description=described(priority),
            ),
            by=office,
        )
    record(goal_set, {"strategy": priorities[0].agenda}, by=office)
    take(goal_set, "put_forward", by=office)
    decide(staff, goal_set)
    return take(planning_round, "open_drafting", by=office)


def described(priority: Priority) -> str:
    """The agenda's goals, and below each the strategies published for it."""
    goals = groupby(priority.texts, key=lambda text: text[0])
    return "\n\n".join("\n\n".join([goal, *(s for _, s in texts)]) for goal, texts in goals)


def approve_goals(staff: Staff, code: str, plan: Plan) -> None:
    """3.2.3: the goals are fixed before the plan is handed in."""
    take(plan.goal_set, "submit", by=staff.heads[code])
    take(plan.goal_set, "put_forward", by=staff.officer_for(code), recommendation=WORD)
    decide(staff, plan.goal_set)


def have_countersigned(staff: Staff, code: str, plan: Plan) -> None:
    """The partners of its joint goals are asked and agree."""
    if not concerns(plan):
        return
    heads = {staff.departments[code].pk: head for code, head in staff.heads.items()}
    for row in ask(by=staff.heads[code], plan=plan):
        take(row, "agree", by=heads[row.department_id])


def endorse_plan(staff: Staff, code: str, plan: Plan) -> None:
    officer = staff.officer_for(code)
    have_countersigned(staff, code, plan)
    take(plan, "submit", by=staff.heads[code], now=timezone.now())
    review = begin_review(by=officer, plan=plan)
    finish_review(by=officer, review=review, verdict="endorse", summary=WORD)


def decide(staff: Staff, subject: Any) -> None:
    """Every member of the leadership group votes on what is before it, the chair last."""
    ballot = subject.ballot
    for leader in staff.leaders:
        ballot = cast_vote(ballot, by=leader, choice="approve", seen=ballot.digest)


def issue(staff: Staff, planning_round: Round) -> None:
    """The plan is dated on the first day of its year: every quarter is asked of it."""
    office = staff.officers[0]
    planning_round = take(planning_round, "close_drafting", by=office)
    plan = begin_organization_plan(by=office, planning_round=planning_round)
    compile_plans(by=office, organization_plan=plan)
    take(plan, "put_forward", by=office)
    decide(staff, plan)
    take(plan, "sign_off", by=staff.leaders[-1])
    number = issue_number(Organization.objects.get(), planning_round, STARTS)
    plan = take(plan, "issue", by=office, number=number, issued_on=STARTS)
    heads = {staff.departments[code].pk: head for code, head in staff.heads.items()}
    for receipt in plan.receipts.filter(department__in=heads):
        take(receipt, "sign_for", by=heads[receipt.department_id])
