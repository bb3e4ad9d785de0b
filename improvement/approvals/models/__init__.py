"""Ballots, their seats, votes and conditions."""

from .ballot import Ballot, BallotSubject, Condition, Seat, Vote

__all__ = ["Ballot", "BallotSubject", "Condition", "Seat", "Vote"]
