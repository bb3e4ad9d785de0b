"""Rows at any stage of their life, brought there through the real steps."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from improvement.approvals.models import Ballot
from improvement.approvals.steps import cast_vote
from improvement.door.acts import create, record, take
from plans.models import (
    Goal,
    Measure,
    Milestone,
    OverallGoal,
    Plan,
    Round,
    Section,
    Strategy,
    TargetLine,
)
from plans.steps import (
    add_goal,
    add_measure,
    begin_organization_plan,
    begin_plan,
    begin_review,
    begin_round,
    compile_plans,
    finish_review,
)

YEAR = dt.date.today().year + 1
GOALS = [
    ("quality", "Solve enquiries at the first contact", Decimal(68), Decimal(80), "%"),
    ("satisfaction", "Raise satisfaction after a call", Decimal(74), Decimal(82), "%"),
    ("process", "Shorten the wait on the hotline", Decimal(148), Decimal(110), "s"),
]
TEXT = "What we mean by {} in 2 sentences. It is written."
TEXTS = {
    "analysis": "Flow: two of five calls come back.\n\nQuality: one in nine answers is wrong.\n\n"
    "Staff: twelve at the desk, two posts open."
}


def make_round(cast: Any, *, year: int = YEAR, open_drafting: bool = True, **fields: Any) -> Round:
    """A round whose overall goals are marked provisional, open for drafting."""
    fields.setdefault("deadline", dt.date(year - 1, 12, 1))
    fields.setdefault("ballot_per_plan", True)
    planning_round = begin_round(
        by=cast.olga,
        label=str(year),
        starts=dt.date(year, 1, 1),
        ends=dt.date(year, 12, 31),
        provisional_goals=True,
        **fields,
    )
    create(
        Strategy(
            goal_set=planning_round.overall_goal_set, number=1, title="Settle it where it arises"
        ),
        by=cast.olga,
    )
    create(
        OverallGoal(
            goal_set=planning_round.overall_goal_set, number=1, title="One contact, one answer"
        ),
        by=cast.olga,
    )
    if open_drafting:
        return take(planning_round, "open_drafting", by=cast.olga)
    return planning_round


def make_plan(
    cast: Any,
    planning_round: Round | None = None,
    department: str = "csc",
    *,
    status: str = "draft",
    goals: int = 3,
    by: str = "dana",
    head: str = "hana",
) -> Plan:
    """A complete plan in `status`, drafted by `by` and led by `head`."""
    planning_round = planning_round or Round.objects.first() or make_round(cast)
    drafter = cast.people[by]
    plan = begin_plan(
        by=drafter, planning_round=planning_round, department=cast.departments[department]
    )
    for n in range(goals):
        make_goal(cast, plan, n, by=drafter)
    if status == "empty":
        return plan
    advance_goals(cast, plan, to="fixed", head=head)
    complete(cast, plan, by=drafter)
    return advance(cast, plan, to=status, head=head)


def make_goal(cast: Any, plan: Plan, n: int = 0, *, by: Any = None) -> Goal:
    """A goal that passes the SMART check."""
    by = by or cast.dana
    family, title, baseline, target, unit = GOALS[n % len(GOALS)]
    goal = add_goal(
        by=by,
        plan=plan,
        title=title,
        statement=f"By the end of {plan.round.label}: {title} from {baseline} to {target}.",
        family=family,
        beneficiaries="Citizens who call",
        customer_need="A quick and final answer",
        evidence="1,240 complaints in the last twelve months, 38 % about waiting",
        overall_goal=plan.round.overall_goal_set.goals.first(),
        expected_effect=f"From {baseline} to {target} {unit}",
        verification="Monthly figures before and after",
    )
    create(
        TargetLine(
            goal=goal,
            measured_by=title,
            direction="lower" if target < baseline else "higher",
            baseline=baseline,
            target=target,
            unit=unit,
            source="Hotline system",
            due=plan.round.ends,
        ),
        by=by,
    )
    return goal


def make_measure(cast: Any, plan: Plan, *, goals: Any = None, by: Any = None) -> Measure:
    """A measure with department, person, dates, cost, benefit and a milestone."""
    by = by or cast.dana
    measure = add_measure(
        by=by,
        plan=plan,
        goals=plan.goals.live() if goals is None else goals,
        title="Knowledge base at the desk",
        type="technology",
        department=plan.department,
        person=by,
        starts=plan.round.starts,
        ends=plan.round.ends,
        cost=Decimal(320_000),
        benefit=Decimal(480_000),
        resource_fit="Two editors of our own; the licence is in the budget",
        risk="Old data must be cleaned first",
    )
    create(Milestone(measure=measure, title="Pilot group live", due=plan.round.starts), by=by)
    return measure


def complete(cast: Any, plan: Plan, *, by: Any) -> None:
    """Write the sections and add a measure that serves every goal."""
    for section in plan.sections.filter(key__in=["overview", "analysis", "schedule", "effect"]):
        write(section, TEXTS.get(section.key, TEXT.format(section.key)), by=by)
    make_measure(cast, plan, by=by)


def write(section: Section, body: str, *, by: Any) -> Section:
    return record(section, {"body": body}, by=by)


GOAL_PATH = ["draft", "office_review", "leadership_approval", "fixed"]


def advance_goals(cast: Any, plan: Plan, *, to: str, head: str = "hana") -> None:
    """Take the plan's goals through review and ballot up to status `to`."""
    wanted = GOAL_PATH.index(to)
    goal_set = plan.goal_set
    if wanted >= 1:
        goal_set = take(goal_set, "submit", by=cast.people[head])
    if wanted >= 2:
        goal_set = take(goal_set, "put_forward", by=cast.olga)
    if wanted >= 3:
        vote_through(cast, goal_set)
    plan.goal_set.refresh_from_db()


