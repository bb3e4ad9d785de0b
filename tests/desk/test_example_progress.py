"""The published progress has no bounds, and says zero where an actual is missing; ours does not."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from evidence.statistics import attainment

FILE = Path(__file__).parents[1] / "data" / "usgov" / "usgov_goal_targets_quarterly.csv"
DIRECTIONS = {"Measurable increase": "higher", "Measurable decrease": "lower"}
FIGURES = ("value_start", "value_target", "value_current")


@pytest.fixture(scope="module")
def measurable():
    """Every row of the two measurable types that has start, target and actual."""
    with FILE.open(encoding="utf-8-sig", newline="") as source:
        return [
            row
            for row in csv.DictReader(source)
            if row["indicator_type"] in DIRECTIONS and all(row[column] for column in FIGURES)
        ]


def attained(row):
    start, target, actual = (Decimal(row[column]) for column in FIGURES)
    return attainment(DIRECTIONS[row["indicator_type"]], start, target, actual)


def test_neither_going_back_nor_going_beyond_is_cut_off(measurable):
    shares = [attained(row) for row in measurable]
    assert len(shares) == 413
    assert (min(shares), max(shares)) == (-19, 11)


def test_a_missing_actual_has_no_attainment_though_the_file_says_zero():
    with FILE.open(encoding="utf-8-sig", newline="") as source:
        missing = [
            row
            for row in csv.DictReader(source)
            if row["indicator_type"] in DIRECTIONS and not row["value_current"]
        ]
    assert len(missing) == 102
    for row in missing:
        assert row["progress_pct"] == "0"
        start, target = (Decimal(row[column]) for column in FIGURES[:2])
        assert attainment(DIRECTIONS[row["indicator_type"]], start, target, None) is None
