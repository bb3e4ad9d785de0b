"""The definition card as the office fills it in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.models import Direction, Family, Indicator
from evidence.models.indicator import ADDING_UP
from improvement.door.bounded import Bounded
from improvement.organization.models import Department


class Day(forms.DateInput):
    """A date as the browser knows to ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class IndicatorForm(Bounded, forms.ModelForm):
    """A new card, or the changes of one in use, which then need a day and a reason."""

    family = forms.ChoiceField(label=_("Family"), choices=[("", "—"), *Family.choices])
    direction = forms.ChoiceField(label=_("Direction"), choices=[("", "—"), *Direction.choices])
    adds_up = forms.TypedChoiceField(
        label=_("Figures of departments"),
        choices=ADDING_UP,
        coerce=lambda text: text == "True",
        empty_value=False,
        required=False,
    )

    class Meta:
        model = Indicator
        fields = (
            "code",
            "name",
            "name_hant",
            "name_hans",
            "family",
            "direction",
            "unit",
            "formula",
            "numerator_name",
            "denominator_name",
            "factor",
            "adds_up",
            "source",
            "rhythm",
            "path",
            "owner",
            "stale_days",
            "valid_from",
            "change_reason",
        )
        widgets = {"valid_from": Day(), "change_reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Department.objects.active().order_by("path")  # type: ignore[attr-defined]
        self.fields["change_reason"].label = _("Why the definition changes")
        if self.instance.pk:
            del self.fields["code"]
            self.fields["valid_from"].required = True
            self.fields["change_reason"].required = True
        else:
            del self.fields["change_reason"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("numerator_name") and not given.get("denominator_name"):
            self.add_error("denominator_name", _("A numerator needs its denominator."))
        if given.get("factor") == 0:
            self.add_error("factor", _("The factor must not be zero."))
        return given

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}
