"""What a member of the leadership group types on the decision page, and the office beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from improvement.door.bounded import Bounded

from .models import Vote, VotingRule
from .tally import Choice

CONDITIONS = (1, 2, 3)


class DecisionForm(Bounded, forms.Form):
    """One choice, nothing preselected; a reason, up to three conditions, the seat it is for."""

    choice = forms.ChoiceField(
        label=_("Decision"),
        choices=Vote.CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision first.")},
    )
    reason = forms.CharField(
        label=_("Reason or remark"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    over_goal = forms.BooleanField(label=_("It is over a goal: reopen the goals"), required=False)
    seat = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in CONDITIONS:
            self.fields[f"condition_{n}"] = forms.CharField(
                label=_("Condition %(number)d") % {"number": n}, required=False, max_length=500
            )
            self.fields[f"due_{n}"] = forms.DateField(
                label=_("To be met by"),
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}),
            )

    @property
    def condition_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"condition_{n}"], self[f"due_{n}"]) for n in CONDITIONS]

    def conditions(self) -> Iterator[tuple[str, dt.date | None]]:
        for n in CONDITIONS:
            if text := self.cleaned_data.get(f"condition_{n}"):
                yield text, self.cleaned_data.get(f"due_{n}")

    def clean(self) -> dict[str, Any]:
        """The same as the door asks, said beside the field."""
        given: dict[str, Any] = super().clean() or {}
        choice = given.get("choice")
        if choice == Choice.RETURN and not given.get("reason"):
            self.add_error(
                "reason", _("Say why you return it. The department will read the reason.")
            )
        if choice == Choice.CONDITIONS and not list(self.conditions()):
            self.add_error("condition_1", _("Name at least one condition."))
        return given


class VotingRuleForm(Bounded, forms.ModelForm):
    """Both switches and why; a rule that is set as it stands is no new one."""

    class Meta:
        model = VotingRule
        fields = ("votes_hidden", "chair_last", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        held = VotingRule.objects.in_force()
        if all(given.get(name) == getattr(held, name) for name in ("votes_hidden", "chair_last")):
            raise forms.ValidationError(_("Nothing is different from what holds now."))
        return given
