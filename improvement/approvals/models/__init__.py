"""Ballots, their seats, votes, items and conditions."""

from .ballot import NO_MAJORITY, Ballot, BallotSubject, Condition, Seat, Vote, in_words
from .item import BallotItem

__all__ = [
    "NO_MAJORITY",
    "Ballot",
    "BallotItem",
    "BallotSubject",
    "Condition",
    "Seat",
    "Vote",
    "in_words",
]
