"""Ballots, their seats, votes and conditions."""

from .ballot import NO_MAJORITY, Ballot, BallotSubject, Condition, Seat, Vote, in_words

__all__ = ["NO_MAJORITY", "Ballot", "BallotSubject", "Condition", "Seat", "Vote", "in_words"]
