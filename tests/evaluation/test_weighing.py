"""Scores by hand: what exists is weighed, what is missing is left out, never counted as zero."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evaluation.weighing import (
    Part,
    Shares,
    grade_of,
    on_the_path,
    score_of,
    share_kept,
    totals,
    weighted_mean,
)

D = Decimal
THIRDS = Shares(D(20), D(30), D(50))
BORDERS = {"a": D(90), "b": D(80), "c": D(70)}


def test_the_three_sides_are_weighed_by_their_shares():
    # 0.2 * 90 + 0.3 * 80 + 0.5 * 70
    assert score_of(Part(D(40), D(90), D(80), D(70)), THIRDS) == D(77)


def test_a_side_that_gave_nothing_is_left_out():
    # (0.2 * 90 + 0.5 * 70) / 0.7
    assert round(score_of(Part(D(40), D(90), None, D(70)), THIRDS), 4) == D("75.7143")


def test_what_was_moderated_counts_alone():
    assert score_of(Part(D(40), D(90), D(80), D(70), D(76)), THIRDS) == D(76)


def test_without_the_office_there_is_no_score():
    assert score_of(Part(D(40), D(90), D(80), None), THIRDS) is None


def test_criteria_without_a_score_raise_the_weight_of_the_others():
    parts = [
        Part(D(40), D(90), D(88), D(86)),  # 87.4
        Part(D(25), D(80), D(82), D(84)),  # 82.6
        Part(D(15)),
        Part(D(20), D(70), D(72), D(74)),  # 72.6
    ]

    found = totals(parts, THIRDS)

    # (40 * 87.4 + 25 * 82.6 + 20 * 72.6) / 85 = 7013 / 85
    assert found.total == D("82.5")
    assert found.own == D("82.4")  # (3600 + 2000 + 1400) / 85
    assert found.weighed == D("0.85")


def test_nothing_is_scored_as_nothing():
    found = totals([Part(D(40), D(90)), Part(D(60))], THIRDS)

    assert (found.total, found.office, found.weighed) == (None, None, 0)
    assert found.own == D("90.0")


def test_weights_of_zero_weigh_nothing():
    assert weighted_mean([(D(0), D(80))]) is None


@pytest.mark.parametrize(
    ("total", "grade"),
    [("90.0", "a"), ("89.9", "b"), ("80.0", "b"), ("70.0", "c"), ("69.9", "d"), ("0", "d")],
)
def test_a_grade_begins_at_its_border(total, grade):
    assert grade_of(D(total), BORDERS, "d") == grade


def test_without_a_total_there_is_no_grade():
    assert grade_of(None, BORDERS, "d") == ""


@pytest.mark.parametrize(
    ("attained", "expected", "score"),
    [
        ("0.20", "0.25", 80),
        ("0.30", "0.25", 100),  # ahead of the path is not more than all
        ("-0.10", "0.25", 0),
        ("0.50", None, 50),  # no path: the attainment itself
        ("0.50", "0", 50),
        (None, "0.25", None),  # a target of zero, or no value: not defined
    ],
)
def test_attainment_against_the_path(attained, expected, score):
    found = on_the_path(
        None if attained is None else D(attained), None if expected is None else D(expected)
    )
    assert found == score


def test_kept_dates_are_counted_among_those_due():
    assert share_kept(2, 3) == D("66.7")
    assert share_kept(0, 0) is None
