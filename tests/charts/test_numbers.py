"""Figures in words: grouped, without trailing zeros, with their unit."""

from decimal import Decimal as D

import pytest

from improvement.charts.numbers import figure, percent, with_unit
from improvement.charts.scale import apart, scale, shortened
from improvement.charts.templatetags.charts import amount


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (D("1200000.000000"), "1,200,000"),
        (D("12.500000"), "12.5"),
        (D("-3"), "−3"),
        (D("-0.000"), "0"),
        (0, "0"),
        (1.005, "1.01"),
        (2 / 3, "0.67"),
        (1e-7, "0"),
        (None, "—"),
    ],
)
def test_a_figure_is_written_as_people_write_it(value, text):
    assert figure(value) == text


@pytest.mark.parametrize(
    ("unit", "text"),
    [("%", "80%"), ("s", "80 s"), ("分鐘", "80分鐘"), ("", "80"), ("min", "80 min")],
)
def test_a_unit_stands_close_where_it_is_a_sign(unit, text):
    assert with_unit(80, unit) == text


def test_what_is_missing_has_no_unit():
    assert (with_unit(None, "%"), percent(None)) == ("—", "—")


def test_a_share_is_told_in_whole_per_cent():
    assert (percent(D("0.855")), percent(0), percent(-0.1)) == ("86%", "0%", "−10%")


@pytest.mark.parametrize(
    "values", [[], [None], [5], [0, 0], [-3, 4], [120.5, 201], [1e-6, 2e-6], [1e9, 2e9]]
)
def test_a_scale_has_room_for_every_value(values):
    found = scale(values, 10, 100)
    assert 2 <= len(found.ticks) <= 9
    assert all(10 <= found.y(v) <= 100 for v in values if v is not None)


def test_labels_are_pushed_apart_in_their_order():
    assert apart([50, 10, 52], 12) == [50, 10, 62]


def test_a_long_name_is_cut_and_a_han_character_counts_twice():
    assert shortened("Contact Centre", 20) == "Contact Centre"
    assert shortened("Contact Centre and more", 12) == "Contact Cen…"
    assert shortened("客戶服務中心客戶服務中心", 12).endswith("…")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("67.900826", "67.9%"), ("12.5000", "12.5%"), ("0.0125", "0.0125%"), ("78.000000", "78%")],
)
def test_a_rate_is_read_to_two_decimals_and_what_was_typed_as_it_was(value, shown):
    assert amount(D(value), "%") == shown
