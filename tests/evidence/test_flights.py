"""336,776 real flights by carrier and month: two definitions, and no season called a gain.

Whether a cancelled flight is late or left out is a matter of the definition. Each has a card of its
own here, and the figures of both are worked out once more with the csv module alone.
"""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from evidence.models import Indicator, Value
from evidence.periods import parse
from evidence.statistics.control_charts import xmr
from evidence.statistics.rates import roll_up
from evidence.steps import Figure, accept_values, enter_values, submit_values
from improvement.door.acts import create
from improvement.organization.models import Department, User

FLIGHTS = Path(settings.BASE_DIR) / "tests" / "data" / "flights" / "arrivals.csv"
DECEMBER, SEPTEMBER = "2013-12", "2013-09"


def lines():
    with FLIGHTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def cards(cast):
    """Two cards that differ in their denominator and say so."""
    usual = {"family": "quality", "direction": "higher", "unit": "%", "factor": Decimal(100)}
    told = {
        "arrived": ("Flights whose arrival is known", "Cancelled and diverted flights left out"),
        "all": ("All flights of the timetable", "Cancelled and diverted flights are late"),
    }
    return {
        key: create(
            Indicator(
                code=f"punctual-{key}",
                name=f"Arrived at most 15 minutes late ({key})",
                numerator_name="Flights at most 15 minutes late at arrival",
                denominator_name=below,
                formula=formula,
                owner=cast.csc,
                **usual,
            ),
            by=cast.olga,
        )
        for key, (below, formula) in told.items()
    }


@pytest.fixture
def told(cast, cards):
    """Every carrier is a department whose clerk tells both figures of each month."""
    of_carrier = defaultdict(list)
    for row in lines():
        of_carrier[row["carrier"]].append(row)
    for carrier, rows in of_carrier.items():
        code = carrier.lower()
        cast.departments[code] = Department.objects.create(code=code, name=carrier)
        clerk = cast.appoint(f"clerk-{code}", "clerk", code)
        values = enter_values(
            by=clerk,
            department=cast.departments[code],
            figures=[figure for row in rows for figure in figures_of(row, cards)],
        )
        submit_values(by=User.objects.get(pk=clerk.pk), values=values)
        accept_values(by=cast.olga, values=Value.objects.filter(department__code=code))


def figures_of(row, cards):
    """A month in which no flight of a carrier arrived has no figure by the first card."""
    late, every, unknown = (
        Decimal(row[name]) for name in ("at_most_15_minutes_late", "flights", "without_arrival")
    )
    for key, below in (("arrived", every - unknown), ("all", every)):
        if below:
            period = parse(row["month"])
            yield Figure(cards[key], period, numerator=late, denominator=below)


def share(card, month):
    """Of all carriers together, as the room rolls it up, to one place."""
    parts = Value.objects.filter(indicator=card, period=month).values_list(
        "numerator", "denominator"
    )
    return round(roll_up(parts, card.factor), 1)


def test_both_definitions_give_their_own_figures(cards, told):
    """The four figures, and each once more from the file: sums by sums, never a mean of rates."""
    assert share(cards["arrived"], DECEMBER) == Decimal("67.4")
    assert share(cards["arrived"], SEPTEMBER) == Decimal("86.8")
    assert share(cards["all"], DECEMBER) == Decimal("64.7")
    assert share(cards["all"], SEPTEMBER) == Decimal("85.0")
    for month in sorted({row["month"] for row in lines()}):
        rows = [row for row in lines() if row["month"] == month]
        late = sum(int(row["at_most_15_minutes_late"]) for row in rows)
        every = sum(int(row["flights"]) for row in rows)
        known = every - sum(int(row["without_arrival"]) for row in rows)
        assert float(share(cards["arrived"], month)) == pytest.approx(100 * late / known, abs=0.05)
        assert float(share(cards["all"], month)) == pytest.approx(100 * late / every, abs=0.05)


def test_the_card_says_what_is_counted(cards, cast, sign_in):
    """Who reads the figure can see which of the two it is."""
    client = sign_in(cast.sam)
    page = client.get(f"{cards['all'].get_absolute_url()}?department=csc").content.decode()
    assert "Cancelled and diverted flights are late" in page
    page = client.get(f"{cards['arrived'].get_absolute_url()}?department=csc").content.decode()
    assert "Cancelled and diverted flights left out" in page


def test_a_season_is_no_improvement_without_a_signal(cards, told):
    """From 67 to 87 per cent within a year, and all of it inside the limits of twelve months."""
    months = sorted({row["month"] for row in lines()})
    for card in cards.values():
        shares = [share(card, month) for month in months]
        chart = xmr(shares, direction="higher")
        assert max(shares) - min(shares) > 19
        assert chart.lower < min(shares) and max(shares) < chart.upper
        assert {point.signal for point in chart.points} == {""}
        assert {point.variation for point in chart.points} == {"common"}


def test_the_file_is_the_whole_year():
    """336,776 rows of which 9,430 tell no arrival; 16 carriers, of which one did not fly always."""
    rows = lines()
    assert sum(int(row["flights"]) for row in rows) == 336_776
    assert sum(int(row["without_arrival"]) for row in rows) == 9_430
    assert len({row["carrier"] for row in rows}) == 16
    assert len(rows) == 16 * 12 - 7
