"""Control charts, attainment, path and health by the exact formulas of the domain."""

import csv
import datetime as dt
from decimal import Decimal as D
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evidence.models import Direction
from evidence.statistics import (
    ChartPoint,
    attainment,
    expected,
    expected_share,
    health,
    roll_up,
    weight_done,
    xmr,
)
from tests.evidence import plain_control_charts

VECTOR = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
"""The published vector of the domain: one value far out, which is screened from the ranges."""

STEADY = [10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12]
START, DUE = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
figures = st.decimals(-10_000, 10_000, places=3, allow_nan=False, allow_infinity=False)
series = st.lists(st.one_of(st.none(), st.integers(-50, 50)), max_size=30)


def chart(values, direction="higher", **more):
    return xmr(values, direction=direction, **more)


def signals(found):
    return [point.signal for point in found.points]


# Limits


def test_the_vector_gives_the_limits_of_the_domain():
    found = chart(VECTOR)
    limits = [round(x, 2) for x in (found.lower, found.mean, found.upper)]
    assert limits == [-0.72, 1.94, 4.60]


def test_without_screening_the_vector_gives_the_wider_limits():
    found = chart(VECTOR, screen=False)
    assert [round(x, 2) for x in (found.lower, found.upper)] == [-3.06, 6.95]


def test_no_value_gives_no_chart():
    found = chart([])
    assert (found.mean, found.lower, found.upper, found.assurance) == (None, None, None, None)
    assert found.trial and found.variation == "common" and found.latest is None


def test_only_missing_values_give_no_chart():
    found = chart([None, None], target=3)
    assert found.mean is None and found.assurance is None and found.known == 0
    assert [point.value for point in found.points] == [None, None]


def test_one_value_has_a_mean_and_no_limits():
    found = chart([7], target=5)
    assert (found.mean, found.lower, found.upper) == (7, None, None)
    assert found.assurance is None and found.variation == "common" and found.trial


def test_a_missing_value_is_not_zero():
    found = chart([10, None, 12])
    assert found.mean == 11
    assert found.points[1].value is None
    assert found.lower is None  # no two neighbours, so no moving range


def test_equal_values_have_limits_on_the_mean_and_no_signal():
    found = chart([5] * 20, target=5)
    assert (found.lower, found.mean, found.upper) == (5, 5, 5)
    assert set(signals(found)) == {""}
    assert found.assurance == "passes"


def test_where_only_steady_ranges_would_remain_none_is_screened():
    found = chart([1, 1, 1, 1, 1, 9])
    assert found.lower < 1 < found.upper
    assert signals(found)[:5] == [""] * 5


def test_fewer_than_twelve_points_are_trial_limits():
    assert chart(STEADY[:11]).trial
    assert not chart(STEADY).trial
    assert chart([*STEADY[:11], None]).trial


def test_limits_worked_out_anew_count_their_own_points():
    found = chart([*STEADY, 50, 52, 50], segments=[12])
    assert (found.points[0].mean, found.points[12].mean) == (11, pytest.approx(50.6667, abs=1e-3))
    assert found.trial
    assert set(signals(found)) == {""}


# Signals


def test_a_point_outside_the_limits():
    found = chart(VECTOR)
    assert signals(found)[4] == "outside"
    assert found.points[4].variation == "improvement"
    assert found.variation == "common"


def test_a_point_on_the_limit_is_inside():
    # 133 moving ranges that add up to 50 x 3 have the mean 150/133, and 2.66 x 150/133 is 3.
    values = [3, *[0, 3, 0, -3] * 12, *[0] * 84, -3]
    found = chart(values, screen=False)
    assert (found.lower, found.mean, found.upper) == (-3, 0, 3)
    assert set(signals(found)) == {""}


def test_seven_on_one_side_are_a_run_and_six_are_not():
    low = [8, 10] * 6
    assert signals(chart([*low, *[13, 12] * 3]))[-6:] == [""] * 6
    found = chart([*low, *[13, 12] * 4])
    assert signals(found)[-8:] == ["run"] * 8
    assert found.variation == "improvement"


def test_a_point_on_the_mean_ends_a_run():
    values = [1, 2, 1, 2, 0, 1, 2, 1, 2, -12]
    assert chart(values).mean == 0
    assert "run" not in signals(chart(values))


def test_seven_steadily_rising_are_a_trend_and_six_are_not():
    six = [10, 30, 10, 30, 10, 30, 14, 16, 18, 20, 22, 24, 10]
    seven = [10, 30, 10, 30, 10, 30, 14, 16, 18, 20, 22, 24, 26, 10]
    assert "trend" not in signals(chart(six))
    found = signals(chart(seven))
    assert found[6:13] == ["trend"] * 7
    assert found.count("trend") == 7


