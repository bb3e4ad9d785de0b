"""A file to import, and what its columns mean."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.imports.receiving import found_in, orders_of
from evidence.imports.value_checking import LABELS
from evidence.imports.vocabulary import HEADINGS
from evidence.models import Brings, DataImport, RecordChannel, RecordKind, ServiceRecord
from improvement.door.bounded import Bounded
from improvement.organization.models import Department

NEEDED = {"opened_on", "text", "period", "indicator"}
ORDERS = [
    ("ymd", _("Year, month, day: 2026-03-05")),
    ("dmy", _("Day, month, year: 5/3/2026 is 5 March")),
    ("mdy", _("Month, day, year: 3/5/2026 is 5 March")),
]
ENCODINGS = [
    ("utf-8", "UTF-8"),
    ("utf-8-sig", _("UTF-8 with a mark at the beginning")),
    ("utf-16", "UTF-16"),
    ("gb18030", _("GB18030 (Simplified Chinese)")),
    ("big5hkscs", _("Big5 (Traditional Chinese)")),
]


class FileForm(Bounded, forms.Form):
    """One file, what it holds, the system it comes from, and whose it is."""

    brings = forms.ChoiceField(
        label=_("What it holds"),
        choices=Brings.choices,
        initial=Brings.RECORDS,
        help_text=_(
            "For values: a row for each period, department and indicator, with the value, or with "
            "numerator and denominator."
        ),
    )
    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=_("CSV in any usual encoding, or an Excel workbook (.xlsx)."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=60,
        help_text=_("The system it comes from. What its columns mean is remembered by this name."),
    )
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"))

    def __init__(
        self, *args: Any, departments: QuerySet[Department], all_of_them: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        field.queryset = departments  # type: ignore[attr-defined]
        if all_of_them:
            field.required = False
            field.empty_label = _("As the file says, row by row")  # type: ignore[attr-defined]
        elif len(departments) == 1:
            field.initial = departments[0].pk


class MappingForm(Bounded, forms.Form):
    """Which heading is which of our columns, and how days are written."""

    USUAL: tuple[str, ...] = ()
    day_order = forms.ChoiceField(
        label=_("How days are written"),
        required=False,
        choices=[("", pgettext_lazy("order of day and month", "Choose")), *ORDERS],
    )
    encoding = forms.ChoiceField(label=_("Encoding"), required=False, choices=ENCODINGS)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, data_import: DataImport, **kwargs: Any) -> None:
        made = self.data_import = data_import
        self.found = found_in(made)
        self.ours = list(HEADINGS[made.brings])
        initial = {
            **{f"column_{ours}": theirs for ours, theirs in made.columns.items()},
            **{f"usual_{ours}": value for ours, value in made.usual.items()},
            "day_order": made.day_order,
            "encoding": made.encoding,
            "version": made.version,
        }
        super().__init__(*args, initial=initial, **kwargs)
        headings = [("", _("Not in the file")), *((one, one) for one in self.found["headings"])]
        for ours in self.ours:
            self.fields[f"column_{ours}"] = forms.ChoiceField(
                label=self.label_of(ours),
                choices=headings,
                required=ours in NEEDED or (ours == "department" and not made.department_id),
            )
        if not made.encoding:
            del self.fields["encoding"]

    def label_of(self, ours: str) -> Any:
        raise NotImplementedError

    @property
    def columns(self) -> list[Any]:
        return [self[f"column_{ours}"] for ours in self.ours]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        chosen = [data.get(f"column_{ours}") for ours in self.ours]
        twice = {one for one in chosen if one and chosen.count(one) > 1}
        for ours in self.ours:
            if data.get(f"column_{ours}") in twice:
                self.add_error(f"column_{ours}", _now("This column is named twice."))
        self.data_import.columns = self.changes_of(data)["columns"]
        if not data.get("day_order") and "either" in orders_of(self.data_import, self.found):
            self.add_error(
                "day_order", _now("The file does not show whether day or month comes first.")
            )
        return data

    @property
    def changes(self) -> dict[str, Any]:
        """What the import keeps; what was looked through before counts no longer."""
        return self.changes_of(self.cleaned_data) | {
            "checked": "",
            "rows_read": 0,
            "rows_good": 0,
            "rows_known": 0,
            "rows_replaced": 0,
            "rows_wrong": 0,
        }

    def changes_of(self, data: dict[str, Any]) -> dict[str, Any]:
        columns = {ours: data.get(f"column_{ours}") or "" for ours in self.ours}
        usual = {ours: data.get(f"usual_{ours}") or "" for ours in self.USUAL}
        return {
            "columns": {ours: theirs for ours, theirs in columns.items() if theirs},
            "usual": {ours: value for ours, value in usual.items() if value},
            "day_order": data.get("day_order") or "",
            "encoding": data.get("encoding") or "",
        }


class RecordMapping(MappingForm):
    """Records: also what stands where the file names no kind and no channel."""

    USUAL = ("kind", "channel")
    usual_kind = forms.ChoiceField(
        label=_("Kind, where the file names none"),
        required=False,
        choices=[("", _("None: such rows are wrong")), *RecordKind.choices],
    )
    usual_channel = forms.ChoiceField(
        label=_("Channel, where the file names none"),
        required=False,
        choices=[("", _("None: such rows are wrong")), *RecordChannel.choices],
    )

    def label_of(self, ours: str) -> Any:
        field = ServiceRecord._meta.get_field(ours)
        return str(field.verbose_name).capitalize()  # type: ignore[union-attr]


class ValueMapping(MappingForm):
    """Values: a figure, or the two parts of a rate."""

    def label_of(self, ours: str) -> Any:
        return LABELS[ours]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        named = {ours for ours in self.ours if data.get(f"column_{ours}")}
        if "value" not in named and not {"numerator", "denominator"} <= named:
            self.add_error(
                "column_value", _now("Name the value, or both numerator and denominator.")
            )
        return data


def mapping_of(data_import: DataImport, typed: Any = None) -> MappingForm:
    kind = ValueMapping if data_import.of_values else RecordMapping
    return kind(typed, data_import=data_import)
