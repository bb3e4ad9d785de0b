"""Surveys in the states and situations that permissions.csv names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from evidence.models import Survey, SurveyQuestion

from .setting import MONDAY


class SurveyScenes:
    """One question about waiting, asked by a department."""

    departments: dict[str, Any]

    def survey(self, code: str, state: str, situation: str) -> Survey:
        days = -1 if situation == "last day passed" else 14
        made = Survey(
            name="Waiting",
            purpose="To wait less.",
            department=self.departments[code],
            closes_on=MONDAY.date() + dt.timedelta(days=days),
            by_invitation=situation == "by invitation",
            status=state,
        )
        made.save()
        if situation != "nothing asked":
            asking(made).save()
        return made

    def surveyquestion(self, code: str, state: str, situation: str) -> SurveyQuestion:
        return self.survey(code, state, situation).questions.get()


def asking(survey: Survey) -> SurveyQuestion:
    return SurveyQuestion(survey=survey, place=1, kind="scale", words="How was it?")
