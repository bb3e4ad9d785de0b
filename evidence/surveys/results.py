"""What came of a survey: counted in the database, told with intervals, few never told apart."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from evidence.models import Answer, QuestionKind, Response, Survey, SurveyQuestion
from evidence.models.survey import Channel
from evidence.statistics.surveyed import Estimate, mean, recommendation, share
from improvement.charts.bars import Row, bar_chart
from improvement.charts.chart import Chart
from improvement.charts.numbers import figure

FEWEST = 5
"""Of fewer answers to an anonymous survey nothing is told: somebody could be recognized."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Result:
    """One question: how many chose what, how many did not know, how many passed it over."""

    question: SurveyQuestion
    counts: dict[int, int]
    """Step -> how many; every step there is, also those nobody chose."""
    answered: int
    """How many gave an answer other than “don’t know”."""
    unknown: int
    responses: int
    hidden: bool

    @property
    def passed_over(self) -> int:
        return self.responses - self.answered - self.unknown

    @property
    def number(self) -> Estimate | None:
        """The mean of a scale, or the points of a recommendation."""
        match self.question.kind:
            case QuestionKind.SCALE:
                return mean(self.counts)
            case QuestionKind.NPS:
                return recommendation(self.counts)
        return None

    @property
    def measure(self) -> str:
        return _("NPS") if self.question.kind == QuestionKind.NPS else _("Mean")

    @property
    def places(self) -> int:
        """Points are told whole, a mean to a hundredth."""
        return 0 if self.question.kind == QuestionKind.NPS else 2

    @property
    def sentence(self) -> str:
        """What it comes to, in words, with the interval."""
        if self.number is None:
            return _("%(n)s answered.") % {"n": figure(self.answered)}
        said = within(self.number, self.places)
        told = {"name": self.measure, "n": figure(self.answered), "figure": said}
        return _("%(name)s: %(figure)s. %(n)s answered.") % told

    def shares(self) -> Iterator[tuple[str, int, Estimate | None]]:
        for step, count in self.counts.items():
            yield self.question.label(step), count, share(count, self.answered)

    @property
    def chart(self) -> Chart:
        rows = [
            Row(label, [count], told=told_share(count, found))
            for label, count, found in self.shares()
        ]
        return bar_chart(
            f"question-{self.question.place}-{self.question.pk}",
            self.question.local_words,
            [_("Answers")],
            rows,
            sentence=self.sentence,
            first=_("Answer"),
        )


def within(found: Estimate, places: int) -> str:
    """“4.2 (95% interval: 3.9 to 4.5)”."""
    if found.low is None or found.high is None:
        return figure(found.value, places)
    return _("%(value)s (95%% interval: %(low)s to %(high)s)") % {
        "value": figure(found.value, places),
        "low": figure(found.low, places),
        "high": figure(found.high, places),
    }


def told_share(count: int, found: Estimate | None) -> str:
    if found is None or found.low is None or found.high is None:
        return figure(count)
    return _("%(n)s · %(share)s%% (%(low)s–%(high)s)") % {
        "n": figure(count),
        "share": figure(100 * found.value, 0),
        "low": figure(100 * found.low, 0),
        "high": figure(100 * found.high, 0),
    }


def results_of(survey: Survey, responses: int) -> list[Result]:
    """Every question in its order, with three statements however many answers there are."""
    questions = list(survey.asked())
    rows = Answer.objects.filter(question__survey=survey).order_by()
    chosen = Counter[tuple[int, int]]()
    for question, number, count in (
        rows.filter(number__isnull=False).values_list("question", "number").annotate(Count("pk"))
    ):
        chosen[question, number] = count
    people: dict[tuple[int, bool], int] = {
        (question, unknown): count
        for question, unknown, count in rows.values_list("question", "unknown").annotate(
            Count("response", distinct=True)
        )
    }
    return [
        told(question, chosen, people, responses, anonymous=survey.anonymous)
        for question in questions
    ]


def told(
    question: SurveyQuestion,
    chosen: Counter[tuple[int, int]],
    people: dict[tuple[int, bool], int],
    responses: int,
    *,
    anonymous: bool,
) -> Result:
    answered = people.get((question.pk, False), 0)
    return Result(
        question=question,
        counts={step: chosen[question.pk, step] for step in question.steps},
        answered=answered,
        unknown=people.get((question.pk, True), 0),
        responses=responses,
        hidden=anonymous and answered < FEWEST,
    )


def texts_of(survey: Survey) -> dict[int, list[str]]:
    """Question -> what was written, in an order that tells nothing."""
    found: dict[int, list[str]] = {}
    rows = Answer.objects.filter(question__survey=survey).exclude(text="").order_by("text")
    for question, text in rows.values_list("question", "text"):
        found.setdefault(question, []).append(text)
    return found


def rate(survey: Survey, responses: int) -> Estimate | None:
    """Of those who were asked, how many answered; None where that is not known or not possible."""
    if not survey.asked_of or responses > survey.asked_of:
        return None
    return share(responses, survey.asked_of)


def channels(survey: Survey) -> list[tuple[str, int]]:
    """How many answered in which way."""
    rows = Response.objects.filter(survey=survey).order_by()
    counts = dict(rows.values_list("channel").annotate(Count("pk")))
    return [(str(label), counts.get(value, 0)) for value, label in Channel.choices]


def as_csv(results: Iterable[Result]) -> bytes:
    """One line an answer with its share of one; Excel reads it as UTF-8, and no formula in it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            *(_("Question"), _("Answer"), _("Number"), _("Answered")),
            *(_("Share"), _("Lower limit"), _("Upper limit")),
        ]
    )
    for result in results:
        for line in lines_of(result):
            writer.writerow([plain(cell) for cell in line])
    return out.getvalue().encode("utf-8-sig")


def lines_of(result: Result) -> Iterator[list[Any]]:
    """Nothing of a question that too few have answered."""
    words = result.question.local_words
    if result.hidden:
        yield [words, _("Fewer than 5 answers: not told apart")]
        return
    if result.question.kind == QuestionKind.TEXT:
        yield [words, _("Written"), result.answered, result.answered]
        return
    for label, count, found in result.shares():
        figures = [f"{part:.6f}" for part in found if part is not None] if found else []
        yield [words, label, count, result.answered, *figures]
    if result.question.dont_know:
        yield [words, _("Don’t know"), result.unknown, ""]
    if result.number:
        figures = [f"{part:.6f}" for part in result.number if part is not None]
        yield [words, result.measure, "", result.answered, *figures]


def plain(cell: Any) -> Any:
    """A text that people typed begins no formula."""
    if isinstance(cell, str) and cell.startswith(FORMULA) and not is_figure(cell):
        return f"'{cell}"
    return cell


def is_figure(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdigit()
