"""Counting: more than half of the base, two thirds of it having voted, the chair among them."""

import pytest

from improvement.approvals.tally import SeatState, count, outcome

CHOICES = {"+": "approve", "~": "conditions", "-": "return", "0": "abstain", ".": None}


def tally(votes, *, presiding=1, out=()):
    """One sign for a seat; the first `presiding` may preside, those in `out` do not count."""
    return count(
        SeatState(
            number=number,
            in_base=number not in out,
            may_preside=number <= presiding,
            choice=CHOICES[sign],
        )
        for number, sign in enumerate(votes, start=1)
    )


@pytest.mark.parametrize(
    ("seats", "needed", "quorum"),
    [(1, 1, 1), (2, 2, 2), (3, 2, 2), (4, 3, 3), (5, 3, 4), (6, 4, 4), (7, 4, 5), (9, 5, 6)],
)
def test_more_than_half_and_two_thirds(seats, needed, quorum):
    counted = tally("." * seats)
    assert (counted.needed, counted.quorum) == (needed, quorum)


def test_what_is_counted():
    counted = tally("+~-0.")
    assert (counted.approving, counted.returning, counted.abstaining) == (2, 1, 1)
    assert (counted.base, counted.voted, counted.outstanding) == (5, 4, 1)


def test_a_seat_out_of_the_base_counts_for_nothing():
    counted = tally("+--", out={2, 3})
    assert (counted.base, counted.approving, counted.returning) == (1, 1, 0)
    assert counted.carried


@pytest.mark.parametrize(
    ("votes", "presiding", "out", "number", "voted"),
    [
        ("+..", 2, (), 1, True),
        (".+.", 2, (), 1, False),
        (".+.", 2, (1,), 2, True),
        ("..+", 2, (1, 2), None, False),
    ],
)
def test_who_presides(votes, presiding, out, number, voted):
    """The chair, else the vice-chairs in their order, else nobody."""
    counted = tally(votes, presiding=presiding, out=out)
    assert (counted.presiding, counted.presiding_voted) == (number, voted)


@pytest.mark.parametrize(
    ("votes", "now", "at_the_deadline"),
    [
        (".....", None, "lapse"),
        ("+++++", "approve", "approve"),
        ("++~--", "approve", "approve"),
        ("+++0.", None, "approve"),
        ("+++..", None, "lapse"),  # a majority, but three of five are less than two thirds
        (".++++", None, "lapse"),  # without the chair
        ("++00.", None, "lapse"),
        ("++000", "return_it", "return_it"),  # abstaining is not approving
        ("++0--", "return_it", "return_it"),
        ("..---", "return_it", "return_it"),  # approval has become impossible
        (".+---", "return_it", "return_it"),
        ("..0--", "return_it", "return_it"),
        ("...--", None, "lapse"),
        ("++", "approve", "approve"),
        ("+-", "return_it", "return_it"),
        ("+.", None, "lapse"),
        ("+", "approve", "approve"),
        ("-", "return_it", "return_it"),
        ("", "lapse", "lapse"),  # nobody is left who could vote
    ],
)
def test_when_a_ballot_closes_and_how(votes, now, at_the_deadline):
    counted = tally(votes)
    assert outcome(counted) == now
    assert outcome(counted, time_is_up=True) == at_the_deadline


def test_a_majority_without_anybody_to_preside_waits_for_the_deadline():
    counted = tally("++++", presiding=0)
    assert outcome(counted) is None
    assert outcome(counted, time_is_up=True) == "lapse"
