"""What the office types about a planning year: its dates, its gates, its overall goals."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.bounded import Bounded
from plans.models import (
    Gate,
    KeyArea,
    OverallGoal,
    OverallGoalSet,
    Round,
    RoundSection,
    Strategy,
)


class Day(forms.DateInput):
    """A date as the browser knows to ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


YEARS_AWAY = 20
"""A date further away is a slip of the finger, and reminders would be reckoned from it."""

LONGEST_REPORT = 60
"""Days; with more the next period would nearly be over."""


class RoundForm(Bounded, forms.ModelForm):
    """The dates stand in order: the deadline before the start, the end after it."""

    class Meta:
        model = Round
        fields = (
            "label",
            "theme",
            "starts",
            "ends",
            "deadline",
            "provisional_goals",
            "business_goals",
            "late_submissions",
            "ballot_per_plan",
            "countersign_required",
            "major_cost",
            "report_rhythm",
            "report_days",
            "evaluation_rhythm",
            "changes_until",
            "checklist",
        )
        widgets = {
            "starts": Day(),
            "ends": Day(),
            "deadline": Day(),
            "changes_until": Day(),
            "checklist": forms.Textarea(attrs={"rows": 4}),
        }

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        this_year = timezone.localdate().year
        for name, value in list(given.items()):
            if isinstance(value, dt.date) and abs(value.year - this_year) > YEARS_AWAY:
                self.add_error(name, _("This is more than 20 years away; check the year."))
        starts, ends, deadline = (given.get(name) for name in ("starts", "ends", "deadline"))
        if starts and ends and ends <= starts:
            self.add_error("ends", _("The round must end after it starts."))
        if starts and deadline and deadline >= starts:
            self.add_error("deadline", _("The deadline must lie before the round starts."))
        until = given.get("changes_until")
        if starts and ends and until and not starts <= until <= ends:
            self.add_error("changes_until", _("The day must lie within the round."))
        if given.get("report_days", 0) > LONGEST_REPORT:
            self.add_error("report_days", _("A report takes 60 days at most."))
        return given

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class CallForm(Bounded, forms.ModelForm):
    """The words with which the office sends the call for plans out."""

    class Meta:
        model = Round
        fields = ("call",)
        widgets = {"call": forms.Textarea(attrs={"rows": 8})}


class GivenForm(Bounded, forms.ModelForm):
    """What the office gives along to one of the six sections."""

    class Meta:
        model = RoundSection
        fields: tuple[str, ...] = ("hint", "template")
        widgets = {
            "hint": forms.Textarea(attrs={"rows": 2}),
            "template": forms.Textarea(attrs={"rows": 8}),
        }


class AskedForm(GivenForm):
    """A section of the round's own, named in each script."""

    class Meta(GivenForm.Meta):
        fields = ("name", "name_hant", "name_hans", "hint", "template", "archived")
        labels = {"archived": _("No longer asked for; what was written stays")}


class KeyAreaForm(Bounded, forms.ModelForm):
    class Meta:
        model = KeyArea
        fields = ("name", "name_hant", "name_hans", "each_department", "archived")
        labels = {"archived": _("No longer asked for")}

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


KeyAreaFormSet = forms.modelformset_factory(
    KeyArea, form=KeyAreaForm, extra=2, absolute_max=30, max_num=30
)


class GateForm(Bounded, forms.Form):
    """Switching a gate off takes a reason, which is shown wherever the gate would be."""

    gate = forms.ChoiceField(choices=Gate.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        error_messages={"required": _("Say why. The reason is shown wherever the gate would be.")},
    )


class StrategyForm(Bounded, forms.ModelForm):
    class Meta:
        model = OverallGoalSet
        fields = ("strategy",)
        widgets = {"strategy": forms.Textarea(attrs={"rows": 5})}


class DecidedForm(Bounded, forms.ModelForm):
    """One numbered line: what it is called, what it means, and whether it is dropped."""

    class Meta:
        fields = ("title", "description", "archived")
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}
        labels = {"archived": _("Drop this line; its number is not used again")}

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class OverallGoalForm(DecidedForm):
    class Meta(DecidedForm.Meta):
        model = OverallGoal


class StrategyLineForm(DecidedForm):
    class Meta(DecidedForm.Meta):
        model = Strategy


StrategyFormSet = forms.modelformset_factory(
    Strategy, form=StrategyLineForm, extra=2, absolute_max=50, max_num=50
)
OverallGoalFormSet = forms.modelformset_factory(
    OverallGoal, form=OverallGoalForm, extra=2, absolute_max=50, max_num=50
)
