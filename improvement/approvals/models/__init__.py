"""Ballots, their seats, votes, items and conditions; meetings, their papers and minutes."""

from .ballot import Ballot, Vote
from .condition import Condition
from .item import BallotItem
from .minutes import Minutes, MinutesVote
from .pack_file import PackFile
from .seat import Seat
from .sitting import Sitting, SittingItem
from .subject import NO_MAJORITY, BallotSubject, in_words
from .voting_rule import VotingRule

__all__ = [
    "NO_MAJORITY",
    "Ballot",
    "BallotItem",
    "BallotSubject",
    "Condition",
    "Minutes",
    "MinutesVote",
    "PackFile",
    "Seat",
    "Sitting",
    "SittingItem",
    "Vote",
    "VotingRule",
    "in_words",
]
