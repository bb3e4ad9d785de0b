"""An indicator over all departments: real figures worked out anew, and its page (5.2.2)."""

import csv
from collections import defaultdict
from decimal import Decimal as D
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence import rolling
from evidence.models import Indicator, RollUp, Series, Value
from evidence.periods import parse
from evidence.statistics import times_met
from evidence.whole import Whole
from improvement.door.acts import create
from improvement.organization.models import Department, Role

NHS = Path(__file__).parents[1] / "data" / "nhs" / "nhs_ae_attendances.csv"
PLACES = D("0.000001")
ADDRESS = "/indicators/four-hours/organization/"


def text(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture(scope="module")
def counted():
    """Within four hours and all, by month and provider, with the csv module alone."""
    found = defaultdict(lambda: [0, 0])
    with NHS.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            both = found[row["period"][:7], row["org_code"]]
            everybody = int(float(row["attendances"]))
            both[0] += everybody - int(float(row["breaches"]))
            both[1] += everybody
    return {key: both for key, both in found.items() if both[1]}


@pytest.fixture
def nhs(cast, counted):
    """All 274 providers and 36 months, rolled up as one batch."""
    card = create(
        Indicator(
            code="four-hours",
            name="Within four hours",
            family="quality",
            direction="higher",
            unit="%",
            factor=D(100),
            numerator_name="Within four hours",
            denominator_name="Attendances",
        ),
        by=cast.olga,
    )
    codes = sorted({code for _month, code in counted})
    Department.objects.bulk_create(
        Department(code=code.lower(), name=code, path=f"{code.lower()}/") for code in codes
    )
    keys = dict(Department.objects.values_list("code", "pk"))
    Value.objects.bulk_create(
        Value(
            indicator=card,
            department_id=keys[code.lower()],
            period=month,
            ends=parse(month).ends,
            numerator=within,
            denominator=everybody,
            value=(D(within) / everybody * 100).quantize(PLACES),
            status="accepted",
        )
        for (month, code), (within, everybody) in counted.items()
    )
    rolling.roll_up_again([card.pk], {month for month, _code in counted})
    return card


def by_month(counted):
    months = defaultdict(list)
    for (month, _code), both in sorted(counted.items()):
        months[month].append(both)
    return months


def worked_out_anew(values):
    """The side of the last value's signal, in plain figures; None is a gap."""
    known = [value for value in values if value is not None]
    middle = mean(known)
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if not ranges:
        return 0
    kept = [one for one in ranges if one < 3.267 * mean(ranges)]
    width = 2.66 * mean(kept if any(kept) else ranges)
    if not width:
        return 0
    last = values[-1]

    def side(value):
        return 0 if value is None else (value > middle) - (value < middle)

    if abs(last - middle) > width:
        return side(last)
    seven = values[-7:]
    if len(seven) == 7 and None not in seven:
        moves = {(b > a) - (b < a) for a, b in pairwise(seven)}
        if len(moves) == 1 and moves != {0}:
            return moves.pop()
    three = values[-3:]
    if len(three) == 3 and len({side(one) for one in three}) == 1 and side(last):
        near = [abs(one - middle) > width * 2 / 3 for one in three]
        if near[-1] and sum(near) >= 2:
            return side(last)
    if len(seven) == 7 and len({side(one) for one in seven}) == 1:
        return side(last)
    return 0


def test_the_national_rate_is_added_up_and_never_averaged(nhs, counted):
    whole = Whole(nhs, parse("2019-04").ends)
    found = {line.period.key: line for line in whole.lines}
    months = by_month(counted)
    assert list(found) == list(months) and len(found) == 36
    for month, both in months.items():
        within, everybody = (sum(row[at] for row in both) for at in (0, 1))
        row = found[month].row
        assert (row.told, row.numerator, row.denominator) == (len(both), within, everybody)
        assert row.figure(nhs) == D(within) / D(everybody) * 100
        assert abs(row.figure(nhs) - D(mean(a / b * 100 for a, b in both))) > D("0.5")
    rates = [round(found[month].row.figure(nhs), 1) for month in ("2016-04", "2019-02")]
    assert rates == [D("90.0"), D("84.2")]


def test_providers_with_missing_months_are_missed_and_no_zero(nhs, counted):
    told, began = defaultdict(set), {}
    for month, code in sorted(counted):
        told[month].add(code)
        began.setdefault(code, month)
    lines = Whole(nhs, parse("2019-04").ends).lines
    for line in lines:
        due = sum(first <= line.period.key for first in began.values())
        assert (line.told, line.due) == (len(told[line.period.key]), due)
    assert any(line.told < line.due for line in lines)
    lacking = sum(sum(code in codes for codes in told.values()) < 36 for code in began)
    assert (len(began), lacking) == (274, 84)


def test_the_standard_was_attained_in_no_month(nhs):
    figures = [line.row.figure(nhs) for line in Whole(nhs, parse("2019-04").ends).lines]
    assert times_met("higher", figures, D(95)) == (0, 36)


def test_nothing_is_said_to_have_changed_without_a_signal(nhs, counted):
    """Seasonal, short and broken series too: each by the rules worked out a second time."""
    periods, rows = sorted({month for month, _code in counted}), {}
    for (month, code), (within, everybody) in counted.items():
        figure = (D(within) / everybody * 100).quantize(PLACES)
        rows.setdefault(code.lower(), {})[month] = float(figure)
    kept = {row.department.code: row for row in Series.objects.select_related("department")}
    assert len(kept) == len(rows) == 274
    for code, told in rows.items():
        first, last = min(told), max(told)
        values = [told.get(month) for month in periods if first <= month <= last]
        assert kept[code].side == worked_out_anew(values), code
        assert (kept[code].since, kept[code].last) == (parse(first).ends, parse(last).ends)
    assert {row.side for row in kept.values()} == {-1, 0, 1}


def test_the_page_shows_the_worst_first_a_page_at_a_time(cast, sign_in, nhs):
    client = sign_in(cast.leo)
    page = text(client.get(ADDRESS))
    assert page.count('<svg class="chart') == 13
    assert "never averaged" in page and "out of date" in page
    sides = list(Whole(nhs, parse("2019-04").ends).worst_first.values_list("side", flat=True))
    assert sides == sorted(sides)
    last = text(client.get(f"{ADDRESS}?departments=23"))
    assert last.count('<svg class="chart') == 1 + 274 % 12


def test_the_page_asks_as_often_for_one_department_as_for_many(cast, sign_in, solved, tell):
    client = sign_in(cast.leo)

    def asked():
        client.get("/indicators/first-contact/organization/")
        with CaptureQueriesContext(connection) as captured:
            text(client.get("/indicators/first-contact/organization/"))
        return len(captured)

    tell(solved, "2026-09", numerator=1, denominator=2)
    one = asked()
    for code in ("qua", "lic"):
        cast.appoint("dana", Role.CLERK, code)
        for period in ("2026-08", "2026-09", "2026-10"):
            place = cast.departments[code]
            tell(solved, period, numerator=1, denominator=2, department=place)
    assert Series.objects.count() == 3
    assert asked() == one


def test_figures_that_do_not_add_up_show_their_spread(cast, sign_in, wait, tell):
    for code, figure in (("csc", 148), ("qua", 90)):
        cast.appoint("dana", Role.CLERK, code)
        tell(wait, "2026-10", figure, department=cast.departments[code])
    page = text(sign_in(cast.sam).get("/indicators/hotline-wait/organization/"))
    assert "do not add up" in page and "119 s" in page and "148 s" in page
    assert page.count('<svg class="chart') == 2
    assert RollUp.objects.get(indicator=wait, node=None).figure(wait) is None


def test_one_rate_without_parts_leaves_no_figure_of_all(cast, sign_in, solved, tell):
    tell(solved, "2026-10", 50)
    page = text(sign_in(cast.sam).get("/indicators/first-contact/organization/"))
    assert "without its parts" in page


def test_before_the_first_value_the_page_says_so(cast, sign_in, wait):
    assert "No value yet" in text(sign_in(cast.sam).get("/indicators/hotline-wait/organization/"))


def test_the_page_speaks_chinese(cast, sign_in, solved, tell):
    tell(solved, "2026-10", numerator=1, denominator=2)
    client = sign_in(cast.sam)
    address = "/indicators/first-contact/organization/"
    page = text(client.get(address, headers={"accept-language": "zh-hant"}))
    assert "2026年10月：應填報的1個部門中，1個已填報" in page
