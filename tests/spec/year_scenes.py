"""Rounds with their goals, what is compiled of them, and what the office finds in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from improvement.organization.models import Scope
from plans.consolidation.looking import issue_of
from plans.consolidation.reading import read
from plans.consolidation.rules_between import gaps
from plans.models import (
    ConsolidationIssue,
    KeyArea,
    OrganizationPlan,
    OrganizationPlanItem,
    OverallGoal,
    OverallGoalSet,
    PlanReceipt,
    Round,
    RoundSection,
    Strategy,
)

from .setting import DEPARTMENT, MONDAY, TOMORROW


class YearScenes:
    """Builders of what belongs to the whole organization."""

    people: Any
    departments: Any
    drafting: Any

    def a_round(self, status: str, label: str, **fields: Any) -> Round:
        made = Round(
            label=label,
            starts=dt.date(2027, 1, 1),
            ends=dt.date(2027, 12, 31),
            deadline=dt.date(2026, 12, 1),
            status=status,
            **{"ballot_per_plan": True} | fields,
        )
        made.save()
        return made

    def overall_goals(self, planning_round: Round, status: str) -> OverallGoalSet:
        made = OverallGoalSet(round=planning_round, strategy="Listen first.", status=status)
        made.save()
        OverallGoal(goal_set=made, number=1, title="Shorter waiting").save()
        return made

    def round(self, state: str, situation: str) -> Round:
        provisional = situation == "overall goals provisional"
        made = self.a_round(state, "2028", provisional_goals=provisional)
        self.overall_goals(made, "draft" if situation else "approved")
        return made

    def keyarea(self, state: str, situation: str) -> KeyArea:
        """The state is that of its round."""
        return KeyArea.objects.create(round=self.round(state, situation), number=1, name="Waiting")

    def roundsection(self, state: str, situation: str) -> RoundSection:
        """The state is that of its round."""
        asked = self.round(state, situation)
        return RoundSection.objects.create(round=asked, key="analysis", hint="In figures.")

    def strategy(self, state: str, situation: str) -> Strategy:
        """The state is that of its set."""
        goal_set = self.overall_goal_set(state, situation)
        return Strategy.objects.create(goal_set=goal_set, number=1, title="Ask first")

    def overall_goal_set(self, state: str, situation: str) -> OverallGoalSet:
        if situation == "provisional":
            return self.overall_goals(
                self.a_round("drafting", "2028", provisional_goals=True), state
            )
        made = self.overall_goals(self.a_round("preparing", "2028"), state)
        if situation == "no strategy":
            OverallGoalSet.objects.filter(pk=made.pk).update(strategy="")
        return made

    def organization_plan(self, state: str, situation: str) -> OrganizationPlan:
        numbered = {"number": "2027-1", "issued_on": MONDAY.date()} if state == "issued" else {}
        made = OrganizationPlan(
            round=self.a_round("consolidating", "2028"),
            introduction="All plans.",
            status=state,
            **numbered,
        )
        if situation == "signed off":
            made.signed_off_by, made.signed_off_at = self.people["cora"], MONDAY
        made.save()
        if situation in ("cora is away", "leo stands in"):
            self.away("cora")
        if situation == "leo stands in":
            self.away("vic")
            self.delegate("cora", "leo", scope=Scope.PRESIDES)
        if situation != "no plan included":
            plan = self.a_plan(
                DEPARTMENT, "execution" if state == "issued" else "approved", made.round
            )
            OrganizationPlanItem(
                organization_plan=made, plan=plan, revision=self.frozen(plan), position=1
            ).save()
        return made

    def plan_receipt(self, code: str, state: str, situation: str) -> PlanReceipt:
        signed = {"signed_by": self.people["hana"], "signed_at": MONDAY}
        made = PlanReceipt(
            organization_plan=OrganizationPlan.objects.filter(status="issued").first()
            or self.organization_plan("issued", ""),
            department=self.departments[code],
            due=TOMORROW,
            status=state,
            **(signed if state == "signed" else {}),
        )
        made.save()
        return made

    def consolidation_issue(self, state: str, situation: str) -> ConsolidationIssue:
        return self.an_issue(self.drafting, state, situation)

    def an_issue(self, planning_round: Round, state: str, situation: str) -> ConsolidationIssue:
        """No department serves the ninth overall goal; a way out that asks for nothing is known."""
        forum = "meeting" if situation == "put to a meeting" else "leadership"
        goal_set = planning_round.overall_goal_set
        title = "Greener"
        ninth, _made = goal_set.goals.get_or_create(number=9, defaults={"title": title})
        found = next(one for one in gaps(read(planning_round)) if one.overall == ninth.pk)
        way = {"key": "move-1-1", "asks": [], "before": None, "after": None, "load": {}}
        number = ConsolidationIssue.objects.count() + 1
        made = issue_of(planning_round, number, found)
        made = ConsolidationIssue(
            **{f.attname: getattr(made, f.attname) for f in made._meta.concrete_fields}
            | {
                "status": state,
                "forum": forum if state in {"escalated", "leadership_approval", "decided"} else "",
                "facts": found.facts | {"solutions": [way]},
                "key": found.key if number == 1 else f"key-{number}",
            }
        )
        made.save()
        return made
