"""Ballots: seats, votes, quorum, conditions, deadline."""
