"""The name of a saved view, and who sees it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.models import Reach, SavedView
from improvement.door.bounded import Bounded


class RenameForm(Bounded, forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ["name"]


class SaveForm(RenameForm):
    """`departments` are those of the person; sharing with all is offered where it is allowed."""

    share = forms.ChoiceField(label=pgettext_lazy("saved view", "Who sees it"), required=False)

    field_order = ["name", "share"]

    def __init__(self, *args: Any, departments: Any, with_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.departments = {str(one.pk): one for one in departments}
        shares = [(Reach.OWN.value, Reach.OWN.label)]
        shares += [(key, one.local_name) for key, one in self.departments.items()]
        shares += [(Reach.ALL.value, Reach.ALL.label)] if with_all else []
        self.fields["share"].choices = shares

    def reach(self) -> dict[str, Any]:
        """For whom it is, in the columns of the row."""
        share = self.cleaned_data["share"] or Reach.OWN.value
        if department := self.departments.get(share):
            return {"reach": Reach.DEPARTMENT, "department": department}
        return {"reach": share}


NOTHING_ASKED = _("Narrow the register first; a view keeps its filters.")
