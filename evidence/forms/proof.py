"""One piece of evidence for a finding, each kind with the fields it needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.lifecycle import ImportStatus
from evidence.models import DataImport, Finding, Proof, ProofKind, RecordCategory
from evidence.periods import NoPeriod, parse
from evidence.relevance import indicators_of
from improvement.door.bounded import Bounded

FIELDS = {
    ProofKind.FIGURES: ("indicator", "period", "words"),
    ProofKind.RECORDS: ("category", "period", "words"),
    ProofKind.IMPORT: ("data_import", "words"),
    ProofKind.NOTE: ("words", "source"),
}
NEEDED = {"indicator", "category", "data_import", "source"}


def imports_of(finding: Finding) -> QuerySet[DataImport]:
    """What was brought in for its department, or for all."""
    of_it = Q(department=finding.department_id) | Q(department=None)
    return DataImport.objects.filter(of_it, status=ImportStatus.FINISHED)


class ProofForm(Bounded, forms.ModelForm):
    """Only what its kind is made of is asked for."""

    class Meta:
        model = Proof
        fields = ("indicator", "category", "data_import", "period", "words", "source")
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "period": gettext_lazy("Such as 2026-09, 2026Q3 or 2026; empty: the whole series."),
            "source": gettext_lazy("Who said or counted it, where and when."),
        }

    def __init__(self, *args: Any, kind: ProofKind, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.finding = kind, finding
        for name in set(self.fields) - set(FIELDS[kind]):
            del self.fields[name]
        for name in NEEDED & set(self.fields):
            self.fields[name].required = True
        self.fields["words"].required = kind == ProofKind.NOTE
        offers: dict[str, Any] = {
            "indicator": lambda: indicators_of([finding.department_id]),
            "category": RecordCategory.objects.all,
            "data_import": lambda: imports_of(finding),
        }
        for name in offers.keys() & set(self.fields):
            field: Any = self.fields[name]
            field.queryset = offers[name]()

    def clean_period(self) -> str:
        typed: str = self.cleaned_data["period"].strip().upper()
        if not typed:
            return ""
        try:
            period = parse(typed)
        except NoPeriod:
            raise forms.ValidationError(_("This is no period.")) from None
        if period.starts > timezone.localdate():
            raise forms.ValidationError(_("The period lies in the future."))
        return typed

    def begun(self) -> Proof:
        return Proof(finding=self.finding, kind=self.kind, **self.cleaned_data)
