"""What the office types while it reviews, and what the department answers."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from improvement.door.bounded import Bounded
from plans.models import Answer, Goal, Measure, Plan, SectionKey, Verdict


class ReplyForm(Bounded, forms.Form):
    body = forms.CharField(
        label=_("Reply"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write something first.")},
    )


class CommentForm(Bounded, forms.Form):
    """A remark and what it hangs on: a section, or one goal or measure of the plan."""

    body = forms.CharField(
        label=_("Comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write something first.")},
    )
    section = forms.ChoiceField(choices=SectionKey.choices, widget=forms.HiddenInput)
    goal = forms.ModelChoiceField(
        Goal.objects.none(), to_field_name="public_id", required=False, widget=forms.HiddenInput
    )
    measure = forms.ModelChoiceField(
        Measure.objects.none(), to_field_name="public_id", required=False, widget=forms.HiddenInput
    )

    place = forms.CharField(max_length=40, required=False)

    def __init__(self, data: Any, *, plan: Plan) -> None:
        super().__init__(data)
        self.fields["section"].choices = plan.section_titles
        self.fields["goal"].queryset = plan.goals.all()
        self.fields["measure"].queryset = plan.measures.all()

    def clean(self) -> dict[str, Any]:
        """`place` names a field, or a target line or milestone by its key; else the whole part."""
        given: dict[str, Any] = super().clean() or {}
        place = given.pop("place", "")
        owner = given.get("goal") or given.get("measure")
        content = owner.content() if owner and place else {}
        rows = content.get("target_lines", content.get("milestones", []))
        row = next((row for row in rows if row["id"] == place), None)
        if row:
            called = row.get("indicator") or row.get("title") or ""
            return given | {"row": uuid.UUID(place), "quote": called}
        if isinstance(content.get(place), str) and place != "id":
            return given | {"field": place, "quote": content[place]}
        return given

    @property
    def anchor(self) -> str:
        """Where on the page the remark was being written."""
        kind = "goal" if self.data.get("goal") else "measure" if self.data.get("measure") else ""
        return f"{kind}-{self.data[kind]}" if kind else f"section-{self.data.get('section', '')}"


class ChecklistForm(Bounded, forms.Form):
    """One answer and one remark for each question; nothing is preselected, nothing is forced."""

    def __init__(self, data: Any, *, count: int) -> None:
        super().__init__(data)
        for number in range(count):
            choices = [("", ""), *Answer.choices]
            self.fields[f"answer_{number}"] = forms.ChoiceField(choices=choices, required=False)
            self.fields[f"remark_{number}"] = forms.CharField(max_length=500, required=False)

    @property
    def answers(self) -> list[tuple[str, str]]:
        given = self.cleaned_data
        numbers = range(len(self.fields) // 2)
        return [(given[f"answer_{n}"], given[f"remark_{n}"]) for n in numbers]


class FinishForm(Bounded, forms.Form):
    """One verdict for all comments; nothing is preselected."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a verdict first.")},
    )
    summary = forms.CharField(
        label=_("Summary for the department and the leadership group"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("verdict") == Verdict.SEND_BACK and not given.get("summary"):
            self.add_error("summary", _("Say why. The people concerned will read the reason."))
        return given
