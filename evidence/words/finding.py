"""What is compared with what: the neighbours of a record in time, or the records of a period."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.functions import Mod

from evidence.models import ServiceRecord

from .likeness import Likeness, Pool

EACH_WAY = 5_000
"""A record is compared with so many that came before it and so many that came after (ours)."""

GROUPED_MOST = 2_000
"""Of a period with more records a sample is grouped, every second, third or tenth (ours)."""

SHOWN, GROUPS, EXAMPLES = 10, 20, 3


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The most alike first; None where the words of the record are yet to be read."""

    compared: int
    found: list[tuple[ServiceRecord, float]] | None


def similar_to(record: ServiceRecord, rows: QuerySet[ServiceRecord]) -> Neighbours:
    """Among the rows received nearest to it; `rows` are those that the reader may see."""
    mine = words_of(rows.model.objects.filter(pk=record.pk))
    if not mine:
        return Neighbours(0, None)
    others = rows.exclude(pk=record.pk)
    before = others.filter(opened_on__lte=record.opened_on).order_by("-opened_on", "-pk")
    after = others.filter(opened_on__gt=record.opened_on).order_by("opened_on", "pk")
    around = [*words_of(before[:EACH_WAY]), *words_of(after[:EACH_WAY])]
    near = Pool([*mine, *around]).similar_to(record.pk, SHOWN)
    return Neighbours(len(around), in_order(near, rows))


def words_of(rows: QuerySet[ServiceRecord]) -> list[tuple[int, str]]:
    """The keys of what is read, with its words."""
    return [(key, line) for key, line in rows.values_list("pk", "read__words") if line is not None]


def in_order(
    near: list[Likeness], rows: QuerySet[ServiceRecord]
) -> list[tuple[ServiceRecord, float]]:
    named = rows.select_related("department", "category").in_bulk([one.key for one in near])
    return [(named[one.key], one.likeness) for one in near]


@dataclass(frozen=True, slots=True)
class Said:
    """A group: what is at its middle, how many say so, and some of the others."""

    middle: ServiceRecord
    count: int
    others: list[ServiceRecord]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the records of a period say in common, the most first."""

    found: int
    compared: int
    unread: int
    groups: list[Said]

    @property
    def is_sample(self) -> bool:
        return self.found > self.compared + self.unread


def gathered(rows: QuerySet[ServiceRecord], most: int = GROUPED_MOST) -> Gathered:
    """Groups of texts that say the same; of very many records a sample, and named so."""
    found = rows.order_by().count()
    every = max(-(-found // most), 1)
    if every > 1:
        rows = rows.alias(turn=Mod(F("pk"), every)).filter(turn=0)
    lines = list(rows.order_by("pk").values_list("pk", "read__words"))
    known = [(key, line) for key, line in lines if line is not None]
    groups = Pool(known).groups()[:GROUPS]
    shown = {
        group.middle: [group.middle, *(key for key in group.members if key != group.middle)]
        for group in groups
    }
    wanted = [key for keys in shown.values() for key in keys[:EXAMPLES]]
    named = ServiceRecord.objects.select_related("department").in_bulk(wanted)
    return Gathered(
        found,
        len(known),
        len(lines) - len(known),
        [
            Said(named[middle], len(keys), [named[key] for key in keys[1:EXAMPLES]])
            for middle, keys in shown.items()
        ],
    )
