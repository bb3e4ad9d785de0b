"""One row of the entry page: a figure, or numerator and denominator, and a note."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evidence.figures import Unreadable, without_signs
from evidence.models import Indicator, Value
from improvement.door.bounded import Bounded

NUMBER = {"inputmode": "decimal", "autocomplete": "off"}


class Figure(forms.DecimalField):
    """A figure as the column holds it; people type thousands and signs as they write them.

    A comma parts thousands and nothing else: 1,5 could be one and a half or fifteen, so it is
    asked again. A sign of per cent is taken where the figure is told in it.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Enter a number, such as 12.5."),
        "grouping": _("Write thousands as 1,234 and decimals as 12.5."),
        "sign": _("This figure is not told in %(sign)s."),
        "max_digits": _("The number is too long."),
        "max_decimal_places": _("Give at most six decimals."),
        "max_whole_digits": _("The number is too long."),
    }

    def __init__(self, *, unit: str = "", column: int = 0, **options: Any) -> None:
        super().__init__(required=False, max_digits=24, decimal_places=6, **options)
        self.unit = unit
        self.widget.attrs |= NUMBER | {"data-cell": column}

    def to_python(self, value: Any) -> Decimal | None:
        try:
            text = without_signs(str(value or ""), self.unit)
        except Unreadable as refused:
            raise self.wrong(refused.code, **refused.words) from refused
        return super().to_python(text)

    def wrong(self, code: str, **words: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code, params=words)


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
            bottom = f"{label}: {indicator.denominator_name}"
            self.fields["denominator"] = Figure(label=bottom, column=1)
        else:
            self.fields["value"] = Figure(label=label, unit=indicator.unit)
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