def test_equal_neighbours_end_a_trend():
    values = [10, 30, 10, 30, 10, 30, 14, 16, 18, 18, 20, 22, 24, 10]
    assert "trend" not in signals(chart(values))


def test_a_gap_ends_a_trend_and_a_run():
    rising = [10, 30, 10, 30, 10, 30, 14, 16, 18, None, 20, 22, 24, 26, 10]
    assert "trend" not in signals(chart(rising))
    runs = [*[9, 11] * 6, 13, 12, 13, None, 12, 13, 12, 13]
    assert "run" not in signals(chart(runs))


def test_two_of_three_close_to_the_limit_on_one_side():
    values = [*[-1, 1] * 8, 5, 1, 5, -1, 1, -1]
    found = chart(values)
    near = [at for at, signal in enumerate(signals(found)) if signal == "two_of_three"]
    assert near == [16, 18]


def test_two_of_three_need_the_third_on_the_same_side():
    values = [*[-1, 1] * 8, 5, -1, 5, -1, 1, -1]
    assert "two_of_three" not in signals(chart(values))


def test_outside_goes_before_every_other_signal():
    values = [*[9, 11] * 6, 12, 13, 14, 15, 16, 17, 60]
    assert signals(chart(values))[-1] == "outside"


@pytest.mark.parametrize(
    ("direction", "variation"),
    [
        ("higher", "improvement"),
        ("at_least", "improvement"),
        ("lower", "concern"),
        ("at_most", "concern"),
        ("in_range", "concern"),
        ("milestone", "concern"),
    ],
)
def test_the_direction_says_whether_more_is_better(direction, variation):
    assert chart([*STEADY, 40], direction).variation == variation


def test_in_a_range_the_way_towards_it_is_good():
    assert chart([*STEADY, 40], "in_range", target=30, upper=50).variation == "improvement"
    assert chart([*STEADY, 40], "in_range", target=5, upper=8).variation == "concern"


@pytest.mark.parametrize(
    ("direction", "target", "upper", "assurance"),
    [
        ("higher", 5, None, "passes"),
        ("higher", 11, None, "hit_or_miss"),
        ("higher", 40, None, "fails"),
        ("lower", 40, None, "passes"),
        ("lower", 11, None, "hit_or_miss"),
        ("lower", 5, None, "fails"),
        ("at_least", 5, None, "passes"),
        ("at_most", 5, None, "fails"),
        ("in_range", 0, 40, "passes"),
        ("in_range", 11, 40, "hit_or_miss"),
        ("in_range", 30, 40, "fails"),
        ("in_range", 0, 2, "fails"),
        ("higher", None, None, None),
        ("milestone", 5, None, None),
    ],
)
def test_assurance_is_the_target_against_the_limits(direction, target, upper, assurance):
    assert chart(STEADY, direction, target=target, upper=upper).assurance == assurance


def test_a_target_of_zero_is_a_target():
    assert chart(STEADY, "lower", target=0).assurance == "fails"


@given(series, st.integers(-1000, 1000), st.integers(1, 50))
def test_moving_and_stretching_the_scale_changes_no_signal(values, shift, scale):
    moved = [None if value is None else value * scale + shift for value in values]
    assert signals(chart(moved)) == signals(chart(values))


told = st.one_of(
    st.none(),
    st.integers(-50, 50),
    st.decimals(-100, 100, places=2, allow_nan=False, allow_infinity=False),
    st.floats(-100, 100, allow_nan=False),
)
known = told.filter(lambda value: value is not None)


@settings(deadline=None)
@given(
    st.lists(told, max_size=40),
    st.sampled_from(Direction.values),
    st.one_of(st.none(), known),
    st.one_of(st.none(), known),
    st.booleans(),
    st.lists(st.integers(0, 40), max_size=2),
)
def test_whole_numbers_give_what_fractions_give(values, direction, target, upper, screen, anew):
    """Every point, limit, signal and class, and the assurance."""
    more = {"target": target, "upper": upper, "screen": screen, "segments": anew}
    fast = xmr(values, direction=direction, **more)
    plain = plain_control_charts.xmr(values, direction=direction, **more)
    for name in ("mean", "lower", "upper", "trial", "variation", "assurance", "target"):
        assert getattr(fast, name) == getattr(plain, name), name
    assert fast.points == tuple(
        ChartPoint(*(getattr(point, name) for name in ChartPoint._fields)) for point in plain.points
    )


@given(series)
def test_turned_upside_down_good_becomes_bad(values):
    turned = chart([None if value is None else -value for value in values])
    swapped = {"improvement": "concern", "concern": "improvement", "common": "common"}
    kinds = [swapped[point.variation] for point in chart(values).points]
    assert [point.variation for point in turned.points] == kinds


