"""One row of the sheet of targets: a figure for a period, or the ends of a range."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.models import Direction, Indicator, PeriodTarget
from evidence.periods import Period
from evidence.targets import Wanted
from improvement.charts.numbers import labelled
from improvement.door.bounded import Bounded

from .entering import Figure, plain


class TargetForm(Bounded, forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, *args: Any, indicator: Indicator, period: Period, row: PeriodTarget | None, **kw: Any
    ) -> None:
        known = {
            "version": row.version if row else 0,
            "target": plain(row.target) if row else "",
            "upper": plain(row.upper) if row else "",
        }
        super().__init__(*args, initial=known, prefix=f"t{period.key}", **kw)
        self.period = period
        label = _("Target for %(period)s") % {"period": period.label}
        self.fields["target"] = Figure(label=label, unit=indicator.unit)
        self.in_range = indicator.direction == Direction.IN_RANGE
        if self.in_range:
            label = _("Upper limit for %(period)s") % {"period": period.label}
            self.fields["upper"] = Figure(label=label, unit=indicator.unit, column=1)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        target, upper = given.get("target"), given.get("upper")
        if self.in_range and not self.errors:
            if (target is None) != (upper is None):
                self.add_error("upper", _("Give both ends of the range, or none."))
            elif target is not None and upper is not None and upper < target:
                self.add_error("upper", _("The upper limit lies below the lower one."))
        return given

    @property
    def told_errors(self) -> list[dict[str, str]]:
        """For the summary: each sentence with its field."""
        found = [{"text": str(text), "target": ""} for text in self.non_field_errors()]
        for name in self.fields:
            for text in self.errors.get(name, []):
                told = labelled(str(self[name].label), str(text))
                found.append({"text": told, "target": self[name].id_for_label})
        return found

    @property
    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(self.period, given["target"], given.get("upper"), given.get("version") or 0)
