"""The course of a plan from its draft to its approval, as far as its story has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import translation

from improvement.approvals.packing import ask
from improvement.approvals.sittings import may_be_decided_by, prepare
from improvement.approvals.steps import cast_vote
from improvement.door.acts import record, take
from improvement.door.unit import unit
from improvement.organization.models import Role, User
from plans.models import Comment, Plan, Round
from plans.steps import begin_review, comment, finish_review

from .drafting import draft, draft_measure
from .organization import Staff
from .reading import Content, Story
from .routing import go_on_its_way, have_countersigned


def carry(staff: Staff, story: Story, planning_round: Round) -> Plan:
    """Draft the plan and take it as far as `story.state`, in the language it is written in."""
    with translation.override(story.language):
        plan = draft(staff, story, planning_round)
        goes_as_far_as, then = ASIDE.get(story.state, (story.state, None))
        with unit():
            for state, act in COURSE.items():
                act(staff, story, plan)
                if state == goes_as_far_as:
                    break
            if then:
                then(staff, story, plan)
            if story.route:
                go_on_its_way(staff, story, plan)
    plan.refresh_from_db()
    return plan


def stay(staff: Staff, story: Story, plan: Plan) -> None:
    """A draft rests with its department."""


def submit_goals(staff: Staff, story: Story, plan: Plan) -> None:
    take(plan.goal_set, "submit", by=staff.heads[story.department])


def put_goals_forward(staff: Staff, story: Story, plan: Plan) -> None:
    officer, word = staff.people[story.officer], story.goals_recommendation
    take(plan.goal_set, "put_forward", by=officer, recommendation=word)
    vote(staff, plan.goal_set, story.goal_votes, story)


def fix_goals(staff: Staff, story: Story, plan: Plan) -> None:
    decide(plan.goal_set)


def submit(staff: Staff, story: Story, plan: Plan) -> None:
    """Hand the plan in; where an earlier wording is told, hand that in first and recall it."""
    head = staff.heads[story.department]
    have_countersigned(staff, story, plan)
    if story.handed_in_first:
        write(plan, story.handed_in_first, by=staff.people[story.drafter])
        take(plan, "submit", by=head)
        take(plan, "recall", by=head)
        final = {key: story.sections[key] for key in story.handed_in_first}
        write(plan, final, by=staff.people[story.drafter])
    take(plan, "submit", by=head)


def write(plan: Plan, bodies: dict[str, str], *, by: User) -> None:
    for section in plan.sections.filter(key__in=bodies):
        record(section, {"body": bodies[section.key]}, by=by)


def read(staff: Staff, story: Story, plan: Plan) -> None:
    """The officer begins the review and writes; nobody else sees it until it is finished."""
    officer = staff.people[story.officer]
    begin_review(by=officer, plan=plan)
    for content in story.comments:
        remark(plan, content, by=officer)


def endorse(staff: Staff, story: Story, plan: Plan) -> None:
    officer = staff.people[story.officer]
    for remarked in plan.comments.filter(parent=None):
        take(remarked, "resolve", by=officer)
    review = begin_review(by=officer, plan=plan)
    finish_review(by=officer, review=review, verdict="endorse", summary=story.recommendation)


def put_forward(staff: Staff, story: Story, plan: Plan) -> None:
    take(plan, "put_forward", by=staff.people[story.officer])
    vote(staff, plan, story.votes, story)


def approve(staff: Staff, story: Story, plan: Plan) -> None:
    decide(plan)


Act = Callable[[Staff, Story, Plan], None]
COURSE: dict[str, Act] = {
    "draft": stay,
    "goals submitted": submit_goals,
    "goals before leaders": put_goals_forward,
    "goals fixed": fix_goals,
    "submitted": submit,
    "in review": read,
    "endorsed": endorse,
    "before leaders": put_forward,
    "approved": approve,
}


def send_back(staff: Staff, story: Story, plan: Plan) -> None:
    """The office returns the plan; the clerk has begun to answer and to revise."""
    officer, drafter = staff.people[story.officer], staff.people[story.drafter]
    review = begin_review(by=officer, plan=plan)
    finish_review(by=officer, review=review, verdict="send_back", summary=story.return_reason)
    remarks = plan.comments.filter(parent=None)
    for remarked, content in zip(remarks, story.comments, strict=True):
        if reply := content.get("reply"):
            answer(plan, remarked, reply, by=drafter)
    goals = {goal.number: goal for goal in plan.goals.live()}
    for content in story.added:
        draft_measure(staff, story, plan, content, goals, by=drafter)


def withdraw(staff: Staff, story: Story, plan: Plan) -> None:
    """The department is exempt from now on, for a reason that is shown (1.2)."""
    take(plan, "withdraw", by=staff.heads[story.department], reason=story.reason)
    exempt = {"exemption": story.exemption, "exempt_because": story.exempt_because}
    record(staff.departments[story.department], exempt, by=staff.office_head)


ASIDE: dict[str, tuple[str, Act | None]] = {
    "returned": ("in review", send_back),
    "withdrawn": ("draft", withdraw),
    "issued": ("endorsed", None),  # voted on and issued with the organization plan
}


def remark(plan: Plan, content: Content, *, by: User) -> Comment:
    """A comment on a section, or on the goal or measure of that number."""
    return comment(
        by=by,
        plan=plan,
        body=content["body"],
        section=content["section"],
        goal=plan.goals.get(number=content["goal"]) if "goal" in content else None,
        measure=plan.measures.get(number=content["measure"]) if "measure" in content else None,
    )


def answer(plan: Plan, remarked: Comment, reply: str, *, by: User) -> Comment:
    return comment(
        by=by,
        plan=plan,
        body=reply,
        parent=remarked,
        section=remarked.section,
        goal=remarked.goal,
        measure=remarked.measure,
    )


def vote(staff: Staff, subject: Any, votes: Iterable[Content], story: Story) -> None:
    """The votes cast so far."""
    ballot = subject.ballot
    for cast in votes:
        ballot = cast_vote(
            ballot,
            by=staff.people[cast["by"]],
            choice=cast["choice"],
            reason=cast.get("reason", ""),
            conditions=[(text, story.year.day(day)) for text, day in cast.get("conditions", ())],
            seen=ballot.digest,
        )


def pull(staff: Staff, organization_plan: Any, story: Story) -> None:
    """A member takes the plan off the list; its own ballot is decided as it is told."""
    item = organization_plan.ballot.items.get(department=staff.departments[story.department])
    by, reason = staff.people[story.pulled["by"]], story.pulled["reason"]
    take(item.ballot, "pull", by=by, item=item.number, reason=reason)
    vote(staff, item.subject, story.votes, story)
    decide(item.subject)


def decide(subject: Any) -> None:
    """Whoever has a seat in the ballot and has not voted approves, the chair last."""
    ballot = subject.ballot
    free = [seat for seat in ballot.seat_list() if not seat.recused and seat.choice is None]
    for seat in sorted(free, key=lambda seat: seat.role == Role.CHAIR):
        ballot = cast_vote(ballot, by=seat.holder, choice="approve", seen=ballot.digest)


def prepare_meeting(staff: Staff, today: dt.date) -> None:
    """What is open goes on the agenda of a meeting in a week; its papers are asked for in full."""
    office = staff.office_head
    ballots = list(may_be_decided_by(office))
    day = today + dt.timedelta(days=7)
    meeting = prepare(by=office, held_on=day, place="5/F", ballots=ballots)
    ask(meeting, by=office, language="zh-hant", whole=True)
