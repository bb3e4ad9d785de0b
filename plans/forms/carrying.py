"""What a department ticks of its last plan to carry over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from improvement.door.bounded import Bounded
from plans.carrying import written_sections
from plans.models import Plan


class CarryForm(Bounded, forms.Form):
    """Sections and goals of the last plan; the measures come with their goals."""

    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Sections"), widget=forms.CheckboxSelectMultiple, required=False
    )
    goals = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Goals"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        coerce=int,
        help_text=gettext_lazy(
            "Their measures come along. The last known value becomes the baseline, dates move to "
            "the new round, and targets are left open."
        ),
    )

    def __init__(self, *args: Any, source: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = written_sections(source)
        goals = [(goal.number, f"{goal.code} {goal.title}") for goal in source.live_goals]
        self.fields["sections"].choices = sections
        self.fields["goals"].choices = goals
        self.initial = {"sections": [s[0] for s in sections], "goals": [g[0] for g in goals]}
