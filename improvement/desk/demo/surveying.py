"""What customers are asked: one survey that is closed, one that is open, one being built."""

from __future__ import annotations

import datetime as dt
from itertools import chain, islice, repeat
from typing import Any

from evidence.forms.answering import UNKNOWN, AnswerForm
from evidence.models import QuestionKind, Survey, SurveyQuestion, SurveyStatus
from evidence.models.survey import Channel
from evidence.surveys.answering import answer
from evidence.surveys.inviting import invite
from improvement.door.acts import create, take

from .organization import Staff
from .reading import DATA, Content, read_toml

OF_QUESTION = frozenset({"weights", "texts"})
OF_SURVEY = frozenset({"department", "state", "responses", "questions", "links"})


def ask(staff: Staff, today: dt.date) -> None:
    for content in read_toml(DATA / "surveys.toml")["surveys"]:
        by = staff.heads[content["department"]]
        survey = built(staff, content, today, by)
        if content["state"] == SurveyStatus.DRAFT:
            continue
        survey = take(survey, "open", by=by)
        if "links" in content:
            invite(survey, content["links"], by=by)
        answered(survey, content)
        if content["state"] == SurveyStatus.CLOSED:
            take(survey, "close", by=by)


def built(staff: Staff, content: Content, today: dt.date, by: Any) -> Survey:
    told = {name: value for name, value in content.items() if name not in OF_SURVEY}
    survey: Survey = create(
        Survey(
            department=staff.departments[content["department"]],
            closes_on=today + dt.timedelta(days=21),
            entered_by=by,
            **told,
        ),
        by=by,
    )
    for place, question in enumerate(content["questions"], start=1):
        said = {name: value for name, value in question.items() if name not in OF_QUESTION}
        create(SurveyQuestion(survey=survey, place=place, **said), by=by)
    return survey


def answered(survey: Survey, content: Content) -> None:
    """Every fifth by telephone; the answers are spread as the file says."""
    many = content["responses"]
    columns = [
        spread(question, asked, many)
        for question, asked in zip(content["questions"], survey.asked(), strict=True)
    ]
    for number, told in enumerate(zip(*columns, strict=True), start=1):
        typed = {f"q{place}": value for place, value in enumerate(told, start=1) if value}
        form = AnswerForm(typed, survey=survey)
        assert form.is_valid(), form.errors
        channel = Channel.WEB if number % 5 else Channel.PHONE
        answer(survey, form, key=f"demo {number}", channel=channel)


def spread(content: Content, question: SurveyQuestion, many: int) -> list[Any]:
    """So many of each step, then “don’t know” where it is offered, else passed over."""
    if "texts" in content:
        return list(islice(chain(content["texts"], repeat("")), many))
    steps = chain.from_iterable(
        repeat(str(step), count)
        for step, count in zip(question.steps, content["weights"], strict=True)
    )
    rest = repeat(UNKNOWN if question.dont_know else "")
    told = list(islice(chain(steps, rest), many))
    several = question.kind == QuestionKind.MULTIPLE
    return [[one] if one and several else one for one in told]
