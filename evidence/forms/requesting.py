"""Asking departments for data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.models import DataRequest, Indicator, RequestForm
from evidence.periods import NoPeriod, parse
from improvement.door.bounded import Bounded
from improvement.organization.calendar import working_day_after, working_day_test
from improvement.organization.models import Department

DAYS = 10
"""Working days that a department usually has (ours)."""


class DataRequestForm(Bounded, forms.ModelForm):
    """The departments are ticked one by one or all together; each is asked by a row of its own."""

    departments = forms.ModelMultipleChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Departments"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    all = forms.BooleanField(label=gettext_lazy("All departments"), required=False)

    class Meta:
        model = DataRequest
        fields = ("title", "purpose", "form", "indicator", "period", "due")
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "due": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }
        help_texts = {
            "indicator": gettext_lazy("Where a figure is asked for."),
            "period": gettext_lazy("Where a figure is asked for: 2026-09, 2026Q3 or 2026."),
            "due": gettext_lazy("A working day."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names: Any = self.fields["departments"]
        names.queryset = Department.objects.active()
        indicators: Any = self.fields["indicator"]
        indicators.queryset = Indicator.objects.in_use()
        self.fields["due"].initial = working_day_after(timezone.localdate(), DAYS)

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due <= timezone.localdate():
            raise forms.ValidationError(_("The day must lie ahead."))
        if not working_day_test(due, due)(due):
            raise forms.ValidationError(_("This is no working day."))
        return due

    def clean_period(self) -> str:
        return str(self.cleaned_data["period"]).strip().upper()

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("all"):
            said["departments"] = self.fields["departments"].queryset  # type: ignore[attr-defined]
        elif not said.get("departments") and "departments" not in self.errors:
            self.add_error("departments", _("Choose at least one department."))
        if said.get("form") == RequestForm.FIGURE:
            self.clean_figure(said)
        else:
            said |= {"indicator": None, "period": ""}
        return said

    def clean_figure(self, said: dict[str, Any]) -> None:
        """An indicator, and a period of the kind it is told by."""
        indicator = said.get("indicator")
        if indicator is None:
            self.add_error("indicator", _("Choose the indicator."))
            return
        try:
            period = parse(said.get("period", ""))
        except NoPeriod:
            self.add_error("period", _("This is no period."))
            return
        if period.rhythm != indicator.rhythm:
            self.add_error("period", _("The indicator is not told for such a period."))

    @property
    def asked(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}
