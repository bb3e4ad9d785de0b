"""The people and rows that permissions.csv speaks of, each built in the state it names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from improvement.organization.models import User
from tests.cast import Cast

from .ballot_scenes import BallotScenes, scan, sheet_of
from .evaluation_scenes import EvaluationScenes
from .field_scenes import FieldScenes
from .incentive_scenes import IncentiveScenes
from .loader import CAST, MACHINE_OF, Case
from .plan_scenes import PlanScenes
from .record_scenes import RecordScenes
from .report_scenes import ReportScenes
from .review_scenes import ReviewScenes
from .route_scenes import RouteScenes
from .setting import DEPARTMENT, HOST, MONDAY, fresh
from .survey_scenes import SurveyScenes
from .template_scenes import TemplateScenes
from .year_scenes import YearScenes

__all__ = ["DEPARTMENT", "INPUTS", "MONDAY", "Scene", "Undo", "fresh", "scan", "sheet_of"]

INPUTS = {
    "reason": "Because.",
    "recommendation": "Sound figures.",
    "answer": "We have looked at it.",
    "until": dt.date(2026, 12, 1),
    "item": 1,
    "result": "Half the calls are answered at once.",
    "question": "Why did it slow down?",
    "assessment": "On its way; keep an eye on the desks.",
    "verdict": "send_back",
    "cause_analysis": "The new system came late.",
    "number": "2027-9",
    "issued_on": MONDAY.date(),
    "finished_on": MONDAY.date(),
    "now": MONDAY,
    "choice": "move-1-1",
    "suggestion": "Ask the two desks that answer at once.",
    "remedy": "Two more people in the morning.",
    "back_by": dt.date(2026, 12, 1),
}
OF_THE_ORGANIZATION = frozenset(
    {
        "round",
        "keyarea",
        "roundsection",
        "urging",
        "strategy",
        "plan_template",
        "templatesection",
        "templategoal",
        "templateline",
        "templatemeasure",
        "templatemilestone",
        "templateneed",
        "votingrule",
        "overall_goal_set",
        "adjustment_list",
        "organization_plan",
        "evaluation_period",
        "consolidation_issue",
        "checklist",
        "indicator",
        "period_lock",
    }
)


class Undo(Exception):
    """Takes back what was let through, so that the next person finds the row as it was."""


class Scene(
    BallotScenes,
    EvaluationScenes,
    FieldScenes,
    IncentiveScenes,
    PlanScenes,
    RecordScenes,
    ReportScenes,
    ReviewScenes,
    RouteScenes,
    SurveyScenes,
    TemplateScenes,
    YearScenes,
):
    """One builder for each kind of row, around the cast."""

    def __init__(self, cast: Cast) -> None:
        self.people, self.departments = cast.people, cast.departments
        self.appoint, self.delegate, self.away = cast.appoint, cast.delegate, cast.away
        self.drafting = self.a_round("drafting", "2027")
        self.overall = self.overall_goals(self.drafting, "approved")

    def person(self, name: str) -> User:
        """As if read anew: nothing of an earlier question is remembered."""
        known, columns = self.people[name], [f.attname for f in User._meta.concrete_fields]
        return User.from_db(known._state.db, columns, [getattr(known, c) for c in columns])

    # By the names of the table

    def build(self, machine: str, state: str, situation: str, code: str) -> Any:
        """The row of a machine in a state; `code` names the department where it has one."""
        make = getattr(self, machine)
        if machine in OF_THE_ORGANIZATION:
            return make(state, situation)
        return make(code, state, situation)

    def rows_of(self, case: Case) -> dict[str, Any]:
        """For each of the cast the row that is asked about; otto's is of the office's host."""
        machine = MACHINE_OF.get(case.model, case.model)
        rows = dict.fromkeys(CAST, self.build(machine, case.state, case.situation, DEPARTMENT))
        if machine not in OF_THE_ORGANIZATION:
            rows["otto"] = self.build(machine, case.state, case.situation, HOST)
        return rows