PATH = ["draft", "office_review", "endorsed", "leadership_approval", "approved", "execution"]


def advance(cast: Any, plan: Plan, *, to: str, head: str = "hana") -> Plan:
    """Take a complete plan up to status `to`."""
    wanted = PATH.index(to)
    if wanted >= 1:
        plan = take(plan, "submit", by=cast.people[head])
    if wanted >= 2:
        review = begin_review(by=cast.olga, plan=plan)
        plan = finish_review(
            by=cast.olga, review=review, verdict="endorse", summary="Clear goals, sound figures."
        )
    if wanted >= 3:
        plan = take(plan, "put_forward", by=cast.olga)
    if wanted >= 4:
        vote_through(cast, plan)
    if wanted >= 5:
        issue(cast, plan.round)
    plan.refresh_from_db()
    return plan


def ballot_of(subject: Any) -> Ballot:
    found: Ballot = Ballot.objects.of(subject).order_by("-pk")[0]
    return found


LEADERS = ("vic", "leo", "lena", "luis", "cora")


def vote_through(cast: Any, subject: Any, choice: str = "approve", reason: str = "") -> Ballot:
    """Everybody votes the same way, the chair last."""
    return vote_by(cast, ballot_of(subject), *LEADERS, choice=choice, reason=reason)


def vote_by(
    cast: Any, ballot: Ballot, *names: str, choice: str = "approve", reason: str = ""
) -> Ballot:
    """These vote the same way, as long as the ballot is open."""
    for name in names:
        ballot.refresh_from_db()
        if ballot.status == "open":
            ballot = cast_vote(
                ballot, by=cast.people[name], choice=choice, reason=reason, seen=ballot.digest
            )
    return ballot


DRAFTERS = {"csc": ("dana", "hana"), "qua": ("dora", "hugo"), "lic": ("lily", "lily")}


def endorse(cast: Any, planning_round: Round, *codes: str) -> None:
    for code in codes:
        by, head = DRAFTERS[code]
        make_plan(cast, planning_round, code, status="endorsed", by=by, head=head)


def put_together(cast: Any, *codes: str, planning_round: Round | None = None) -> Any:
    """An organization plan before the leadership group, these departments' plans on its list."""
    planning_round = planning_round or make_round(cast, ballot_per_plan=False)
    endorse(cast, planning_round, *codes)
    planning_round.refresh_from_db()
    if planning_round.status == "drafting":
        planning_round = take(planning_round, "close_drafting", by=cast.olga)
    begun = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=begun)
    return take(begun, "put_forward", by=cast.olga)


def sign_off(cast: Any, organization_plan: Any) -> Any:
    """The chair signs what the group has approved."""
    organization_plan.refresh_from_db()
    return take(organization_plan, "sign_off", by=cast.cora)


def issue(cast: Any, planning_round: Round, number: str | None = None) -> Any:
    """Compile the approved plans, have them approved and issue them."""
    planning_round.refresh_from_db()
    if planning_round.status == "drafting":
        take(planning_round, "close_drafting", by=cast.olga)
    organization_plan = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=organization_plan)
    take(organization_plan, "put_forward", by=cast.olga)
    vote_through(cast, organization_plan)
    return take(
        sign_off(cast, organization_plan),
        "issue",
        by=cast.olga,
        number=number or f"HY-{planning_round.label}-{organization_plan.edition}",
        issued_on=dt.date.today(),
    )
