"""Values: one figure of an indicator, for a department and a period (5.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evidence.lifecycle import TOLD, WRITABLE, ValueLifecycle, ValueStatus
from evidence.periods import Period, parse, periods_between
from improvement.door.lifecycle import Arrow, known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text

from .indicator import Indicator
from .period_lock import locking


class Point(NamedTuple):
    """One period of a series; where nothing was told, everything but the period is None."""

    period: Period
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    row: Value | None = None


class ValueQuerySet(VisibleQuerySet):
    def told(self) -> ValueQuerySet:
        """Handed in or accepted: what charts, reports and evaluations may use."""
        return self.filter(status__in=TOLD)

    def of(self, indicators: Iterable[Any], departments: Iterable[Any]) -> ValueQuerySet:
        return self.filter(indicator__in=indicators, department__in=departments)

    def between(self, start: dt.date, end: dt.date) -> ValueQuerySet:
        """Of periods that reach beyond `start` and are over by `end`."""
        return self.filter(ends__gte=start, ends__lte=end)

    def series(
        self, indicator: Indicator, department: Any, *, until: dt.date | None = None
    ) -> list[Point]:
        """What was told, in order, with every period between; up to `until` where it is given."""
        rows = self.told().of([indicator], [department])
        return series_of(rows.order_by("ends"), indicator.rhythm, until)

    def many_series(
        self, indicators: Iterable[Indicator], departments: Iterable[Any]
    ) -> dict[tuple[int, int], list[Point]]:
        """The series of every (indicator, department) that has one, with one query."""
        wanted = {indicator.pk: indicator for indicator in indicators}
        found: dict[tuple[int, int], list[Value]] = {}
        for row in self.told().of(wanted, departments).order_by("ends"):
            found.setdefault((row.indicator_id, row.department_id), []).append(row)
        return {key: series_of(rows, wanted[key[0]].rhythm) for key, rows in found.items()}

    def latest_of(
        self, indicator: Indicator, department: Any, *, on: dt.date | None = None
    ) -> Value | None:
        """The last value told, of a period that was over on the day."""
        rows = self.told().of([indicator], [department])
        if on is not None:
            rows = rows.filter(ends__lte=on)
        return rows.order_by("-ends").first()

    def awaiting_office(self) -> ValueQuerySet:
        return self.filter(status=ValueStatus.SUBMITTED)


class StandingValues(models.Manager["Value"]):
    """Without what came in by an import that was undone; such rows are read nowhere."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(taken_out=False)


class Value(ValueLifecycle):
    """A figure with numerator and denominator where it is a rate; locked once handed in."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    department = models.ForeignKey("organization.Department", models.PROTECT, related_name="values")
    period = models.CharField(_("period"), max_length=7)
    ends = models.DateField(editable=False)
    numerator = models.DecimalField(
        _("numerator"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    denominator = models.DecimalField(
        _("denominator"), max_digits=24, decimal_places=6, null=True, blank=True
    )
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6)
    note = models.CharField(_("note"), max_length=300, blank=True)
    return_reason = models.TextField(blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    brought_by = models.ForeignKey(
        "evidence.DataImport",
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="values",
        verbose_name=_("import"),
    )
    """The file that told the present figure; empty where a person typed it."""
    taken_out = models.BooleanField(default=False, editable=False)

    NAMED_BY = ("indicator", "department")

    objects = StandingValues.from_queryset(ValueQuerySet)()

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ["indicator", "department", "ends"]
        constraints = [
            known_status("value", ValueStatus),
            models.UniqueConstraint(
                fields=["indicator", "department", "period"],
                condition=Q(taken_out=False),
                name="value_once_a_period",
            ),
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__isnull=False, denominator__isnull=False),
                name="value_both_parts_or_none",
            ),
            models.CheckConstraint(
                condition=Q(denominator=None) | ~Q(denominator=0), name="value_denominator_not_zero"
            ),
        ]
        indexes = [
            models.Index(fields=["department", "indicator", "ends"], name="value_series"),
            models.Index(fields=["indicator", "period"], name="value_roll_up"),
            models.Index(
                fields=["ends", "id"], condition=Q(status="submitted"), name="value_office_queue"
            ),
            models.Index(
                fields=["brought_by"],
                condition=Q(brought_by__isnull=False),
                name="value_of_import",
            ),
        ]

    def __str__(self) -> str:
        named = self.indicator.local_name, self.department.local_name, self.in_period.label
        return " · ".join(named)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The last day follows from the period: series are sorted by it."""
        self.ends = self.in_period.ends
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("evidence:value", args=[self.public_id])

    @property
    def figure(self) -> Decimal:
        """As people read it: a rate to two decimals, a plain value as it was entered."""
        return self.value if self.denominator is None else read_rate(self.value)

    @property
    def in_period(self) -> Period:
        return parse(self.period)

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        from evidence.relevance import tell

        if (self.status in TOLD) != (arrow.sources[0] in TOLD):
            tell([self])

    def closed(self) -> Text | None:
        if self.status not in WRITABLE:
            return _("The value has been handed in. It is corrected after it was returned.")
        return self.period_closed()

    def period_closed(self) -> Text | None:
        """Why the period takes no figure; what was returned is corrected all the same."""
        if self.status == ValueStatus.RETURNED:
            return None
        return sentence(locking(self.in_period))


def sentence(locked: Period | None) -> Text | None:
    if locked is None:
        return None
    return _("%(period)s is locked. The office opens it again with a reason.") % {
        "period": locked.label
    }


def read_rate(value: Decimal) -> Decimal:
    """It is kept more exactly than anybody reads it."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def series_of(rows: Iterable[Value], rhythm: str, until: dt.date | None = None) -> list[Point]:
    """Values in order, with a point for every period between them that has none."""
    told = {row.in_period: row for row in rows}
    if not told:
        return []
    first, last = min(told), max(told)
    end = max(last.ends, until) if until else last.ends
    every = sorted({*told, *periods_between(first.starts, end, rhythm)})
    points = []
    for period in every:
        row = told.get(period)
        if row:
            points.append(Point(period, row.value, row.numerator, row.denominator, row))
        elif period.ends <= end:
            points.append(Point(period))
    return points
