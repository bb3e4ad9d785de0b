"""Indicators of the Contact Centre, told by the month and by the quarter."""

from decimal import Decimal

import pytest
import time_machine

from evidence.models import Indicator
from evidence.periods import parse
from evidence.steps import enter_value, submit_values
from improvement.door.acts import create, take

TODAY = "2026-11-22"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(f"{TODAY}T09:00:00+08:00", tick=False):
        yield


@pytest.fixture
def wait(cast):
    """A plain figure, the less the better."""
    return create(
        Indicator(
            code="hotline-wait",
            name="Average wait on the hotline",
            name_hant="熱線平均輪候時間",
            name_hans="热线平均等候时间",
            family="process",
            direction="lower",
            unit="s",
            owner=cast.csc,
        ),
        by=cast.olga,
    )


@pytest.fixture
def solved(cast):
    """A rate by numerator and denominator, the more the better."""
    return create(
        Indicator(
            code="first-contact",
            name="First-contact resolution",
            family="quality",
            direction="higher",
            unit="%",
            factor=Decimal(100),
            numerator_name="Solved at the first contact",
            denominator_name="All enquiries",
            owner=cast.csc,
        ),
        by=cast.olga,
    )


@pytest.fixture
def passed(cast):
    """Told by the quarter."""
    return create(
        Indicator(
            code="access-pass",
            name="Sites that pass",
            family="quality",
            direction="at_least",
            unit="%",
            rhythm="quarterly",
            owner=cast.csc,
        ),
        by=cast.olga,
    )


@pytest.fixture
def tell(cast):
    """tell(indicator, "2026-09", 120): entered by Dana, brought to `status`."""

    def told(indicator, period, value=None, *, status="accepted", department=None, **parts):
        row = enter_value(
            by=parts.pop("by", cast.dana),
            indicator=indicator,
            department=department or cast.csc,
            period=parse(period),
            value=None if value is None else Decimal(str(value)),
            **{name: Decimal(str(part)) for name, part in parts.items()},
        )
        if status in {"submitted", "accepted", "returned"}:
            row = submit_values(by=row.entered_by, values=[row])[0]
        if status == "accepted":
            row = take(row, "accept", by=cast.olga)
        if status == "returned":
            row = take(row, "send_back", by=cast.olga, reason="One zero too many.")
        return row

    return told
