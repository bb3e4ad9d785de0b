"""Ballots, their seats, votes, items and conditions; minutes of meetings."""

from .ballot import NO_MAJORITY, Ballot, BallotSubject, Condition, Seat, Vote, in_words
from .item import BallotItem
from .minutes import Minutes, MinutesVote

__all__ = [
    "NO_MAJORITY",
    "Ballot",
    "BallotItem",
    "BallotSubject",
    "Condition",
    "Minutes",
    "MinutesVote",
    "Seat",
    "Vote",
    "in_words",
]
