"""Effort by month against capacity (D20, D59): the months add up, exactly."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from improvement.organization.calendar import is_weekday
from plans.consolidation.load import (
    Effort,
    capacities,
    later,
    load,
    months,
    moved,
    overload,
    peaks,
    spread,
    stretched,
    total,
)

days = st.dates(dt.date(2026, 1, 1), dt.date(2029, 12, 31))
amounts = st.decimals(0, 5000, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def efforts(draw):
    starts = draw(days)
    return Effort(
        measure=draw(st.sampled_from(["m1", "m2", "m3"])),
        department=draw(st.sampled_from(["csc", "itd", "lic"])),
        pool="itd",
        days=draw(amounts),
        starts=starts,
        ends=starts + dt.timedelta(days=draw(st.integers(0, 700))),
    )


def effort(amount, starts, ends, department="itd"):
    return Effort("m", department, "itd", Decimal(amount), starts, ends)


@given(efforts())
def test_the_months_of_an_effort_add_up_to_its_days(one):
    assert sum(spread(one).values()) == Fraction(one.days)


@given(st.lists(efforts(), max_size=6))
def test_the_load_of_many_adds_up_to_all_their_days(many):
    assert total(load(many)) == sum((Fraction(one.days) for one in many), Fraction())


@given(efforts(), st.integers(0, 24))
def test_moving_and_stretching_keep_the_days(one, by):
    assert sum(spread(moved(one, by)).values()) == Fraction(one.days)
    assert sum(spread(stretched(one, by)).values()) == Fraction(one.days)


@given(st.lists(efforts(), max_size=6), st.integers(0, 100))
def test_what_is_over_is_what_is_asked_less_what_can_be_given(many, people):
    loaded = load(many)
    capacity = capacities(people, Fraction(1, 2), list(loaded), is_weekday)
    over = peaks(loaded, capacity)
    assert overload(many, capacity) == sum((peak.asked - peak.capacity for peak in over), 0)
    assert all(peak.over > 0 for peak in over)
    within = set(loaded) - {peak.month for peak in over}
    assert all(sum(loaded[month].values()) <= capacity[month] for month in within)


def test_ninety_days_over_a_quarter_fall_on_its_months_by_their_days():
    spread_out = spread(effort(90, dt.date(2027, 1, 1), dt.date(2027, 3, 31)))
    assert spread_out == {
        dt.date(2027, 1, 1): 31,
        dt.date(2027, 2, 1): 28,
        dt.date(2027, 3, 1): 31,
    }


def test_six_people_with_half_their_time_give_sixty_three_days_in_january():
    capacity = capacities(6, Fraction(1, 2), [dt.date(2027, 1, 1)], is_weekday)
    assert capacity == {dt.date(2027, 1, 1): 63}


def test_only_the_month_with_too_much_is_a_peak_and_moving_on_settles_it():
    january, february = dt.date(2027, 1, 1), dt.date(2027, 2, 1)
    asked = [
        effort(40, january, dt.date(2027, 1, 31)),
        effort(30, january, dt.date(2027, 1, 31), "lic"),
    ]
    capacity = {january: Fraction(63), february: Fraction(60), dt.date(2027, 3, 1): Fraction(69)}
    (peak,) = peaks(load(asked), capacity)
    assert (peak.month, peak.asked, peak.over) == (january, 70, 7)
    assert overload([asked[0], moved(asked[1], 1)], capacity) == 0


def test_months_of_a_span_and_the_last_day_of_a_shorter_month():
    assert months(dt.date(2026, 12, 31), dt.date(2027, 1, 1)) == [
        dt.date(2026, 12, 1),
        dt.date(2027, 1, 1),
    ]
    assert later(dt.date(2027, 1, 31), 1) == dt.date(2027, 2, 28)
    assert later(dt.date(2027, 11, 15), 3) == dt.date(2028, 2, 15)
