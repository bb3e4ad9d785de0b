"""The office's checklist: a few questions of the round, or ours, answered in every review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from improvement.door.acts import create, record, require_right
from improvement.door.refusals import WrongState
from improvement.door.unit import unit
from plans.lifecycle import ReviewStatus
from plans.models import ChecklistAnswer, Review, Round, SeenTick

OURS: list[str | Promise] = [
    _("Do the goals answer the problems the analysis found?"),
    _("Can every target be measured with the data the department has?"),
    _("Are the measures enough to reach the goals?"),
    _("Are cost and people realistic beside the daily work?"),
    _("Are other departments asked where they are needed?"),
]
"""Where a round has no questions of its own."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what this review has answered so far."""

    number: int
    text: str | Promise
    answer: str = ""
    remark: str = ""


def questions_of(planning_round: Round) -> list[str | Promise]:
    """One a line in the round; else the ones of the house, in the reader's language."""
    own = [line.strip() for line in planning_round.checklist.splitlines() if line.strip()]
    return list(own) or OURS


def sheet(planning_round: Round, review: Review | None) -> list[Question]:
    """The questions with the answers of a review; an answer is found by its place in the list."""
    given = list(review.answers.order_by("pk")) if review else []
    told = dict(enumerate(given))
    return [
        Question(
            number,
            text,
            told[number].answer if number in told else "",
            told[number].remark if number in told else "",
        )
        for number, text in enumerate(questions_of(planning_round))
    ]


def answer_all(*, by: Any, review: Review, answers: Iterable[tuple[str, str]]) -> None:
    """Keep answer and remark of every question, in the order they are asked."""
    with unit() as work:
        held = work.lock(review)
        texts = [str(text)[:300] for text in questions_of(held.plan.round)]
        rows = list(held.answers.order_by("pk"))
        for number, ((answer, remark), text) in enumerate(zip(answers, texts, strict=True)):
            given = {"answer": answer, "remark": remark}
            if number < len(rows):
                record(rows[number], given, by=by)
            else:
                create(ChecklistAnswer(review=held, question=text, **given), by=by)


def tick(*, by: Any, review: Review, anchor: str, seen: bool) -> None:
    """Remember that a part has been read, or has not; only its reviewer's own progress."""
    with unit() as work:
        held = work.lock(review)
        require_right(by, "finish", held)
        if held.status != ReviewStatus.OPEN:
            raise WrongState(_("The review is finished; its answers stand."))
        if seen:
            SeenTick.objects.get_or_create(review=held, anchor=anchor)
        else:
            held.ticks.filter(anchor=anchor).delete()
