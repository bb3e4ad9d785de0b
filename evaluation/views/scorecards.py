"""The scorecard of one department: figures, ratings, words, and what is to be handed in."""

from __future__ import annotations

import uuid
from itertools import zip_longest
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluation.charting import departments_plot, grade_scale
from evaluation.checklist import checklist
from evaluation.forms import AnswerForm, RatingForm, WordsForm
from evaluation.models import Evaluation, Rating, Side
from evaluation.models.rating import OPEN_IN, TEXT
from evaluation.scoresheet import Scoresheet
from evaluation.steps import moderate, rate
from improvement.door.acts import take
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.views import version_of

HAND_IN = {Side.SELF: "rate_oneself", Side.SUPERIOR: "rate_above", Side.OFFICE: "score"}
NEIGHBOURS = 12


@require_http_methods(["GET", "POST"])
def scorecard(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Read one scorecard; write in it on one's own side, save, and hand in."""
    found = visible(request, public_id)
    side = writing_side(request.user, found)
    desk = Desk(request, found, side)
    if request.method == "GET":
        return desk.page()
    if side is None:
        raise NotYours(_("The scorecard is not open to your writing now."))
    if not desk.is_valid():
        return desk.page(status=409)
    try:
        desk.keep()
        if "hand_in" in request.POST:
            desk.hand_in()
    except StepRefused as refused:
        desk.refused = refused
        return desk.page(status=409)
    messages.success(request, _("Handed in.") if "hand_in" in request.POST else _("Saved."))
    return redirect(found)


def visible(request: HttpRequest, public_id: uuid.UUID) -> Evaluation:
    found = get_object_or_404(Evaluation.objects.with_names(), public_id=public_id)
    if not request.user.has_perm("evaluation.view_evaluation", found):
        raise Invisible()
    return found


def writing_side(user: Any, evaluation: Evaluation) -> Side | None:
    """On which side this person can write now; a superior who has handed in has written."""
    for side in Side:
        rating = Rating(evaluation=evaluation, side=side)
        done = side == Side.SUPERIOR and evaluation.rated_above_on is not None
        open_now = evaluation.status in OPEN_IN[side] and not rating.closed() and not done
        if open_now and user.has_perm("evaluation.add_rating", rating):
            return side
    return None


class Desk:
    """One scorecard before one person: what they see of it, and the forms of their side."""

    def __init__(self, request: HttpRequest, evaluation: Evaluation, side: Side | None) -> None:
        self.request, self.evaluation, self.side = request, evaluation, side
        self.sheet = Scoresheet(evaluation)
        self.refused: StepRefused | None = None
        data = request.POST or None
        self.forms = [RatingForm(data, line, side) for line in self.sheet.lines] if side else []
        text = getattr(evaluation, TEXT[side]) if side in TEXT else ""
        self.words = WordsForm(data, initial={"text": text}) if side in TEXT else None
        self.answer = AnswerForm(data) if side == Side.MODERATED else None

    @property
    def every_form(self) -> list[Any]:
        return [*self.forms, *(form for form in (self.words, self.answer) if form)]

    def is_valid(self) -> bool:
        told = [form.is_valid() for form in self.every_form]  # every form says what is wrong in it
        return all(told)

    def keep(self) -> None:
        assert self.side
        given = {form.line.criterion: form.given for form in self.forms}
        who: Any = self.request.user
        if self.answer:
            differing = {
                form.line.criterion: form.given
                for form in self.forms
                if form.given.score != form.line.score or form.given.word
            }
            moderate(
                by=who,
                evaluation=self.evaluation,
                given=differing,
                answer=self.answer.cleaned_data["answer"],
                version=version_of(self.request),
            )
            return
        rate(
            by=who,
            evaluation=self.evaluation,
            side=self.side,
            given=given,
            text=self.words.cleaned_data["text"] if self.words else None,
            version=version_of(self.request),
        )

    def hand_in(self) -> None:
        if self.side in HAND_IN:
            who: Any = self.request.user
            key = self.request.POST.get("key") or None
            take(self.evaluation, HAND_IN[self.side], by=who, key=key)

    def page(self, status: int = 200) -> HttpResponse:
        user: Any = self.request.user
        evaluation, sheet = self.evaluation, self.sheet
        reads = user.has_perm("evaluation.read_scores_evaluation", evaluation)
        step = HAND_IN.get(self.side, "") if self.side else ""
        able = step and user.has_perm(f"evaluation.{step}_evaluation", evaluation)
        before, others = beside(user, evaluation, compares=reads)
        return render(
            self.request,
            "evaluation/scorecard.html",
            {
                "evaluation": evaluation,
                "sheet": sheet,
                "rows": list(zip_longest(sheet.lines, self.forms)),
                "side": self.side,
                "moderating": self.side == Side.MODERATED,
                "forms": self.forms,
                "words": self.words,
                "answer": self.answer,
                "every_form": self.every_form,
                "refused": self.refused,
                "reads": reads,
                "hands_in": step if able else "",
                "before": before,
                "others": others,
                "plot": departments_plot(others, evaluation) if len(others) > 1 else None,
                "scale": grade_scale(sheet.totals.total, sheet.criteria_set.borders)
                if reads and sheet.totals.total is not None
                else None,
                "figures": sheet.figures,
                "checklist": checklist(evaluation, sheet.figures),
            },
            status=status,
        )


def beside(
    user: Any, evaluation: Evaluation, *, compares: bool
) -> tuple[Evaluation | None, list[Evaluation]]:
    """The department's published scorecard of the period before, and the neighbours; one query."""
    earlier = Evaluation.objects.published_for(evaluation.department_id)
    earlier = earlier.filter(period__ends__lt=evaluation.period.starts)
    wanted = Q(pk__in=earlier.values("pk")[:1])
    if compares:
        wanted |= near(user, evaluation)
    found = Evaluation.objects.filter(wanted).select_related("department", "period")
    before = next((row for row in found if row.period_id != evaluation.period_id), None)
    others = [row for row in found if row.period_id == evaluation.period_id]
    reads = "evaluation.read_scores_evaluation"
    return before, [row for row in others if user.has_perm(reads, row)]


def near(user: Any, evaluation: Evaluation) -> Q:
    """Departments before and after this one whose scorecards the reader sees, for comparison."""
    rows = Evaluation.objects.visible_to(user).filter(period=evaluation.period_id)
    rows = rows.select_related(None)
    path = evaluation.department.path
    earlier = rows.filter(department__path__lt=path).order_by("-department__path")
    later = rows.filter(department__path__gte=path).order_by("department__path")
    return Q(pk__in=earlier.values("pk")[:NEIGHBOURS]) | Q(
        pk__in=later.values("pk")[: NEIGHBOURS + 1]
    )
