"""One finding by hand, with what shows it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from evidence.models import Finding, Indicator
from evidence.relevance import indicators_of
from improvement.door.bounded import Bounded
from improvement.organization.models import Department


class FindingWordsForm(Bounded, forms.ModelForm):
    """What it is and where it lies; where it was seen first is settled when it is added."""

    class Meta:
        model = Finding
        fields = ["title", "detail", "heading"]
        widgets = {"detail": forms.Textarea(attrs={"rows": 4})}
        labels = {"title": _("What is the problem?")}
        help_texts = {"detail": _("As far as it is known.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heading"].required = True


class FindingForm(FindingWordsForm):
    """A problem seen in figures, in the register or elsewhere: data decides (1.3.3)."""

    link = forms.CharField(
        label=_("Page that shows it"),
        max_length=300,
        required=False,
        help_text=_("An address in this system, such as the register as you have filtered it."),
    )

    class Meta(FindingWordsForm.Meta):
        fields = [*FindingWordsForm.Meta.fields, "found_on", "department", "indicator", "proof"]
        widgets = {
            **FindingWordsForm.Meta.widgets,
            "found_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "proof": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {**FindingWordsForm.Meta.labels, "proof": _("What shows it, in words")}

    def __init__(
        self, *args: Any, departments: QuerySet[Department], host: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.host = host
        self.fields["found_on"].initial = timezone.localdate()
        offered = list(departments)
        # Any department may be named; whose it is not, the door turns away
        names: Any = self.fields["department"]
        names.queryset = Department.objects.active()
        if len(offered) == 1:
            names.initial, names.empty_label = offered[0].pk, None
        empty = [("", names.empty_label)] if names.empty_label else []
        names.choices = [*empty, *((one.pk, str(one.local_name)) for one in offered)]
        indicators: Any = self.fields["indicator"]
        indicators.queryset = indicators_of(one.pk for one in offered)

    def clean_found_on(self) -> Any:
        on = self.cleaned_data["found_on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("The day lies in the future."))
        return on

    def clean_link(self) -> str:
        """The page alone, without the name of the host it is read on."""
        typed: str = self.cleaned_data["link"]
        if not typed:
            return ""
        outside = forms.ValidationError(_("This is no address in this system."))
        if not url_has_allowed_host_and_scheme(typed, allowed_hosts={self.host}):
            raise outside
        page = urlsplit(typed)._replace(scheme="", netloc="").geturl()
        if not page.startswith("/") or page.startswith("//"):
            raise outside
        return page

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        department, indicator = said.get("department"), said.get("indicator")
        if department and indicator and not told_by(indicator, department):
            self.add_error("indicator", _("The department does not tell this indicator."))
        shown = {"indicator", "link", "proof"}
        if not shown & self.errors.keys() and not any(said.get(name) for name in shown):
            self.add_error(
                "proof", _("Say what shows it: choose an indicator, name a page, or write it down.")
            )
        return said


def told_by(indicator: Indicator, department: Department) -> bool:
    return indicators_of([department.pk]).filter(pk=indicator.pk).exists()
