"""What a department types in a section: its text, its own heading, effects, key areas."""

from __future__ import annotations

from typing import Any

from plans.models import Goal, Plan, Section

from .drafting import Drafted, Formatted, Text, one_ending


class SectionForm(Drafted):
    class Meta:
        model = Section
        fields = ("body",)
        widgets = {"body": Formatted(14)}
        help_texts = {"body": Formatted.SIGNS}

    def clean_body(self) -> str:
        return one_ending(self.cleaned_data["body"])


class OwnSectionForm(Drafted):
    """What a section of the department's own is called."""

    class Meta:
        model = Section
        fields = ("title",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True


class EffectForm(Drafted):
    """What one goal is expected to bring about, in figures, before it starts (D57)."""

    class Meta:
        model = Goal
        fields = ("expected_effect", "verification")
        widgets = {"expected_effect": Text(), "verification": Text()}


class KeyAreasForm(Drafted):
    """The key areas of its service that a department names; each of them gets a goal (D48)."""

    class Meta:
        model = Plan
        fields = ("key_areas",)
        widgets = {"key_areas": Text(3)}
