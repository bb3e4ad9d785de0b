"""What the office types about the organization plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from improvement.door.bounded import Bounded
from plans.models import OrganizationPlan, Round

from .drafting import Formatted, one_ending
from .rounds import Day


class BeginForm(Bounded, forms.Form):
    """Which planning year the next edition is for."""

    round = forms.ModelChoiceField(
        Round.objects.current(),
        to_field_name="public_id",
        label=_("Planning year"),
        empty_label=None,
    )


class IntroductionForm(Bounded, forms.ModelForm):
    class Meta:
        model = OrganizationPlan
        fields = ("introduction",)
        widgets = {"introduction": Formatted(14)}
        help_texts = {"introduction": Formatted.SIGNS}

    def clean_introduction(self) -> str:
        return one_ending(self.cleaned_data["introduction"])


class IssueForm(Bounded, forms.Form):
    """The number and the date with which the plan takes effect (3.4.3)."""

    number = forms.CharField(
        label=_("Document number"),
        max_length=80,
        help_text=_("Proposed by the organization's pattern; a number from elsewhere will do."),
        error_messages={"required": _("Give the document number.")},
    )
    issued_on = forms.DateField(
        label=_("Date of issue"),
        widget=Day(),
        error_messages={"required": _("Give the date of issue.")},
    )

    def __init__(self, *args: Any, plan: OrganizationPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan

    def clean_number(self) -> str:
        number = str(self.cleaned_data["number"]).strip()
        if OrganizationPlan.objects.filter(number=number).exclude(pk=self.plan.pk).exists():
            raise forms.ValidationError(_("Another organization plan bears this number."))
        return number

    @property
    def from_elsewhere(self) -> bool:
        """Typed from another document system: it is kept as it is, beside our pattern."""
        return bool(self.cleaned_data["number"] != self.initial["number"])
