"""What the office types about the organization plan."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from improvement.door.bounded import Bounded
from plans.models import OrganizationPlan, Round

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
        widgets = {"introduction": forms.Textarea(attrs={"rows": 8})}


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