@given(series)
def test_lower_is_better_turns_the_class_and_keeps_the_signals(values):
    up, down = chart(values), chart(values, "lower")
    assert signals(up) == signals(down)
    assert {p.variation for p in up.points if not p.signal} <= {"common"}
    assert (up.variation == "common") == (down.variation == "common")


@given(series)
def test_limits_lie_around_the_mean_and_no_point_is_invented(values):
    found = chart(values)
    assert [p.value for p in found.points] == values
    if found.lower is not None:
        assert found.lower <= found.mean <= found.upper


@given(series, st.integers(-60, 60))
def test_what_passes_upwards_does_not_pass_downwards_too(values, target):
    both = {chart(values, d, target=target).assurance for d in ("higher", "lower")}
    assume(both != {None})
    assert both in ({"passes", "fails"}, {"hit_or_miss"}, {"passes"}, {"passes", "hit_or_miss"})


# Attainment


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "actual", "expected"),
    [
        ("higher", 80, 90, 85, "0.5"),
        ("higher", 80, 90, 95, "1.5"),
        ("higher", 80, 90, 70, "-1"),
        ("higher", 0, 76000, 12905, "0.169802632"),
        ("lower", 20, 10, 15, "0.5"),
        ("lower", 20, 0, 5, "0.75"),
        ("lower", 20, 10, 25, "-0.5"),
        # without a baseline, only where the ratio means something
        ("higher", None, 90, 45, "0.5"),
        ("higher", None, -90, 45, None),
        ("higher", None, 90, -1, None),
        ("higher", None, 0, 4, None),
        ("lower", None, 10, 20, "0.5"),
        ("lower", None, 10, 0, None),
        ("lower", None, 0, 3, None),
        ("lower", None, 0, 0, None),
        # nothing to go
        ("higher", 90, 90, 90, None),
        ("lower", 0, 0, 0, None),
        # missing is not zero
        ("higher", 80, 90, None, None),
        ("higher", 80, None, 85, None),
        ("lower", None, None, None, None),
        # milestones by the weight done
        ("milestone", None, 4, 1, "0.25"),
        ("milestone", 0, 4, 4, "1"),
        ("milestone", None, 0, 0, None),
        ("", 80, 90, 85, None),
    ],
)
def test_attainment_is_the_share_of_the_way(direction, baseline, target, actual, expected):
    given_ = [None if x is None else D(x) for x in (baseline, target, actual)]
    found = attainment(direction, *given_)
    if expected is None:
        assert found is None
    else:
        assert found == pytest.approx(D(expected), abs=D("0.000000001"))


@pytest.mark.parametrize(
    ("direction", "target", "upper", "tolerance", "actual", "expected"),
    [
        ("at_least", 95, None, 5, 95, "1"),
        ("at_least", 95, None, 5, 99, "1"),
        ("at_least", 95, None, 5, 94, "0.8"),
        ("at_least", 95, None, 5, 80, "0"),
        ("at_least", 100, None, None, 90, "0.9"),
        ("at_least", 0, None, None, -1, None),
        ("at_most", 10, None, 4, 10, "1"),
        ("at_most", 10, None, 4, 11, "0.75"),
        ("at_most", 10, None, None, 20, "0.5"),
        ("at_most", 0, None, None, 0, "1"),
        ("at_most", 0, None, None, 2, None),
        ("at_most", 0, None, 4, 2, "0.5"),
        ("at_most", 10, None, 0, 11, None),
        ("in_range", 10, 20, 5, 10, "1"),
        ("in_range", 10, 20, 5, 20, "1"),
        ("in_range", 10, 20, 5, 22, "0.6"),
        ("in_range", 10, 20, 5, 8, "0.6"),
        ("in_range", 10, 20, 5, 40, "0"),
        ("in_range", 10, 20, None, 22, None),
        ("in_range", 10, 20, 0, 22, None),
        ("in_range", 10, None, 5, 12, None),
    ],
)
def test_limits_count_as_one_when_met(direction, target, upper, tolerance, actual, expected):
    found = attainment(
        direction,
        D(50),
        D(target),
        D(actual),
        upper=None if upper is None else D(upper),
        tolerance=None if tolerance is None else D(tolerance),
    )
    assert found == (None if expected is None else D(expected))


@given(figures, figures)
def test_the_baseline_is_nothing_and_the_target_is_all(baseline, target):
    assume(baseline != target)
    direction = "higher" if target > baseline else "lower"
    assert attainment(direction, baseline, target, baseline) == 0
    assert attainment(direction, baseline, target, target) == 1


@given(figures, figures, figures, figures)
def test_closer_to_the_target_is_never_less(baseline, target, one, other):
    assume(target > baseline)
    low, high = sorted([one, other])
    assert attainment("higher", baseline, target, low) <= attainment(
        "higher", baseline, target, high
    )


