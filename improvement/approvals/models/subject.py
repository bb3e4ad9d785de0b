"""What a ballot is about, as the rooms that put something to the vote see it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext

from improvement.door.acts import take_many
from improvement.door.lifecycle import Stateful

from .ballot import Ballot

NO_MAJORITY = "no majority"
"""Stands as the reason where nobody gave one; in_words() says it in the reader's language."""


def in_words(reason: str) -> str:
    return gettext("No majority.") if reason == NO_MAJORITY else reason


class BallotSubject(Stateful):
    """What can be voted on: its steps put_forward, approve, return_by_leaders, put_back."""

    return_reason: Any

    SEVERAL_AT_ONCE: ClassVar[bool] = False
    """Whether a member may approve several of this kind in one go; never what concerns a person,
    a sanction, or what stands in force already (ours)."""

    COMPARED_ON_LIST: ClassVar[bool] = True
    """Whether its brief as an item of a list is compared with the revision before."""

    class Meta:
        abstract = True

    @property
    def returned_because(self) -> str:
        """The reason of the last return, in the reader's language where no person wrote it."""
        return in_words(self.return_reason)

    def causes(self, row: models.Model, step: str) -> bool:
        return isinstance(row, Ballot) and step == "void" and row.subject == self

    def authors(self) -> set[int]:
        """Whoever wrote the content; for a single department's subject they are recused."""
        return set()

    def ballot_terms(self) -> dict[str, Any]:
        """What a ballot on this row is opened with, besides its frozen content."""
        return {}

    def awaits(self, revision: int) -> bool:
        """Whether the row, on a list, still waits for the vote on this revision of it."""
        return True

    @classmethod
    def move_listed(cls, items: list[Any], step: str, *, by: Any, ballot: Ballot) -> None:
        """What the decision on a list does to its items of this kind: all move, or none."""
        take_many([item.row() for item in items], step, by=by, cause=ballot)

    @classmethod
    def for_brief(cls, pk: int) -> BallotSubject:
        """The row with all that its brief says besides the frozen content, in one statement."""
        return cls._base_manager.select_related(*cls.NAMED_BY).get(pk=pk)

    @property
    def ballot(self) -> Ballot | None:
        """The latest ballot on this row."""
        return Ballot.objects.of(self).order_by("-pk").first()
