"""A further row beside one that is there: as the door is given it, and as a browser sends it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from evidence.models import DataRequest, Finding, Proof, SavedView, SurveyQuestion
from improvement.approvals.models import VotingRule
from improvement.organization.models import User
from plans.models import ChecklistAnswer, Dependency, KeyArea, RoundSection, Section, Strategy
from plans.reviewing.checklist import OURS


def beside(row: Any) -> Any:
    match row:
        case KeyArea(round=planning_round):
            return KeyArea(round=planning_round, number=2, name="Answers")
        case RoundSection(round=planning_round):
            return RoundSection(round=planning_round, key="measures", hint="By post.")
        case Strategy(goal_set=goal_set):
            return Strategy(goal_set=goal_set, number=2, title="Ask twice")
        case Section(plan=plan):
            return Section(plan=plan, key="own-1", title="Union")
        case Dependency(measure=measure):
            return Dependency(measure=measure, needs=measure.plan.measures.get(number=3))
        case ChecklistAnswer(review=review):
            return ChecklistAnswer(review=review, question="Is it too much?")
        case VotingRule(set_by=officer):
            return VotingRule(chair_last=False, reason="We sit together.", set_by=officer)
        case SavedView(owner=owner, reach=reach, department=department):
            return SavedView(
                name="Calls", asked="q=call", owner=owner, reach=reach, department=department
            )
        case Finding(department=department):
            return by_hand(department)
        case SurveyQuestion(survey=survey):
            return SurveyQuestion(survey=survey, place=2, kind="text", words="Why?")
        case DataRequest(department=department):
            return asked_of(department)
        case Proof(finding=finding):
            return Proof(finding=finding, kind="note", words="Nine more.", source="Desk 5")


def form_beside(row: Any) -> tuple[str, dict[str, Any]]:
    """Where a browser sends the further row, and what it sends."""
    match row:
        case KeyArea(round=planning_round):
            page = reverse("plans:round_key_areas", args=[planning_round.public_id])
            return page, lines("areas", name="Answers")
        case RoundSection(round=planning_round):
            page = reverse("plans:round_section", args=[planning_round.public_id, "measures"])
            return page, {"hint": "By post.", "template": ""}
        case Strategy(goal_set=goal_set):
            page = reverse("plans:edit_overall_goals", args=[goal_set.public_id])
            typed = {"strategy": goal_set.strategy, "version": goal_set.version}
            return page, typed | lines("goals") | lines("strategies", title="Ask twice")
        case Section(plan=plan):
            return reverse("plans:own_section", args=[plan.public_id, "new"]), {"title": "Union"}
        case ChecklistAnswer(review=review):
            answers = {f"answer_{number}": "yes" for number in range(len(OURS))}
            return reverse("plans:checklist", args=[review.plan.public_id]), answers
        case SavedView(reach=reach, department=department):
            share = department.pk if department else reach
            typed = {"name": "Calls", "asked": "q=call", "share": share}
            return reverse("evidence:saved_views"), typed
        case Finding(department=department):
            typed = {"title": "Nobody answers", "proof": "Ten calls of October."}
            typed |= {"department": department.pk, "heading": "flow", "found_on": "2026-10-05"}
            return reverse("evidence:new_finding"), typed
        case SurveyQuestion(survey=survey):
            page = reverse("evidence:new_question", args=[survey.public_id])
            return page, {"kind": "text", "words": "Why?", "place": 2}
        case DataRequest(department=department):
            typed = {"title": "Staff", "purpose": "For the plan.", "form": "text"}
            typed |= {"due": "2027-03-01", "departments": [department.pk]}
            return reverse("evidence:new_request"), typed
        case Proof(finding=finding):
            page = reverse("evidence:new_proof", args=[finding.public_id, "note"])
            return page, {"words": "Nine more.", "source": "Desk 5"}
    raise LookupError(row)


def asked_of(department: Any) -> DataRequest:
    officer = User.objects.get(name="Olga")
    return DataRequest(
        department=department,
        title="Staff",
        purpose="For the plan.",
        form="text",
        due=dt.date(2027, 3, 1),
        asked_by=officer,
    )


def by_hand(department: Any) -> Finding:
    return Finding(
        department=department,
        title="Nobody answers",
        found_on=dt.date(2026, 10, 5),
        origin="by hand: beside",
        proof="Ten calls of October.",
    )


def lines(prefix: str, **new: str) -> dict[str, Any]:
    """What a browser sends of a list to which one line is added, or none."""
    count = {f"{prefix}-TOTAL_FORMS": int(bool(new)), f"{prefix}-INITIAL_FORMS": 0}
    return count | {f"{prefix}-0-{name}": text for name, text in new.items()}


def page_of(row: Any) -> str:
    """Where a row is read that has no page of its own."""
    match row:
        case KeyArea(round=planning_round):
            return reverse("plans:round_key_areas", args=[planning_round.public_id])
        case RoundSection(round=planning_round):
            return reverse("plans:round_sections", args=[planning_round.public_id])
        case Strategy(goal_set=goal_set):
            return str(goal_set.get_absolute_url())
        case Section(plan=plan):
            return reverse("plans:text", args=[plan.public_id])
        case Dependency(measure=measure):
            return str(measure.get_absolute_url())
    return str(row.get_absolute_url())
