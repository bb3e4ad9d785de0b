"""A seat of the leadership group is given up: the rooms above look at once at what it changes."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

_followers: list[Callable[[], object]] = []


def follow(then: Callable[[], object]) -> None:
    """Have `then` called whenever a seat may have become vacant."""
    _followers.append(then)


def seat_given_up() -> None:
    """Called in the act by which somebody leaves; what follows comes right behind it.

    Not inside it: ballots hang on many roots, and an act that holds one must not ask for another.
    What fails is written to the log, and the scanner does it within ten minutes.
    """
    for then in _followers:
        transaction.on_commit(then, robust=True)
