"""The chart of real series: figures worked out anew, nothing said without a signal (D87)."""

import csv
import io
from collections import defaultdict
from decimal import Decimal as D
from fractions import Fraction
from pathlib import Path

import pytest
from django.utils import translation

from evidence.charting import picture
from evidence.models import Indicator, Point, Value
from evidence.periods import parse
from evidence.relevance import Aim
from evidence.statistics import meets
from improvement.organization.models import Department

NHS = Path(__file__).parents[1] / "data" / "nhs" / "nhs_ae_attendances.csv"
FOUR_HOURS = Aim("higher", D(95), None, "Four hours", "/")


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture(scope="module")
def series():
    """The share within four hours by provider and month, with the csv module alone."""
    found = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    with NHS.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            both = found[row["org_code"]][row["period"][:7]]
            both[0] += int(float(row["attendances"]))
            both[1] += int(float(row["breaches"]))
    return {
        code: [(m, all_ - late, all_) for m, (all_, late) in sorted(months.items()) if all_]
        for code, months in found.items()
    }


def drawn(months, aim=FOUR_HOURS, direction="higher"):
    indicator = Indicator(
        code="four-hours",
        name="Within four hours",
        direction=direction,
        unit="%",
        factor=100,
        denominator_name="Attendances",
    )
    points = [
        Point(parse(m), (D(top) / D(all_) * 100).quantize(D("0.000001")), D(top), D(all_))
        for m, top, all_ in months
    ]
    with translation.override("en"):
        return picture(indicator, Department(code="org", name="Provider"), points, aim)


def limits(values):
    """Mean, lower and upper natural limit, as domain.md has them, in another way of writing."""
    ranges = [abs(values[n] - values[n - 1]) for n in range(1, len(values))]
    usual = sum(ranges) / Fraction(len(ranges))
    kept = [move for move in ranges if move < Fraction(3267, 1000) * usual]
    kept = kept if any(kept) else ranges  # screened are large ones, and never all that move
    spread = Fraction(266, 100) * sum(kept) / len(kept)
    mean = sum(values) / Fraction(len(values))
    return mean, mean - spread, mean + spread


def complete(months):
    """Without a month missing between the first and the last."""
    keys = [m for m, _top, _all in months]
    return len(keys) == 36 and keys == sorted(set(keys))


def moves(months):
    """Where no value differs from the one before there are no limits to work out."""
    return len({Fraction(top, all_) for _month, top, all_ in months}) > 2


def test_the_limits_of_every_whole_series_are_as_worked_out_by_hand(series):
    whole = [months for months in series.values() if complete(months) and moves(months)]
    checked = 0
    for months in whole[::12]:
        found = drawn(months)
        values = [Fraction(point.value) for point in found.points]
        mean, lower, upper = limits(values)
        assert found.xmr.mean == pytest.approx(float(mean))
        assert found.xmr.lower == pytest.approx(float(lower))
        assert found.xmr.upper == pytest.approx(float(upper))
        for value, point in zip(values, found.xmr.points, strict=True):
            assert (point.signal == "outside") == (value > upper or value < lower)
        checked += 1
    assert checked >= 10


def test_a_provider_that_was_never_there_is_told_so(series):
    never = [
        months
        for months in series.values()
        if complete(months)
        and all(Fraction(top, all_) < Fraction(95, 100) for _, top, all_ in months)
    ]
    found = drawn(never[0])
    assert found.attained == "None of 36 values meets the target: it was never attained."
    assert len(never) > 20


def test_how_often_the_target_was_met_is_counted(series):
    for months in list(series.values())[::40]:
        met = sum(top * 100 >= 95 * all_ for _, top, all_ in months)
        told = drawn(months).attained
        if 0 < met < len(months):
            assert told == f"{met} of {len(months)} values meet the target."
        elif met:
            assert told.startswith(("Each of", "The only value meets"))
        else:
            assert told.startswith(("None of", "The only value misses"))


def latest_signal(values):
    """The four rules on the last value, one after the other: its name and its side."""
    mean, lower, upper = limits(values)
    sides = [(value > mean) - (value < mean) for value in values]
    if values[-1] > upper or values[-1] < lower:
        return "outside", sides[-1]
    steps = [(b > a) - (b < a) for a, b in zip(values[-7:], values[-6:], strict=False)]
    if len(values) >= 7 and len(set(steps)) == 1 and steps[0]:
        return "trend", steps[0]
    near = [abs(value - mean) > (upper - mean) * 2 / 3 for value in values[-3:]]
    if len(values) >= 3 and abs(sum(sides[-3:])) == 3 and near[-1] and sum(near) >= 2:
        return "two_of_three", sides[-1]
    if len(values) >= 7 and abs(sum(sides[-7:])) == 7:
        return "run", sides[-1]
    return "", 0


def agrees(months):
    """Whether the chart says of the last value what the rules say; never better without one."""
    found = drawn(months)
    signal, side = latest_signal([Fraction(point.value) for point in found.points])
    kind = {0: "common", 1: "improvement", -1: "concern"}[side]
    assert (found.xmr.latest.signal, found.xmr.variation) == (signal, kind)
    assert ("improvement" in found.chart.sentence or "is real" in found.chart.sentence) == (
        kind == "improvement"
    )
    assert found.variation.tone == kind
    return kind


def test_the_last_month_of_real_series_is_called_what_the_rules_say(series):
    whole = [months for months in series.values() if complete(months) and moves(months)]
    cuts = [months[:end] for months in whole[::15] for end in (9, 14, 24, 36)]
    said = {agrees(months) for months in cuts if moves(months)}
    assert said == {"common", "concern", "improvement"}


