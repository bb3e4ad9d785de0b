"""A figure of somebody else, with the source in which it stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evidence.models import Benchmark, Indicator
from evidence.periods import Rhythm, period_of, periods_between
from improvement.door.bounded import Bounded

from .entering import Figure

YEARS = 5


class BenchmarkForm(Bounded, forms.ModelForm):
    period = forms.ChoiceField(label=_("Period"))

    class Meta:
        model = Benchmark
        fields = ["peer", "relation", "period", "value", "source", "published_on"]
        widgets = {"published_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def __init__(self, *args: Any, indicator: Indicator, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = Figure(label=_("Figure"), unit=indicator.unit)
        self.fields["value"].required = True
        self.fields["period"].choices = choices(indicator.rhythm, today)  # type: ignore[attr-defined]
        self.order_fields(self.Meta.fields)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        told = self.instance.indicator.benchmarks.counting()
        if told.filter(peer=given.get("peer"), period=given.get("period")).exists():
            self.add_error("period", _("This figure stands here already. Withdraw it first."))
        return given

    def clean_published_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["published_on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("The day lies in the future."))
        return on


def choices(rhythm: str, today: dt.date) -> list[tuple[str, str]]:
    """Years that are over, and the periods of the indicator of two years; the latest first."""
    this_year = period_of(today, Rhythm.YEARLY)
    first = this_year.starts.replace(year=this_year.starts.year - YEARS)
    years = [p for p in periods_between(first, today, Rhythm.YEARLY) if p.ends < today]
    since = today.replace(year=today.year - 2, day=1)
    own = [p for p in periods_between(since, today, rhythm) if p.ends < today]
    return [(p.key, p.label) for p in dict.fromkeys([*years[::-1], *own[::-1]])]
