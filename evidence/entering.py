"""The entry sheet: all indicators of a department for one period, kept in one act or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from improvement.door.refusals import Stale, StepRefused
from improvement.door.unit import unit

from .forms import ValueForm
from .lifecycle import WRITABLE, ValueStatus
from .models import Indicator, Rhythm, Value
from .models.period_lock import covering, locked_periods
from .periods import NoPeriod, Period, parse, period_of
from .relevance import indicators_of
from .steps import enter_value, submit_values
from .targets import Bound, bound, targets_of

BACK = {Rhythm.MONTHLY: 18, Rhythm.QUARTERLY: 8, Rhythm.HALF_YEARLY: 4, Rhythm.YEARLY: 4}
"""How many periods can be chosen; older ones are corrected through their own page."""


@dataclass(slots=True)
class Line:
    """One indicator on the sheet: its form, or the value that is locked."""

    indicator: Indicator
    row: Value | None
    before: Value | None
    form: ValueForm | None
    owed: bool
    """Whether the days for this period are over."""
    bound: Bound | None
    """What the period is to reach, by a target set for it."""

    @property
    def late(self) -> bool:
        return self.owed and (self.row is None or self.row.status in WRITABLE)


class Sheet:
    """What the page shows and what its form sends back."""

    def __init__(self, department: Any, period: Period, typed: Any = None) -> None:
        self.department, self.period = department, period
        self.typed = typed
        self.today = timezone.localdate()
        self.locked = covering(locked_periods(), period)
        self.lines = list(self._lines())

    def _lines(self) -> Iterable[Line]:
        indicators = indicators_of([self.department.pk]).filter(rhythm=self.period.rhythm)
        previous = self.period.previous()
        rows = {
            (row.indicator_id, row.period): row
            for row in Value.objects.filter(
                department=self.department, period__in=[self.period.key, previous.key]
            )
        }
        cards, here = list(indicators.order_by("family", "code")), self.department.pk
        targets = targets_of([card.pk for card in cards], [here])
        for indicator in cards:
            row = rows.get((indicator.pk, self.period.key))
            form = None
            if self.takes(row):
                form = ValueForm(self.typed, indicator=indicator, row=row)
            owed = self.period.ends <= indicator.owed(self.today).ends
            held = bound(indicator.path, targets.get((indicator.pk, here), []), self.period)
            yield Line(indicator, row, rows.get((indicator.pk, previous.key)), form, owed, held)

    def takes(self, row: Value | None) -> bool:
        """A locked period takes only what the office has returned."""
        if self.locked:
            return row is not None and row.status == ValueStatus.RETURNED
        return row is None or row.status in WRITABLE

    @property
    def forms(self) -> list[ValueForm]:
        return [line.form for line in self.lines if line.form]

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)

    @property
    def known(self) -> int:
        return sum(line.row is not None for line in self.lines)

    def keep(self, *, by: Any, submit: bool) -> list[Value]:
        """Keep every figure typed, and hand them in where asked; nothing where one is wrong."""
        if any(form.errors for form in self.forms):
            return []
        current: ValueForm | None = None
        try:
            with unit():
                kept = []
                for current in self.forms:
                    if current.told:
                        kept.append(self._enter(current, by))
                return submit_values(by=by, values=kept) if submit else kept
        except StepRefused as refused:
            self._explain(current, str(refused.sentence))
        except Stale:
            self._explain(
                current, _("Somebody has changed this value meanwhile. Load the page again.")
            )
        return []

    def _enter(self, form: ValueForm, by: Any) -> Value:
        typed = form.figures
        return enter_value(
            by=by,
            indicator=form.indicator,
            department=self.department,
            period=self.period,
            note=form.cleaned_data["note"],
            version=form.cleaned_data["version"] or 0,
            value=typed.get("value"),
            numerator=typed.get("numerator"),
            denominator=typed.get("denominator"),
        )

    def _explain(self, form: ValueForm | None, sentence: str) -> None:
        if form is not None:
            form.add_error(next(iter(form.figures)), sentence)

    @property
    def errors(self) -> list[dict[str, str]]:
        """For the summary: each sentence with its field."""
        found = []
        for form in self.forms:
            for name, sentences in form.errors.items():
                for sentence in sentences:
                    text = _("%(label)s: %(text)s") % {"label": form[name].label, "text": sentence}
                    found.append({"text": text, "target": form[name].id_for_label})
        return found


def choices(department: Any, today: dt.date | None = None) -> list[tuple[str, list[Period]]]:
    """The periods that can be chosen: for each rhythm that the department tells, the last first."""
    day = today or timezone.localdate()
    told = set(indicators_of([department.pk]).order_by().values_list("rhythm", flat=True))
    found = []
    for rhythm in Rhythm:
        if rhythm in told:
            periods, period = [], period_of(day + dt.timedelta(days=1), rhythm).previous()
            for _back in range(BACK[rhythm]):
                periods.append(period)
                period = period.previous()
            found.append((str(rhythm.label), periods))
    return found


def chosen(key: str, offered: list[tuple[str, list[Period]]]) -> Period | None:
    """The period of an address, if it can be chosen; else the first on offer, if there is one."""
    every = [period for _rhythm, periods in offered for period in periods]
    try:
        wanted = parse(key)
    except NoPeriod:
        wanted = None
    if wanted in every:
        return wanted
    return every[0] if every else None


def waiting(user: Any) -> QuerySet[Value]:
    """The values that wait for this officer."""
    rows = Value.objects.for_action("accept", user).awaiting_office()
    return rows.select_related("indicator", "department", "entered_by").order_by(
        "department__path", "ends", "indicator__code"
    )
