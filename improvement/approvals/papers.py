"""How each room puts what is voted on to paper; a table that the rooms fill in themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from improvement.documents.content import Block


@dataclass(frozen=True, slots=True)
class Matter:
    """One subject with the frozen content that is voted on; `key` is its own among the papers."""

    key: str
    content_type_id: int
    subject: Any
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Paper:
    """What a matter costs, in words, and what stands in its paper: the brief, or all of it."""

    cost: str = ""
    blocks: Sequence[Block] = ()


Writer = Callable[[list[Matter], bool], list[Paper]]
"""Papers for matters of one model, in their order; True asks for the whole text."""

Told = Callable[[int, int], object]
"""Hears how many papers are written, and of how many."""
HEAP = 5

_writers: dict[type[models.Model], Writer] = {}


def register(model: type[models.Model], writer: Writer) -> None:
    _writers[model] = writer


def written(
    matters: Iterable[Matter], *, whole: bool, told: Told | None = None
) -> dict[str, Paper]:
    """The paper of each matter by its key; empty where no room has said how.

    Whoever wants to be told on the way gets them in small heaps, at the cost of more statements.
    """
    of_kind: dict[int, list[Matter]] = {}
    for matter in matters:
        of_kind.setdefault(matter.content_type_id, []).append(matter)
    found: dict[str, Paper] = {}
    count = sum(map(len, of_kind.values()))
    for kind, same in of_kind.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        writer = _writers.get(model) if model else None
        for some in heaps(same, HEAP if told else len(same)):
            papers = writer(some, whole) if writer else [Paper() for _matter in some]
            found |= {matter.key: paper for matter, paper in zip(some, papers, strict=True)}
            if told:
                told(len(found), count)
    return found


def heaps(matters: list[Matter], size: int) -> Iterator[list[Matter]]:
    for start in range(0, len(matters), size):
        yield matters[start : start + size]
