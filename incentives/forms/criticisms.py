"""What people type about notices of criticism and rectifications."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from improvement.door.bounded import Bounded
from improvement.organization.models import Department
from incentives.models import Criticism, Rectification

from .awards import people_of


class ProposalForm(Bounded, forms.ModelForm):
    """Whom it concerns and what is criticized; the facts come from the record."""

    class Meta:
        model = Criticism
        fields = ("person", "grounds")
        widgets = {"grounds": forms.Textarea(attrs={"rows": 5})}
        error_messages = {"grounds": {"required": _("Say what is criticized.")}}

    def __init__(self, *args: Any, department: Department, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(department).exclude(pk=by.pk)
        self.fields["person"].empty_label = _("The whole department")


def open_to(by: Any) -> Any:
    """Every department but those the officer belongs to."""
    return Department.objects.exclude(pk__in=by.standing.departments).order_by("path")


class RectificationForm(Bounded, forms.ModelForm):
    """Cause, measures and date while it is planned."""

    class Meta:
        model = Rectification
        fields = ("cause", "measures", "due")
        widgets = {
            "cause": forms.Textarea(attrs={"rows": 4}),
            "measures": forms.Textarea(attrs={"rows": 5}),
            "due": forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        }


class ReportForm(Bounded, forms.ModelForm):
    """What has been done, while it is worked on."""

    class Meta:
        model = Rectification
        fields = ("report",)
        widgets = {"report": forms.Textarea(attrs={"rows": 5})}
        error_messages = {"report": {"required": _("Say what has been done.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report"].required = True
