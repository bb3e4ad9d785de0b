"""Every component in all its states, on one page, with invented data."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.door.bounded import Bounded

from . import looks, ui_charts

TONES = ("neutral", "brand", "good", "warn", "bad", "info", "violet")
SYMBOL = re.compile(r'<symbol id="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something with a name in each script."""

    name: str
    name_hant: str = ""
    name_hans: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A row that has nothing but a status."""

    status: str
    word: Any

    def get_status_display(self) -> Any:
        return self.word


CHAN = Named("Chan Suk-yee", "陳淑儀", "陈淑仪")
LEE = Named("Lee Wai-man", "李慧敏", "李慧敏")
CENTRE = Named("Contact Centre", "客戶服務中心", "客户服务中心")
UNTRANSLATED = Named(
    "Bureau of Weights and Measures"
)  # no Chinese name: shown as it is, marked `lang`


class GoalForm(Bounded, forms.Form):
    """One field of each kind."""

    statement = forms.CharField(
        label=gettext_lazy("Goal statement"),
        help_text=gettext_lazy("Who will notice which change, by how much and by when"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    indicator = forms.ChoiceField(
        label=gettext_lazy("Indicator"),
        choices=[("fcr", gettext_lazy("First-contact resolution"))],
    )
    target = forms.DecimalField(label=gettext_lazy("Target"), max_value=100)
    due = forms.DateField(
        label=gettext_lazy("Due date"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False)
    direction = forms.ChoiceField(
        label=gettext_lazy("Direction"),
        widget=forms.RadioSelect,
        choices=[
            ("higher", gettext_lazy("Higher is better")),
            ("lower", gettext_lazy("Lower is better")),
        ],
    )
    customer = forms.BooleanField(label=gettext_lazy("This goal serves customers"), required=False)


class ReasonForm(Bounded, forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2, "data-key": "m"})
    )


def components(request: HttpRequest) -> HttpResponse:
    """Show everything a page can be built from."""
    now = timezone.now()
    wrong = {"statement": "", "indicator": "fcr", "target": "185", "due": now.date()}
    context = {
        "tones": TONES,
        "statuses": [Sample(status, status.replace("_", " ")) for status in looks.LOOKS],
        "health_states": list(looks.HEALTH),
        "icons": shapes(),
        "chan": CHAN,
        "lee": LEE,
        "centre": CENTRE,
        "foreign": UNTRANSLATED,
        "now": now,
        "yesterday": now - dt.timedelta(days=1),
        "last_year": now - dt.timedelta(days=400),
        "deadlines": [now.date() + dt.timedelta(days=n) for n in (-3, 0, 1, 6, 40)],
        "stages": stages(),
        "earlier_stages": stages(present=0),
        "facts": figures(),
        "trend": [61, 64, 63, 66, 67, 65, 69, 72],
        "gapped": [14, 13, None, 16, 17, 15, 19],
        "blank_form": GoalForm(prefix="blank"),
        "wrong_form": GoalForm(wrong, prefix=None),
        "reason_form": ReasonForm(),
        "formatted_text": formatted_text(),
        **ui_charts.charts(),
    }
    return render(request, "desk/ui.html", context)


def formatted_text() -> str:
    """Everything a text can hold, in its signs."""
    goals, measures = _("Goals"), _("Measures")
    said = _("Long text keeps to a comfortable measure, with room between its lines.")
    table = f"| {goals} | {measures} |\n|---|---|\n| 3 | 5 |"
    return f"{said}\n## {goals}\n- **{goals}**\n- {measures}\n### {measures}\n{table}"


def shapes() -> list[str]:
    """The names of the sprite's symbols."""
    sprite = Path(settings.BASE_DIR, "static", "icons.svg")
    return SYMBOL.findall(sprite.read_text(encoding="utf-8"))


def stages(present: int = 3) -> list[dict[str, Any]]:
    rows = [
        (_("Draft"), _("Version 3")),
        (_("Office review"), _("2 rounds")),
        (_("Leadership approval"), _("5 of 5 votes")),
        (_("Execution"), _("Week 47 of 52")),
        (_("Adjustment"), _("1 this year")),
        (_("Evaluation"), _("every quarter")),
    ]
    states = ["done"] * present + ["now"] + ["ahead"] * (len(rows) - present - 1)
    if present == 3:
        states[4] = states[5] = "part"
    return [
        {"label": label, "note": note, "state": state}
        for (label, note), state in zip(rows, states, strict=True)
    ]


def figures() -> list[dict[str, Any]]:
    return [
        {"label": _("Expected benefit"), "value": "HK$4.8M", "unit": _("a year")},
        {"label": _("Paid back after"), "value": "8", "unit": _("months")},
        {"label": _("Customers served"), "value": "210,000", "unit": _("a year")},
        {"label": _("Risk"), "value": _("Medium"), "tone": "warn"},
    ]
