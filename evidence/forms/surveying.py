"""A survey and its questions as they are built."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evidence.models import QuestionKind, Survey, SurveyQuestion
from evidence.models.survey import CHOICES, CHOOSING, WORDS, lines
from improvement.door.bounded import Bounded
from improvement.organization.models import Department

from .defining import Day

MOST = 30


class SurveyForm(Bounded, forms.ModelForm):
    class Meta:
        model = Survey
        fields = (
            *("name", "name_hant", "name_hans"),
            *("purpose", "purpose_hant", "purpose_hans"),
            *("department", "closes_on", "anonymous", "by_invitation", "reached"),
        )
        widgets = {
            "closes_on": Day(),
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in ("purpose", "purpose_hant", "purpose_hans")
            },
        }
        labels = {"anonymous": _("Anonymous: nobody can tell who answered what")}
        help_texts = {
            "purpose": _(
                "What it is for and what becomes of the answers; whoever answers reads it."
            ),
            "closes_on": _("It closes by itself at the end of this day."),
            "anonymous": _("Otherwise everybody gives their name."),
            "by_invitation": _(
                "Nobody answers twice. Without it, whoever has the address can answer."
            ),
            "reached": _("As far as it is known. The response rate is counted from it."),
        }

    def __init__(
        self, *args: Any, departments: QuerySet[Department], whole: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["department"]
        chosen.queryset = departments
        chosen.required = not whole
        if whole:
            chosen.empty_label = _("the whole organization")

    def clean_closes_on(self) -> Any:
        day = self.cleaned_data["closes_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("The day has passed."))
        return day


class QuestionForm(Bounded, forms.ModelForm):
    class Meta:
        model = SurveyQuestion
        fields = ("kind", *WORDS, "top", *CHOICES, "dont_know", "required", "place", "left_out")
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in CHOICES}
        help_texts = {
            "top": _("Of a scale: it runs from 1 to this step, at most 11."),
            "choices": _(
                "One a line. Of a scale or NPS: what the lowest and the highest step mean."
            ),
            "choices_hant": _("In the same order."),
            "choices_hans": _("In the same order."),
            "dont_know": _("It is counted apart and never scored."),
            "place": _("Questions stand in the order of these numbers."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        top: Any = self.fields["top"]
        top.required = False

    def clean_top(self) -> int:
        top: int | None = self.cleaned_data["top"]
        if top is not None and not 2 <= top <= 11:
            raise forms.ValidationError(_("A scale has from 2 to 11 steps."))
        return top or 5

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind, first = said.get("kind"), lines(said.get("choices") or "")
        if kind in CHOOSING and not 2 <= len(first) <= MOST:
            self.add_error("choices", _("Give from 2 to 30 choices, one a line."))
        elif kind in CHOOSING and len(set(first)) != len(first):
            self.add_error("choices", _("A choice stands there twice."))
        elif kind in (QuestionKind.SCALE, QuestionKind.NPS) and len(first) not in (0, 2):
            self.add_error("choices", _("Name both ends, one a line, or neither."))
        elif kind == QuestionKind.TEXT and first:
            self.add_error("choices", _("A text has no choices."))
        if kind == QuestionKind.TEXT and said.get("dont_know"):
            self.add_error("dont_know", _("A text can simply be left empty."))
        for name in CHOICES[1:]:
            theirs = lines(said.get(name) or "")
            if theirs and len(theirs) != len(first):
                self.add_error(name, _("Give as many lines as in the first language."))
        return said
