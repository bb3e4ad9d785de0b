"""One row of the entry page: a figure, or numerator and denominator, and a note."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.models import Indicator, Value
from improvement.door.bounded import Bounded

NUMBER = {"inputmode": "decimal", "autocomplete": "off"}


class Figure(forms.DecimalField):
    """A figure as the column holds it; people type thousands and signs as they write them."""

    widget = forms.TextInput(NUMBER)
    default_error_messages = {
        "invalid": _("Enter a number, such as 12.5."),
        "max_digits": _("The number is too long."),
        "max_decimal_places": _("Give at most six decimals."),
        "max_whole_digits": _("The number is too long."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_digits=24, decimal_places=6, **options)

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        return super().to_python(text.replace(",", "").replace("，", "").replace("−", "-"))


class ValueForm(Bounded, forms.Form):
    """The form of one indicator; which fields it has depends on how the indicator is told."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, indicator: Indicator, row: Value | None, **kwargs: Any) -> None:
        names = {"note": "", "version": 0}
        if row:
            names = {"note": row.note, "version": row.version}
            for name in ("value", "numerator", "denominator"):
                names[name] = plain(getattr(row, name))
        super().__init__(*args, initial=names, prefix=f"i{indicator.pk}", **kwargs)
        self.indicator, self.row = indicator, row
        label = indicator.local_name
        if indicator.by_parts:
            top = indicator.numerator_name or _("Numerator")
            self.fields["numerator"] = Figure(label=f"{label}: {top}")
            self.fields["denominator"] = Figure(label=f"{label}: {indicator.denominator_name}")
        else:
            self.fields["value"] = Figure(label=label)
        self.fields["note"].label = _("Note on %(indicator)s") % {"indicator": label}

    @property
    def figures(self) -> dict[str, Decimal | None]:
        names = ("numerator", "denominator") if self.indicator.by_parts else ("value",)
        return {name: self.cleaned_data.get(name) for name in names}

    @property
    def told(self) -> bool:
        """Whether there is anything to keep: a row left empty is a value not known yet."""
        known = any(figure is not None for figure in self.figures.values())
        return known or self.row is not None or bool(self.cleaned_data.get("note"))


def plain(figure: Decimal | None) -> str:
    """A figure as it was typed: without the zeros of the column."""
    if figure is None:
        return ""
    text = f"{figure:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
