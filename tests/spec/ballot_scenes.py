"""Ballots opened, voted in, ended, and the conditions they leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from improvement.approvals.models import Ballot, Condition, VotingRule
from improvement.approvals.on_paper import Entered, Line, enter_minutes, seats_to_enter
from improvement.approvals.steps import cast_vote, close_due, open_ballot
from improvement.door.acts import take
from improvement.organization.models import Role
from plans.models import (
    OrganizationPlan,
    OrganizationPlanItem,
    Round,
)

from .setting import A_WEEK_BEFORE, DEPARTMENT, HOST, LONG_BEFORE, MONDAY, TOMORROW, at, fresh

CONCERNED = {
    "others declared": ("leo", "lena", "luis"),
    "others declared while cora is away": ("leo", "lena", "luis"),
    "cora declared": ("cora", "lena", "luis"),
}
"""So many that fewer than three would be left to vote."""


def scan() -> ContentFile[bytes]:
    """Signed minutes, as the scanner made them."""
    return ContentFile(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "minutes.pdf")


def sheet_of(ballot: Ballot) -> Entered:
    """A vote sheet on which everybody approves."""
    return Entered(
        held_on=timezone.localdate(),
        tail=ballot.digest[-8:],
        lines=[Line(seat.number, "approve") for seat in seats_to_enter(ballot)],
    )


class BallotScenes:
    """Builders of ballots; the subject is a plan unless the case says otherwise."""

    people: Any
    departments: Any
    drafting: Any

    def consent_list(self, *codes: str) -> Ballot:
        """On the organization plan, with the plans of these departments as its items."""
        planning_round = self.a_round(
            "consolidating", f"{2029 + Round.objects.count()}", ballot_per_plan=False
        )
        made = OrganizationPlan(round=planning_round, status="compiling")
        made.save()
        for position, code in enumerate(codes, start=1):
            plan = self.a_plan(code, "endorsed", planning_round)
            OrganizationPlanItem(
                organization_plan=made, plan=plan, revision=self.frozen(plan), position=position
            ).save()
        return take(made, "put_forward", by=self.person("olga")).ballot

    def votingrule(self, state: str, situation: str) -> VotingRule:
        made = VotingRule(reason="Each speaks freely.", set_by=self.people["oscar"])
        made.save()
        return made

    def ballot(self, code: str, state: str, situation: str) -> Ballot:
        if situation.startswith("a list"):
            if situation.endswith("leo delegates to xia"):
                self.delegate("leo", "xia")
            others = () if situation == "a list of one" else (DEPARTMENT, HOST)
            return self.consent_list(*dict.fromkeys([code, *others]))
        opened = {
            "after the days the chair waits": A_WEEK_BEFORE,
            "past the deadline": LONG_BEFORE,
        }.get(situation, MONDAY)
        if situation == "leo recused":
            self.appoint("leo", Role.MEMBER, code)
        for name in CONCERNED.get(situation, ()):
            self.appoint(name, Role.MEMBER, code)
        plan = self.a_plan(code, "leadership_approval")
        self.frozen(plan)
        with at(opened):
            ballot = open_ballot(plan, by=self.person("olga"), department=plan.department)
        if situation == "xia voted for leo":
            self.delegate("leo", "xia")
        elif " delegates to " in situation:
            self.delegate(*situation.split(" delegates to "))
        elif situation == "others declared while cora is away":
            self.away("cora")
        voters = {
            "leo voted": ["leo"],
            "xia voted for leo": ["xia"],
            "others voted": ["vic", "leo", "lena", "luis"],
        }
        for name in voters.get(situation, []):
            self.vote(ballot, name)
        if situation.startswith("minutes entered"):
            self.minutes(ballot, situation)
        return self.ended(ballot, state)

    def minutes(self, ballot: Ballot, situation: str) -> None:
        """Everybody approves by hand, and the office enters it."""
        entered = A_WEEK_BEFORE if situation.endswith("two working days ago") else MONDAY
        Ballot.objects.filter(pk=ballot.pk).update(opened_at=entered)
        with at(entered):
            enter_minutes(fresh(ballot), sheet_of(fresh(ballot)), scan(), by=self.person("olga"))
        if situation.endswith("confirmed by leo"):
            take(fresh(ballot), "confirm_minutes", by=self.person("leo"))

    def vote(self, ballot: Ballot, name: str) -> Ballot:
        return cast_vote(ballot, by=self.person(name), choice="approve", seen=ballot.digest)

    def ended(self, ballot: Ballot, state: str) -> Ballot:
        ends: dict[str, Callable[[], Ballot]] = {
            "open": lambda: ballot,
            "approved": lambda: self.vote_through(ballot, "approve"),
            "returned": lambda: self.vote_through(ballot, "return"),
            "lapsed": lambda: self.lapse(ballot),
            "void": lambda: take(ballot, "void", by=self.person("cora"), cause=ballot.subject),
            "recalled": lambda: take(
                ballot, "recall", by=self.person("olga"), reason="Wrong file."
            ),
        }
        return ends[state]()

    def vote_through(self, ballot: Ballot, choice: str) -> Ballot:
        for name in ("vic", "leo", "lena", "luis", "cora"):
            ballot.refresh_from_db()
            if ballot.status == "open":
                ballot = cast_vote(
                    ballot,
                    by=self.person(name),
                    choice=choice,
                    reason="Too vague.",
                    seen=ballot.digest,
                )
        return ballot

    def lapse(self, ballot: Ballot) -> Ballot:
        with at(ballot.deadline + dt.timedelta(minutes=1)):
            close_due(timezone.now())
        ballot.refresh_from_db()
        return ballot

    def condition(self, code: str, state: str, situation: str) -> Condition:
        """Named by Lena, whose vote was one of five."""
        ballot = self.ballot(code, "open", "")
        ballot = cast_vote(
            ballot,
            by=self.person("lena"),
            choice="conditions",
            conditions=[("Report in May.", TOMORROW)],
            seen=ballot.digest,
        )
        made = ballot.conditions.get()
        now = {"by": self.people["dana" if code == DEPARTMENT else "dora"], "at": MONDAY}
        changes: dict[str, Any] = {"status": state}
        if situation.startswith("of the organization"):
            changes["department"] = None
            now["by"] = self.people["olga"]
        if situation == "on a confidential matter":
            Ballot.objects.filter(pk=ballot.pk).update(confidential=True)
        if state in {"met", "confirmed"}:
            changes |= {"reported_by": now["by"], "met_at": now["at"], "answer": "Done."}
        if state in {"confirmed", "waived"}:
            changes |= {"settled_by": self.people["leo"], "settled_at": now["at"]}
        Condition.objects.filter(pk=made.pk).update(**changes)
        return fresh(made)
