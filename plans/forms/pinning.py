"""Where a chart is pinned: a section of a plan that one drafts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from improvement.door.bounded import Bounded
from plans.models import Plan
from plans.models.section import SectionKey

ANALYSIS = SectionKey.ANALYSIS
"""Where a chart usually belongs."""


class PinForm(Bounded, forms.Form):
    """One of the sections of the drafts a person writes."""

    section = forms.ChoiceField(
        label=gettext_lazy("Section"),
        error_messages={"required": gettext_lazy("Choose a section.")},
    )

    def __init__(self, *args: Any, plans: Iterable[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {
            f"{plan.public_id}/{key}": (plan, key)
            for plan in plans
            for key, _title in plan.section_titles
        }
        self.fields["section"].choices = [
            (place, f"{plan.code} · {dict(plan.section_titles)[key]}")
            for place, (plan, key) in self.places.items()
        ]
        analyses = (place for place, (_plan, key) in self.places.items() if key == ANALYSIS)
        self.fields["section"].initial = next(analyses, None)

    @property
    def place(self) -> tuple[Plan, str]:
        return self.places[self.cleaned_data["section"]]


class PinChartsForm(PinForm):
    """Which of the charts of the register, and where."""

    charts = forms.MultipleChoiceField(
        label=gettext_lazy("Charts"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one chart.")},
    )

    def __init__(self, *args: Any, charts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["charts"].choices = charts
