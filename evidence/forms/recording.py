"""One service record by hand, and a branch of the tree of categories."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.models import RecordCategory, ServiceRecord
from improvement.door.bounded import Bounded
from improvement.organization.models import Department


class CategoryField(forms.ModelChoiceField):
    """The tree as a list, each branch below the one it belongs to."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.indented)


class RecordForm(Bounded, forms.ModelForm):
    """What a customer told us; the name of the customer has no place here."""

    category = CategoryField(
        RecordCategory.objects.select_related("parent"), label=_("Category"), required=False
    )

    class Meta:
        model = ServiceRecord
        fields = [
            "kind",
            "channel",
            "category",
            "severity",
            "opened_on",
            "opened_time",
            "department",
            "reference",
            "handler",
            "text",
        ]
        widgets = {
            "opened_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "opened_time": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "text": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {
            "text": _("Leave out the name of the customer; numbers and addresses are masked."),
            "handler": _("Masked for everybody; who reads the name is recorded."),
            "reference": _("The number under which your own system keeps it."),
        }

    def __init__(self, *args: Any, departments: QuerySet[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments
        if len(departments) == 1:
            self.fields["department"].initial = departments[0].pk
        if not self.instance.pk:
            self.fields["opened_on"].initial = timezone.localdate()

    def clean_opened_on(self) -> Any:
        on = self.cleaned_data["opened_on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("The day lies in the future."))
        return on

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].strip()
        return text


class CategoryForm(Bounded, forms.ModelForm):
    """A branch: where it hangs is settled when it is added."""

    parent = CategoryField(
        RecordCategory.objects.select_related("parent"),
        label=pgettext_lazy("category", "Belongs to"),
        required=False,
    )

    class Meta:
        model = RecordCategory
        fields = ["code", "parent", "name", "name_hant", "name_hans"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"], self.fields["parent"]

    def clean_parent(self) -> RecordCategory | None:
        """Deep enough for any register, and short enough for the column."""
        parent: RecordCategory | None = self.cleaned_data["parent"]
        if parent and parent.depth >= DEEPEST:
            raise forms.ValidationError(_("The tree has at most four levels."))
        return parent


DEEPEST = 3
