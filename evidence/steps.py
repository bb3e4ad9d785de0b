"""Acts on values: enter, submit, accept, each for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.acts import create, record, take_many
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit

from .lifecycle import WRITABLE
from .models import Indicator, Value
from .periods import Period

PLACES = Decimal("0.000001")


def rate(numerator: Decimal, denominator: Decimal, factor: Decimal) -> Decimal:
    """The value of a rate, as it is kept; the denominator must not be zero."""
    return (numerator / denominator * factor).quantize(PLACES)


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
    figures = {"value": value, "numerator": numerator, "denominator": denominator, "note": note}
    if numerator is not None and denominator is not None:
        if not denominator:
            raise StepRefused(
                _("The denominator is zero: leave the period empty, for nothing was counted.")
            )
        figures["value"] = rate(numerator, denominator, indicator.factor)
    if figures["value"] is None:
        raise StepRefused(_("Enter a value, or both numerator and denominator."))
    if period.rhythm != indicator.rhythm:
        raise StepRefused(_("The indicator is told in another rhythm than this period."))
    if period.ends > timezone.localdate():
        raise StepRefused(_("The period is not over yet. Enter the value afterwards."))
    with unit() as work:
        work.lock(indicator)  # two colleagues who begin the same value at once meet here
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
        changes = figures | {"entered_by": by} if changed else {}
        return record(kept, changes, by=by, version=version, key=key)


def submit_values(*, by: Any, values: Iterable[Value]) -> list[Value]:
    """Hand in what is still the department's; what went before is left as it is."""
    return take_many([value for value in values if value.status in WRITABLE], "submit", by=by)


def accept_values(*, by: Any, values: Iterable[Value]) -> list[Value]:
    """Accept many in one act: all or none."""
    return take_many(values, "accept", by=by)
