"""Values and evaluations of the third quarter, which is over unless the case says otherwise."""

from __future__ import annotations

import datetime as dt
from typing import Any

from evaluation.models import (
    CriteriaSet,
    Criterion,
    Evaluation,
    EvaluationPeriod,
    Rating,
    Suggestion,
    Verification,
)
from evidence.models import Finding, Proof
from plans.models import (
    Goal,
    Round,
)

from .setting import TOMORROW, YESTERDAY

PERIOD_OF = {
    "scheduled": "scheduled",
    "collecting": "collecting",
    "self_rated": "rating",
    "scored": "rating",
    "published": "published",
    "verified": "published",
}
"""The status of a period in which evaluations of a status usually stand."""


class EvaluationScenes:
    """Builders of what comes after the year is carried out."""

    people: Any
    departments: Any
    drafting: Any

    def evaluation_period(
        self, state: str, situation: str, planning_round: Round | None = None
    ) -> EvaluationPeriod:
        held = planning_round or self.a_round("executing", "2028")
        criteria, made = CriteriaSet.objects.get_or_create(round=held)
        if made:
            Criterion(criteria_set=criteria, position=1, kind="goals", weight=100).save()
        day = TOMORROW if situation == "before the day" else YESTERDAY
        score_due = TOMORROW if situation == "the superior has days left" else YESTERDAY
        period = EvaluationPeriod(
            round=held,
            key="2026Q3",
            starts=dt.date(2026, 7, 1),
            ends=dt.date(2026, 9, 30),
            criteria=criteria,
            data_due=YESTERDAY,
            self_due=day,
            score_due=score_due,
            status=state,
        )
        period.save()
        return period

    def evaluation(self, code: str, state: str, situation: str) -> Evaluation:
        if situation == "leo supervises":
            self.departments[code].supervising_leader = self.people["leo"]
            self.departments[code].save()
        held = PERIOD_OF.get(state, "moderation")
        if situation == "before the leadership group":
            held = "leadership_review"
        plan = self.a_plan(code, "execution")
        kept = EvaluationPeriod.objects.filter(round=self.drafting).first()
        period = kept or self.evaluation_period(held, situation, self.drafting)
        evaluation = Evaluation(
            period=period,
            plan=plan,
            department=plan.department,
            status=state,
            objections_until=YESTERDAY if situation == "three working days later" else TOMORROW,
        )
        evaluation.save()
        criterion = period.criteria.criteria.get()
        Suggestion(evaluation=evaluation, criterion=criterion, score=82, known=3, asked=3).save()
        given = {"self": 84, "superior": 82, "office": 80}
        if situation == "a large gap without reason":
            given["self"] = 95
        for side, score in given.items():
            if situation != "no score given":
                Rating(evaluation=evaluation, criterion=criterion, side=side, score=score).save()
        return evaluation

    def verification(self, code: str, state: str, situation: str) -> Verification:
        status = {"plan in execution": "execution", "plan closed": "closed"}
        plan = self.a_plan(code, status.get(situation, "evaluation"))
        goal = plan.goals.get(number=1)
        verdicts = {"effective": "achieved", "partly": "partly", "not_effective": "missed"}
        Goal.objects.filter(pk=goal.pk).update(status=verdicts.get(state, "fixed"))
        judged = {} if state == "pending" else {"verified_by": self.people["olga"]}
        verification = Verification(goal=goal, revision=self.frozen(plan), status=state, **judged)
        verification.save()
        return verification

    def finding(self, code: str, state: str, situation: str) -> Finding:
        finding = Finding(
            department=self.departments[code],
            title="Callers wait too long",
            found_on=YESTERDAY,
            origin=f"{code}-{state}",
            link="/",
            status=state,
        )
        if situation == "by hand":
            finding.found_by = self.people["dana"]
        finding.save()
        return finding

    def proof(self, code: str, state: str, situation: str) -> Proof:
        finding = self.finding(code, state, situation)
        proof = Proof(finding=finding, kind="note", words="Ten calls.", source="Desk 4")
        proof.save()
        return proof