@given(st.sampled_from(Direction.values), figures, figures, figures, figures, figures)
def test_attainment_answers_whatever_it_is_asked(
    direction, baseline, target, actual, upper, tolerance
):
    found = attainment(direction, baseline, target, actual, upper=upper, tolerance=tolerance)
    assert found is None or found.is_finite()
    assert attainment(direction, None, target, None) is None


def test_published_progress_agrees_with_ours():
    """All 413 rows that have start, target and actual, to a thousandth."""
    directions = {"Measurable increase": "higher", "Measurable decrease": "lower"}
    name = Path(__file__).parents[1] / "data/usgov/usgov_goal_targets_quarterly.csv"
    compared = 0
    with name.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            direction = directions.get(row["indicator_type"])
            texts = [row[f"value_{part}"].strip() for part in ("start", "target", "current")]
            if direction is None or not all(is_number(text) for text in texts):
                continue
            found = attainment(direction, *(D(text) for text in texts))
            assert abs(found - D(row["progress_pct"])) <= D("0.001"), row
            compared += 1
    assert compared == 413


def is_number(text):
    return bool(text) and text.replace("-", "", 1).replace(".", "", 1).isdigit()


def test_milestones_are_weighed():
    done, whole = weight_done([(D(1), True), (D(3), False), (D(2), True)])
    assert (done, whole) == (3, 6)
    assert attainment("milestone", None, whole, done) == D("0.5")
    assert attainment("milestone", None, *reversed(weight_done([]))) is None


# The path and health


@pytest.mark.parametrize(
    ("path", "today", "share"),
    [
        ("linear", START - dt.timedelta(days=9), "0"),
        ("linear", START, "0"),
        ("linear", dt.date(2026, 7, 2), "0.5"),
        ("linear", DUE, "1"),
        ("linear", DUE + dt.timedelta(days=9), "1"),
        ("step", DUE - dt.timedelta(days=1), "0"),
        ("step", DUE, "1"),
        ([(dt.date(2026, 7, 2), D("0.2"))], dt.date(2026, 7, 2), "0.2"),
        ([(dt.date(2026, 7, 2), D("0.2"))], dt.date(2026, 4, 2), "0.1"),
        ([(dt.date(2026, 7, 2), D("0.2"))], DUE, "1"),
        ([], dt.date(2026, 7, 2), "0.5"),
    ],
)
def test_the_path_gives_the_share_of_a_day(path, today, share):
    assert expected_share(path, START, DUE, today) == D(share)


def test_a_way_that_starts_when_it_is_due_is_done_that_day():
    assert expected_share("linear", DUE, DUE, DUE) == 1
    assert expected_share("linear", DUE, DUE, START) == 0


def test_the_value_expected_lies_on_the_way():
    halfway = dt.date(2026, 7, 2)
    assert expected("linear", START, DUE, D(80), D(90), halfway) == 85
    assert expected("linear", START, DUE, D(20), D(10), halfway) == 15
    assert expected("linear", START, DUE, None, D(10), halfway) is None
    assert expected("linear", START, DUE, D(20), None, halfway) is None


@given(st.dates(START, DUE), st.dates(START, DUE), st.sampled_from(["linear", "step"]))
def test_the_path_never_goes_back(one, other, path):
    early, late = sorted([one, other])
    shares = [expected_share(path, START, DUE, day) for day in (early, late)]
    assert 0 <= shares[0] <= shares[1] <= 1


@pytest.mark.parametrize(
    ("attained", "share", "state"),
    [
        ("0.95", "1", "good"),
        ("0.9499", "1", "warn"),
        ("0.85", "1", "warn"),
        ("0.8499", "1", "bad"),
        ("-0.1", "0.5", "bad"),
        ("0", "0.5", "bad"),
        ("0.5", "0.5", "good"),
        ("0.5", "0", "none"),
        (None, "0.5", "none"),
        ("0.5", None, "none"),
    ],
)
def test_health_is_attainment_against_what_was_expected(attained, share, state):
    given_ = [None if x is None else D(x) for x in (attained, share)]
    assert health(*given_) == state


def test_the_limits_of_health_are_a_setting():
    assert health(D("0.9"), D(1), green=D("0.9")) == "good"
    assert health(D("0.6"), D(1), amber=D("0.5")) == "warn"


# Rolling up


def test_percentages_roll_up_by_numerator_and_denominator():
    assert roll_up([(D(1), D(10)), (D(90), D(100))], D(100)) == D(91) / D(110) * 100


@pytest.mark.parametrize(
    "parts", [[], [(None, None)], [(D(1), D(2)), (D(1), None)], [(D(0), D(0))]]
)
def test_what_lacks_a_part_or_a_whole_is_not_rolled_up(parts):
    assert roll_up(parts) is None
