"""In which form and language a document is wanted, and of which version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.documents.forms import FORMS, Form
from improvement.door.bounded import Bounded
from improvement.organization.models import Organization


class ExportForm(Bounded, forms.Form):
    """Sent by GET: the address says it all and can be passed on."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=FORMS)
    revision = forms.IntegerField(
        label=gettext_lazy("Version"), required=False, min_value=1, max_value=10_000
    )

    def __init__(self, *args: Any, revisions: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if revisions:
            choices = [("", _("As it stands"))]
            choices += [
                (r.number, _("Version %(number)d") % {"number": r.number}) for r in revisions
            ]
            self.fields["revision"].widget = forms.Select(choices=choices)
        elif not self.is_bound:
            del self.fields["revision"]

    @property
    def chosen(self) -> tuple[Form, str, int | None]:
        data = self.cleaned_data
        return Form(data["form"]), data["language"], data["revision"]

    @staticmethod
    def usual_form() -> Form:
        house = Organization.current()
        return Form(house.document_form) if house else Form.PLAIN
