"""What is typed about an own date of a department: the day, and why (3.4.2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from improvement.door.bounded import Bounded
from plans.models import Extension

from .rounds import Day


class AskForm(Bounded, forms.ModelForm):
    """The new date and its reason."""

    class Meta:
        model = Extension
        fields = ("until", "reason")
        widgets = {"until": Day(), "reason": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"reason": _("It stays on record and is seen by whoever follows the round.")}


class GrantForm(Bounded, forms.ModelForm):
    """The date the office grants; it need not be the one that was asked for."""

    class Meta:
        model = Extension
        fields = ("until", "answer")
        widgets = {"until": Day(), "answer": forms.Textarea(attrs={"rows": 3})}
        labels: dict[str, Any] = {"answer": _("A word to the department")}
