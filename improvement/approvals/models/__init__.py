"""Ballots, their seats, votes, items and conditions; minutes of meetings."""

from .ballot import Ballot, Condition, Vote
from .item import BallotItem
from .minutes import Minutes, MinutesVote
from .seat import Seat
from .subject import NO_MAJORITY, BallotSubject, in_words

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
