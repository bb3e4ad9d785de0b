"""Ballots, their seats, votes, items and conditions; meetings and their minutes."""

from .ballot import NO_MAJORITY, Ballot, BallotSubject, Seat, Vote, in_words
from .condition import Condition
from .item import BallotItem
from .minutes import Minutes, MinutesVote
from .sitting import Sitting, SittingItem

__all__ = [
    "NO_MAJORITY",
    "Ballot",
    "BallotItem",
    "BallotSubject",
    "Condition",
    "Minutes",
    "MinutesVote",
    "Seat",
    "Sitting",
    "SittingItem",
    "Vote",
    "in_words",
]
