"""What a department types in a section: its text, its own heading, effects, key areas."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.models import Goal, Plan, Section

from .drafting import Drafted, Text


class SectionForm(Drafted):
    class Meta:
        model = Section
        fields = ("body",)
        widgets = {"body": Text(14)}
        help_texts = {
            "body": gettext_lazy(
                "A line that begins with ## is a heading, with - a point, with 1. a step; "
                "**bold** stands between stars, a row of a table between bars: | a | b |"
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"data-words": _("words"), "data-column": _("Column")}
        self.fields["body"].widget.attrs |= {"data-formatted": True, **words}

    def clean_body(self) -> str:
        """Browsers end lines in two ways; a text has one, or every line would seem changed."""
        return "\n".join(self.cleaned_data["body"].splitlines())


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
