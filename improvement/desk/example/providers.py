"""Providers as departments that tell one indicator, month by month, through the real door."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

from evidence.models import Direction, Indicator, Value
from evidence.periods import Rhythm
from evidence.statistics import roll_up
from evidence.steps import Figure, accept_values, enter_values, submit_values
from improvement.door.acts import create
from improvement.door.unit import unit
from improvement.organization.models import Department, Role, User

from .nhs import FILE, Attendances, Month
from .people import Staff, install, staff_office
from .summary import remarked, steps_taken

NAME = "Accident and emergency departments of the National Health Service in England"
CODE = "ae-within-four-hours"
PLACES = 1


def carry_out(reading: Attendances) -> Indicator:
    """The file names nobody: each provider has a clerk who bears its code."""
    staff = install(NAME, "£")
    with unit():
        staff_office(staff)
        for code in reading.providers:
            staff_provider(staff, code)
    indicator = create(definition(), by=staff.officers[0])
    for code, months in reading.providers.items():
        tell(staff, indicator, code, months)
    return indicator


def staff_provider(staff: Staff, code: str) -> None:
    department = create(Department(code=code, name=f"Provider {code}"), by=staff.administrator)
    staff.departments[code] = department
    clerk = staff.person(f"Clerk of {code}", "providers")
    staff.clerks[code] = staff.appoint(clerk, Role.CLERK, department=department)


def definition() -> Indicator:
    """The card says what is counted: departments are rolled up by both parts, never by rates."""
    return Indicator(
        code=CODE,
        name="Attendances dealt with within four hours",
        family="",
        direction=Direction.AT_LEAST,
        unit="%",
        formula="(attendances − breaches) ÷ attendances × 100, all types of department together",
        numerator_name="Attendances without a breach of the four hours",
        denominator_name="Attendances",
        source=FILE,
        rhythm=Rhythm.MONTHLY,
        factor=Decimal(100),
    )


def tell(staff: Staff, indicator: Indicator, code: str, months: list[Month]) -> None:
    """The clerk enters and hands in what was counted; a month without rows stays empty."""
    clerk = staff.clerks[code]
    figures = [
        Figure(
            indicator=indicator,
            period=month.period,
            numerator=month.attendances - month.breaches,
            denominator=month.attendances,
            note=f"{FILE} rows {', '.join(map(str, month.rows))}",
        )
        for month in months
    ]
    with unit():
        entered = enter_values(by=clerk, department=staff.departments[code], figures=figures)
        handed_in = submit_values(by=clerk, values=entered)
        accept_values(by=staff.officer_for(code), values=handed_in)


def summarize(reading: Attendances) -> dict[str, Any]:
    """Counted and rolled up in the database."""
    told = Value.objects.count()
    by_provider = Counter(Value.objects.values_list("department", flat=True))
    departments, months = Department.objects.count(), len(reading.periods)
    return {
        "departments": departments,
        "people": User.objects.count(),
        "indicators": Indicator.objects.count(),
        "months": months,
        "rows": {
            FILE.value: {
                "in_file": reading.size,
                "used": len(reading.used),
                "skipped": len(reading.left_out),
            }
        },
        **remarked(reading),
        "values": told,
        "values_by_status": dict(Counter(Value.objects.values_list("status", flat=True))),
        "missing_months": departments * months - told,
        "departments_with_missing_months": sum(
            by_provider[key] < months for key in Department.objects.values_list("pk", flat=True)
        ),
        **steps_taken(),
        "national_rate": national_rates(),
    }


def national_rates() -> dict[str, float | None]:
    """Per cent by month, over all providers: the sum of numerators by the sum of denominators."""
    parts: dict[str, list[tuple[Decimal | None, Decimal | None]]] = defaultdict(list)
    rows = Value.objects.told().filter(indicator__code=CODE)
    for period, *pair in rows.values_list("period", "numerator", "denominator"):
        parts[period].append((pair[0], pair[1]))
    rates = {period: roll_up(pairs, Decimal(100)) for period, pairs in sorted(parts.items())}
    return {
        period: None if rate is None else round(float(rate), PLACES)
        for period, rate in rates.items()
    }
