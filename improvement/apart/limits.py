"""What a child may use up, and the ways in which it ends without an answer."""

from __future__ import annotations

from typing import Any, NamedTuple

MB = 1024 * 1024


class Limits(NamedTuple):
    """The operating system ends a child that goes beyond these."""

    memory: int = 512 * MB
    """Address space, libraries included."""
    seconds: int = 20
    """Of the processor."""
    wall: float = 30
    """Seconds on the clock, without those that `hear` takes."""
    answer: int = 64 * MB
    """Bytes of everything it says."""
    opens: int = 0
    """Files it may have open at once, besides the one it was given."""
    writes: int = 0
    """Bytes of each file that it may write."""


class Refused(Exception):
    """The function declines its input; the reason is a word, `where` data that JSON can carry."""

    def __init__(self, reason: str, **where: Any) -> None:
        super().__init__(reason)
        self.reason, self.where = reason, where


class NotDone(Exception):
    """No answer came."""


class TooMuch(NotDone):
    """The child needed more memory or time than it was given."""


class Crashed(NotDone):
    """The child ended with a fault of its own."""


class Busy(NotDone):
    """No place became free for a further child."""
