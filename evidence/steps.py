"""Acts on values: enter, submit, accept, each for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.acts import create, create_many, record, take_many
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit

from .lifecycle import WRITABLE
from .models import Indicator, Value
from .periods import Period
from .relevance import tell

PLACES = Decimal("0.000001")


def rate(numerator: Decimal, denominator: Decimal, factor: Decimal) -> Decimal:
    """The value of a rate, as it is kept; the denominator must not be zero."""
    return (numerator / denominator * factor).quantize(PLACES)


class Figure(NamedTuple):
    """What a department tells of one indicator for one period."""

    indicator: Indicator
    period: Period
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """As the value keeps it; refused where it cannot be one."""
        given = self.value
        if self.numerator is not None and self.denominator is not None:
            if not self.denominator:
                raise StepRefused(
                    _("The denominator is zero: leave the period empty, for nothing was counted.")
                )
            given = rate(self.numerator, self.denominator, self.indicator.factor)
        if given is None:
            raise StepRefused(_("Enter a value, or both numerator and denominator."))
        if not self.indicator.in_use:
            raise StepRefused(_("The indicator is retired: no more values are told."))
        if self.period.rhythm != self.indicator.rhythm:
            raise StepRefused(_("The indicator is told in another rhythm than this period."))
        if self.period.ends > timezone.localdate():
            raise StepRefused(_("The period is not over yet. Enter the value afterwards."))
        return {
            "value": given,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "note": self.note,
        }


def enter_value(
    *,
    by: Any,
    indicator: Indicator,
    department: Any,
    period: Period,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    note: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Value:
    """Write the figure of a period, plain or as numerator and denominator.

    Refused before the period is over, for a period of another rhythm than the indicator's, and
    with a denominator of zero: where there was nothing to count there is no value.
    """
    with unit() as work:
        held = work.lock(indicator)  # two colleagues who begin the same value at once meet here
        figures = Figure(held, period, value, numerator, denominator, note).columns
        kept = Value.objects.filter(
            indicator=indicator, department=department, period=period.key
        ).first()
        if kept is None:
            return create(
                Value(
                    indicator=indicator,
                    department=department,
                    period=period.key,
                    entered_by=by,
                    **figures,
                ),
                by=by,
                key=key,
            )
        changed = any(getattr(kept, name) != figure for name, figure in figures.items())
        changes = figures | {"entered_by": by, "brought_by": None} if changed else {}
        return record(kept, changes, by=by, version=version, key=key)


def enter_values(*, by: Any, department: Any, figures: Iterable[Figure]) -> list[Value]:
    """Begin many values of a department in one act, with a constant number of queries.

    Refused as enter_value() is, and where a period has its value already; then none is begun.
    """
    asked = list(figures)
    with unit() as work:
        indicators = work.lock_many(
            {figure.indicator.pk: figure.indicator for figure in asked}.values()
        )
        held = {indicator.pk: indicator for indicator in indicators}
        told = [figure._replace(indicator=held[figure.indicator.pk]) for figure in asked]
        known = set(Value.objects.of(indicators, [department]).values_list("indicator", "period"))
        new = []
        for figure in told:
            key = figure.indicator.pk, figure.period.key
            if key in known:
                raise StepRefused(
                    _("%(period)s has its value already. Change it on its own page.")
                    % {"period": figure.period.label}
                )
            known.add(key)
            new.append(
                Value(
                    indicator=figure.indicator,
                    department=department,
                    period=figure.period.key,
                    ends=figure.period.ends,
                    entered_by=by,
                    **figure.columns,
                )
            )
        return create_many(new, by=by)


def submit_values(*, by: Any, values: Iterable[Value]) -> list[Value]:
    """Hand in what is still the department's; what went before is left as it is."""
    with unit():
        told = take_many([value for value in values if value.status in WRITABLE], "submit", by=by)
        tell(told)
    return told


def accept_values(*, by: Any, values: Iterable[Value]) -> list[Value]:
    """Accept many in one act: all or none."""
    return take_many(values, "accept", by=by)
