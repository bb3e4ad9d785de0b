"""A year in which reports fall due: indicators, values, and the clock of the scanner."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from evidence.models import Indicator, Value
from evidence.periods import parse
from execution import reporting
from execution.models import ProgressReport
from execution.reporting import write_report
from improvement.door.acts import take
from tests import factories

YEAR = factories.YEAR
QUARTER = f"{YEAR}Q1"
OPENED = dt.datetime(YEAR, 4, 1, 2, tzinfo=dt.UTC)
"""The morning after the first quarter."""

RED = {"cause": "Two desks were closed.", "remedy": "They open again in May."}


def measured(plan: Any) -> list[Indicator]:
    """Every target line stands on an indicator of its own."""
    made = []
    for line in plan.goals.order_by("number").values_list("target_lines", "target_lines__unit"):
        key, unit = line
        indicator = Indicator.objects.create(
            code=f"{plan.department.code}-{key}", name=f"Indicator {key}", unit=unit
        )
        type(plan.goals.get(target_lines=key).target_lines.get()).objects.filter(pk=key).update(
            indicator=indicator
        )
        made.append(indicator)
    return made


def tell(plan: Any, indicator: Indicator, value: Any, period: str = f"{YEAR}-03") -> Value:
    """A value handed in; told again it is the corrected one."""
    Value.objects.filter(indicator=indicator, period=period).delete()
    return Value.objects.create(
        indicator=indicator,
        department=plan.department,
        period=period,
        ends=parse(period).ends,
        value=Decimal(value),
        status="submitted",
    )


def run(now: dt.datetime) -> tuple[int, int]:
    """One run of the scanner's jobs: how many reports it opened, how many it missed."""
    return reporting.open_reports(now), reporting.miss_reports(now)


def opened(plan: Any, now: dt.datetime | None = None) -> ProgressReport:
    """The report of the first quarter, opened by the clock."""
    reporting.open_reports(now or timezone.now())
    return ProgressReport.objects.get(plan=plan, period=QUARTER)


def filled(report: ProgressReport, by: Any, *, health: str = "warn", **words: str) -> Any:
    """Kept with a cause and a remedy on every line."""
    lines = report.plan.goals.values_list("target_lines", flat=True)
    return write_report(
        by=by,
        report=report,
        words={"health": health, **words},
        lines=dict.fromkeys(lines, RED),
        measures={},
    )


def handed_in(report: ProgressReport, clerk: Any, head: Any) -> ProgressReport:
    return take(filled(report, clerk), "submit", by=head)
