"""The reports of one period over all departments: who has reported, is late, has missed."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.periods import Period
from plans.lifecycle import RoundStatus
from plans.models import Round

from .models import ProgressReport
from .reporting_calendar import ended, periods_of
from .reporting_lifecycle import OPEN, SETTLED, ReportStatus

PAGE = 50


class View(NamedTuple):
    """One way to narrow the list, with how many there are."""

    key: str
    label: str | Promise
    number: int = 0


def views() -> dict[str, tuple[str | Promise, Q]]:
    """Every report is in exactly one of those behind the first."""
    today = timezone.localdate()
    return {
        "": (pgettext_lazy("reports", "All"), Q()),
        "waiting": (_("Waiting for the office"), Q(status=ReportStatus.SUBMITTED)),
        "queried": (pgettext_lazy("reports", "Queried"), Q(status=ReportStatus.QUERIED)),
        "settled": (pgettext_lazy("reports", "Acknowledged"), Q(status__in=SETTLED)),
        "open": (pgettext_lazy("reports", "Not yet due"), Q(status__in=OPEN, due__gte=today)),
        "late": (pgettext_lazy("reports", "Late"), Q(status__in=OPEN, due__lt=today)),
        "missed": (pgettext_lazy("reports", "Missed"), Q(status=ReportStatus.MISSED)),
    }


class Overview:
    """What the page asks of the database: three queries, however many departments there are."""

    def __init__(self, request: HttpRequest) -> None:
        self.asked = {name: request.GET.get(name, "") for name in ("period", "show", "after")}
        self.user: Any = request.user
        self.year = request.GET.get("year", "")

    @cached_property
    def rounds(self) -> list[Round]:
        """Years that are, or were, carried out; the latest first."""
        carried = [RoundStatus.EXECUTING, RoundStatus.EVALUATING, RoundStatus.CLOSED]
        return list(Round.objects.filter(status__in=carried).order_by("-starts"))

    @cached_property
    def round(self) -> Round | None:
        """The year asked for; else the latest of which a period is over."""
        named = next((one for one in self.rounds if one.label == self.year), None)
        today = timezone.localdate()
        begun = (one for one in self.rounds if ended(one, today))
        return named or next(begun, None) or next(iter(self.rounds), None)

    @cached_property
    def periods(self) -> list[Period]:
        return ended(self.round, timezone.localdate())[::-1] if self.round else []

    @cached_property
    def period(self) -> Period | None:
        """The period asked for; else the last that is over."""
        asked = (one for one in self.periods if one.key == self.asked["period"])
        return next(asked, None) or next(iter(self.periods), None)

    @property
    def first(self) -> Period | None:
        """The period that ends first, to say when there will be something."""
        return periods_of(self.round)[0] if self.round else None

    @cached_property
    def reports(self) -> QuerySet[ProgressReport]:
        if self.period is None:
            return ProgressReport.objects.none()
        mine: Any = ProgressReport.objects.visible_to(self.user)
        found: QuerySet[ProgressReport] = mine.filter(
            plan__round=self.round, period=self.period.key
        )
        return found

    @cached_property
    def views(self) -> list[View]:
        """Every view with its number; one query."""
        known = views()
        numbers = self.reports.aggregate(
            **{f"n_{key}": Count("pk", filter=q) for key, (_label, q) in known.items() if key},
            n_=Count("pk"),
        )
        return [View(key, label, numbers[f"n_{key}"]) for key, (label, _q) in known.items()]

    @property
    def show(self) -> str:
        return self.asked["show"] if self.asked["show"] in views() else ""

    @cached_property
    def _found(self) -> list[ProgressReport]:
        red = Count("lines", filter=Q(lines__health="bad"))
        rows = self.reports.filter(views()[self.show][1]).annotate(red=red)
        if after := self.after:
            rows = rows.filter(plan__department__path__gt=after)
        return list(rows.order_by("plan__department__path")[: PAGE + 1])

    @property
    def after(self) -> str:
        """The place in the tree behind which the page begins."""
        try:
            wanted = uuid.UUID(self.asked["after"])
        except ValueError:
            return ""
        paths = ProgressReport.objects.filter(public_id=wanted)
        return paths.values_list("plan__department__path", flat=True).first() or ""

    @property
    def rows(self) -> list[ProgressReport]:
        return self._found[:PAGE]

    @property
    def query(self) -> dict[str, str]:
        """The year and period shown, for every link of the page."""
        shown = {"year": self.round.label} if self.round else {}
        return shown | ({"period": self.period.key} if self.period else {})

    @property
    def base(self) -> str:
        return urlencode(self.query)

    @property
    def older(self) -> str:
        if len(self._found) <= PAGE:
            return ""
        last = str(self._found[PAGE - 1].public_id)
        return "?" + urlencode({**self.query, "show": self.show, "after": last})

    @property
    def newer(self) -> str:
        if not self.asked["after"]:
            return ""
        return "?" + urlencode({**self.query, "show": self.show})
