"""The geometry of the small charts."""

from improvement.desk import geometry


def test_a_missing_value_is_a_gap_and_not_a_zero() -> None:
    line = geometry.sparkline([1, None, 3])

    assert line.path == "M3 25M81 3"
    assert line.end == (81, 3)


def test_values_that_do_not_move_run_through_the_middle() -> None:
    assert geometry.sparkline([5, 5]).path == "M3 14L81 14"


def test_nothing_known_draws_nothing() -> None:
    assert geometry.sparkline([None, None]) == ("", None, None)


def test_a_share_stays_inside_the_picture() -> None:
    assert [geometry.percent(v) for v in (-3, 66.667, 180)] == ["0%", "66.67%", "100%"]


def test_votes_stand_side_by_side_as_shares_of_the_seats() -> None:
    votes = {"approve": 2, "conditions": 0, "return": 1}

    assert geometry.quorum(votes, 5) == [("approve", "0%", "40%"), ("return", "40%", "20%")]
