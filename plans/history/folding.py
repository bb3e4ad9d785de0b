"""A text that saves itself leaves an entry at every pause: a run of them is read as one change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from improvement.audit.models import Entry
from improvement.audit.models.entry import EntryQuerySet

APART = dt.timedelta(minutes=10)
"""Between two entries of one run; after a longer pause begins another."""

FOLDED = "plans.section"
READ = 500
"""Most entries one page looks through, however long the runs are."""


class Sketch(NamedTuple):
    """What tells whether two entries are of one run; the texts themselves are not read for it."""

    sequence: int
    at: dt.datetime
    actor_id: int | None
    object_type: str
    object_id: int
    verb: str


@dataclass(slots=True)
class Run:
    """One person's changes of one text, one after the other; or a single entry of any kind."""

    newest: Sketch
    oldest: Sketch
    count: int = 1

    def takes(self, older: Sketch) -> bool:
        """Whether the entry before the oldest is of this run."""
        folded = older.object_type == FOLDED and older.verb == "change"
        same = older[2:] == self.oldest[2:]
        return folded and same and self.oldest.at - older.at <= APART


def runs(rows: EntryQuerySet, size: int) -> tuple[list[Run], bool]:
    """The latest `size` runs, the newest first, and whether there are older ones; one query."""
    latest = rows.order_by("-sequence").values_list(*Sketch._fields)[: READ + 1]
    found: list[Run] = []
    for sketch in map(Sketch._make, latest):
        if found and found[-1].takes(sketch):
            found[-1].oldest = sketch
            found[-1].count += 1
        elif len(found) == size:
            return found, True
        else:
            found.append(Run(sketch, sketch))
    return found, sum(run.count for run in found) > READ


@dataclass(frozen=True, slots=True)
class Folded:
    """A run as it is told: its last entry, where it began, and how often it was saved."""

    entry: Entry
    first: Entry
    count: int


def folded(rows: EntryQuerySet, found: Iterable[Run]) -> list[Folded]:
    """The entries at both ends of each run; two queries."""
    kept = list(found)
    ends = {run.newest.sequence for run in kept} | {run.oldest.sequence for run in kept}
    read = {
        entry.sequence: entry
        for entry in rows.filter(sequence__in=ends).select_related("actor").with_particulars()
    }
    return [Folded(read[run.newest.sequence], read[run.oldest.sequence], run.count) for run in kept]
