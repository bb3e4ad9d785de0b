"""A survey as it is answered: one field a question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from evidence.models import QuestionKind, Survey, SurveyQuestion
from improvement.door.bounded import Bounded

UNKNOWN = "unknown"


class AnswerForm(Bounded, forms.Form):
    """Nothing is chosen beforehand; “don’t know” is an answer beside the others."""

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        self.asked: dict[str, SurveyQuestion] = {
            f"q{number}": question for number, question in enumerate(survey.asked(), start=1)
        }
        super().__init__(*args, **kwargs)
        if not survey.anonymous:
            self.fields["name"] = forms.CharField(label=_("Your name"), max_length=120)
        for name, question in self.asked.items():
            self.fields[name] = field_of(question)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        for name in self.asked:
            given = told.get(name)
            if isinstance(given, list) and UNKNOWN in given and len(given) > 1:
                self.add_error(name, _("Choose either “Don’t know” or the others."))
        return told


def field_of(question: SurveyQuestion) -> forms.Field:
    said: dict[str, Any] = {"label": question.local_words, "required": question.required}
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, **said)
    choices = [(str(step), question.label(step)) for step in question.steps]
    if question.dont_know:
        choices.append((UNKNOWN, _("Don’t know")))
    if question.kind == QuestionKind.MULTIPLE:
        said["help_text"] = _("More than one may be chosen.")
        return forms.MultipleChoiceField(
            widget=forms.CheckboxSelectMultiple, choices=choices, **said
        )
    if question.scored:
        said["help_text"] = ends_of(question)
    return forms.ChoiceField(widget=forms.RadioSelect, choices=choices, **said)


def ends_of(question: SurveyQuestion) -> str:
    low, high = question.ends
    if not (low and high):
        return ""
    first, last = question.steps[0], question.steps[-1]
    return _("%(first)d: %(low)s; %(last)d: %(high)s") % {
        "first": first,
        "low": low,
        "last": last,
        "high": high,
    }
