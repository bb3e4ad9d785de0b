"""What a department writes in a progress report: how it stands, in words, and on each line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from execution.models import MeasureLine, ProgressReport, ReportLine
from execution.models.report import CHOSEN
from improvement.door.bounded import Bounded
from plans.forms.drafting import Drafted, Text

CAUSE = _("Give the cause: the line is off its path.")
REMEDY = _("Give the remedy: the line is off its path.")


class ReportForm(Drafted):
    """The words on the whole; `strict` when it is handed in and not only kept."""

    class Meta:
        model = ProgressReport
        fields = ("health", "wins", "obstacles", "needs")
        widgets = {
            "health": forms.RadioSelect,
            "wins": Text(3),
            "obstacles": Text(3),
            "needs": Text(3),
        }

    def __init__(self, *args: Any, strict: str = "", asked: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strict = strict
        chosen = self.fields["health"]
        chosen.choices, chosen.required = CHOSEN, bool(strict)
        chosen.error_messages["required"] = _("Say how the plan stands.")
        if asked:
            self.fields["answer"] = forms.CharField(
                label=_("Answer"),
                widget=Text(3),
                max_length=4000,
                required=strict == "answer",
                error_messages={"required": _("Write the answer.")},
            )

    @property
    def faults(self) -> list[dict[str, str]]:
        """What is wrong, each with the field where it is mended."""
        return [
            {
                "text": f"{bound.label}: {text}",
                "target": bound.id_for_label or f"{bound.auto_id}_0",
            }
            for bound in self
            for text in bound.errors
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.strict and given.get("health") == "bad":
            for name in ("obstacles", "needs"):
                if not given.get(name):
                    self.add_error(name, OFF_PATH[name])
        return given


OFF_PATH = {
    "obstacles": _("You say the plan is off its path: write what stands in its way."),
    "needs": _("You say the plan is off its path: write what comes next."),
}


class LineForm(Bounded, forms.Form):
    """Why a target line is off its path, and what is done about it."""

    cause = forms.CharField(
        label=_("Cause"), widget=Text(2), required=False, error_messages={"required": CAUSE}
    )
    remedy = forms.CharField(
        label=_("Remedy"), widget=Text(2), required=False, error_messages={"required": REMEDY}
    )

    def __init__(self, data: Any, *, line: ReportLine, strict: bool) -> None:
        super().__init__(
            data,
            prefix=f"line-{line.target_line_id}",
            initial={"cause": line.cause, "remedy": line.remedy},
        )
        if strict and line.health == "bad":
            for field in self.fields.values():
                field.required = True


class MeasureForm(Bounded, forms.Form):
    """A word on a measure; and how far it has come, where no tasks can be counted."""

    percent = forms.IntegerField(
        label=_("Done in percent"), min_value=0, max_value=100, required=False
    )
    word = forms.CharField(label=_("A word"), widget=Text(1), required=False)

    def __init__(self, data: Any, *, line: MeasureLine) -> None:
        super().__init__(
            data,
            prefix=f"measure-{line.measure_id}",
            initial={"percent": line.percent, "word": line.word},
        )
        if line.counted:
            del self.fields["percent"]