def test_a_season_is_called_better_only_with_a_signal():
    """Summers are quick every year; up to the next of them most months say nothing new."""
    year = [82, 83, 86, 88, 91, 90, 91, 89, 88, 86, 83, 82]
    months = [
        (f"{2024 + n // 12}-{n % 12 + 1:02}", year[n % 12] * 10 + n % 5, 1000) for n in range(36)
    ]
    said = [agrees(months[:end]) for end in range(12, 37)]
    assert said.count("common") > said.count("improvement")


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_a_few_rising_values_are_no_improvement(count):
    months = [(f"2026-{n:02}", 800 + 10 * n, 1000) for n in range(1, count + 1)]
    assert agrees(months) == "common"


def test_a_short_series_is_on_trial_and_says_nothing_of_a_trend():
    months = [("2026-01", 80, 100), ("2026-02", 85, 100), ("2026-03", 90, 100)]
    found = drawn(months)
    assert found.xmr.trial and found.xmr.variation == "common"
    assert "nothing has changed" in found.chart.sentence
    assert "on trial" in found.chart.sentence


@pytest.mark.parametrize(
    ("direction", "value", "target", "upper", "answer"),
    [
        ("higher", 95, 95, None, True),
        ("higher", 94, 95, None, False),
        ("lower", 94, 95, None, True),
        ("at_least", 1, 2, None, False),
        ("at_most", 2, 2, None, True),
        ("in_range", 5, 4, 6, True),
        ("in_range", 7, 4, 6, False),
        ("in_range", 5, 4, None, None),
        ("milestone", 5, 4, None, None),
        ("higher", 5, None, None, None),
    ],
)
def test_whether_a_figure_meets_its_target(direction, value, target, upper, answer):
    bounds = [None if one is None else D(one) for one in (target, upper)]
    assert meets(direction, D(value), *bounds) is answer


# To take along


def test_the_figures_go_along_as_they_are_kept(cast, sign_in, solved, tell):
    for month, top in (("2026-08", 2), ("2026-10", 1)):
        tell(solved, month, numerator=top, denominator=3)
    answer = sign_in(cast.sam).get("/indicators/first-contact/chart.csv?department=csc")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "First-contact%20resolution" in answer["Content-Disposition"] or (
        'filename="First-contact resolution Contact Centre.csv"' in answer["Content-Disposition"]
    )
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Period"] for row in rows] == ["2026-08", "2026-09", "2026-10"]
    assert [row["Value"] for row in rows] == ["66.666667", "", "33.333333"]
    assert [row["Numerator"] for row in rows] == ["2", "", "1"]
    assert rows[0]["Mean"] == "50" and rows[0]["Status"] == "Accepted"


def test_the_drawing_stands_alone(cast, sign_in, wait, tell):
    tell(wait, "2026-09", 150)
    tell(wait, "2026-10", 148)
    answer = sign_in(cast.sam).get("/indicators/hotline-wait/chart.svg?department=csc")
    drawing = text(answer)
    assert answer["Content-Type"] == "image/svg+xml"
    assert drawing.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert "Average wait on the hotline" in drawing and "Contact Centre" in drawing
    assert 'class="chart-' not in drawing and "style=" not in drawing
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_picture_is_a_picture(cast, sign_in, wait, tell):
    tell(wait, "2026-10", 148)
    client = sign_in(cast.sam)
    answer = client.get(
        "/indicators/hotline-wait/chart.png?department=csc", headers={"accept-language": "zh-hant"}
    )
    assert answer.status_code == 200
    assert answer.content.startswith(b"\x89PNG\r\n\x1a\n") and len(answer.content) > 5_000


@pytest.mark.parametrize(
    "rest", ["csv", "csv?department=nowhere", "csv?department=lic", "xls?department=csc"]
)
def test_what_is_not_there_is_not_there(cast, sign_in, wait, tell, rest):
    tell(wait, "2026-10", 148)
    answer = sign_in(cast.sam).get(f"/indicators/hotline-wait/chart.{rest}")
    assert answer.status_code == 404


# Side by side


def test_other_departments_stand_beside_on_one_axis(cast, sign_in, wait, tell):
    tell(wait, "2026-10", 148)
    tell(wait, "2026-10", 900, department=cast.qua, by=cast.dora)
    tell(wait, "2026-10", 20, department=cast.lic, by=cast.lily)
    page = text(sign_in(cast.sam).get("/indicators/hotline-wait/"))
    beside = page.partition('id="beside"')[2]
    assert 'id="d-lic"' in beside and 'id="d-qua"' in beside and 'id="d-csc"' not in beside
    licensing, _, quality = beside.partition('id="d-qua"')
    assert ">1,000<" in licensing and ">1,000<" in quality  # the axis of the largest


@pytest.mark.parametrize("asked", ["", "0", "12", "999", "x", "-5"])
def test_many_departments_come_by_the_dozen(cast, sign_in, wait, tell, asked):
    owner = cast.csc
    rows = [
        Value(indicator=wait, department=one, period="2026-10", value=n, status="accepted")
        for n, one in enumerate(
            Department.objects.create(code=f"d{n:02}", name=f"Department {n:02}") for n in range(15)
        )
    ]
    for row in rows:
        row.save()
    tell(wait, "2026-10", 148, department=owner)
    page = text(sign_in(cast.sam).get(f"/indicators/hotline-wait/?department=csc&from={asked}"))
    assert page.count('id="d-d') == (3 if asked == "12" else 12)
