"""In how many records a word stands, and in how many it stood in the period before."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from django.db.models import F, QuerySet
from django.db.models.functions import Mod
from django.utils.translation import pgettext_lazy

from evidence.models import ServiceRecord
from evidence.statistics.differences import Interval, difference, quantile
from improvement.characters import SIMPLER

from .splitting import PAIRED, SPELLINGS

MOST = 20_000
"""Of more records than this a sample is read, every second, third or tenth by its key (ours)."""

FEWEST = 3
"""A word of fewer records is not shown: it recurs nowhere, and may be somebody's name (ours)."""

LEVEL = 0.95
"""How often all verdicts of a page together shall be right (ours)."""

USUAL = 90
"""So many days up to today, where nobody asked for others (ours)."""

Which = Literal["words", "phrases"]
Verdict = Literal["more", "less", "chance"]


SAID = {
    "more": pgettext_lazy("a word of the register", "More often"),
    "less": pgettext_lazy("a word of the register", "Less often"),
    "chance": pgettext_lazy("a word of the register", "No clear change"),
}


class Span(NamedTuple):
    """Both days belong to it."""

    since: dt.date
    until: dt.date

    @property
    def before(self) -> Span:
        """As many days, right before."""
        days = (self.until - self.since).days
        last = self.since - dt.timedelta(days=1)
        return Span(last - dt.timedelta(days=days), last)


def span_of(since: dt.date | None, until: dt.date | None, today: dt.date) -> Span:
    """What was asked for; the first of two days in the wrong order gives way."""
    last = until or today
    first = since if since and since <= last else last - dt.timedelta(days=USUAL - 1)
    return Span(first, last)


@dataclass(slots=True)
class Tally:
    """What some records say. `read` of them were looked at, `unread` a worker has yet to read."""

    found: int = 0
    every: int = 1
    read: int = 0
    unread: int = 0
    words: Counter[str] = field(default_factory=Counter)
    written: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def is_sample(self) -> bool:
        return self.every > 1

    def spelled(self, word: str) -> list[str]:
        """How it was written, the commonest first; the four that matter."""
        return [one for one, _times in self.written[word].most_common(SPELLINGS)]


def tally(rows: QuerySet[ServiceRecord], which: Which, most: int = MOST) -> Tally:
    """Words or phrases of the records, each counted once a record; a sample where they are many.

    A record stands with its words in one row, so that no table grows by twenty rows a complaint;
    what is read is bounded by `most`, and the rest is counted only.
    """
    found = rows.order_by().count()
    told = Tally(found=found, every=max(-(-found // most), 1))
    if told.is_sample:
        rows = rows.alias(turn=Mod(F("pk"), told.every)).filter(turn=0)
    for line in rows.order_by().values_list(f"read__{which}", flat=True).iterator(2_000):
        if line is None:
            told.unread += 1
        else:
            told.read += 1
            add(told, line)
    return told


def add(told: Tally, line: str) -> None:
    """Both scripts of a word are one; how it was written is kept to be shown."""
    written = line.split()
    same = line.translate(SIMPLER).split()
    told.words.update(same)
    for one, other in zip(same, written, strict=True):
        told.written.setdefault(one, Counter())[other] += 1


@dataclass(frozen=True, slots=True)
class Line:
    """One word: in how many of how many records, now and before, and what may be said of it."""

    word: str
    spelled: tuple[str, ...]
    now: int
    of: int
    before: int
    of_before: int
    interval: Interval | None

    @property
    def share(self) -> float:
        return self.now / self.of

    @property
    def share_before(self) -> float | None:
        return self.before / self.of_before if self.of_before else None

    @property
    def shown(self) -> str:
        """As it was written most often; the words of a Chinese phrase stand together."""
        first = self.spelled[0]
        return first.replace(PAIRED, " " if first[0].isascii() else "")

    @property
    def asked(self) -> str:
        """By which the register finds its records."""
        return ",".join(self.spelled)

    @property
    def verdict(self) -> Verdict | None:
        """None where there is nothing to compare with."""
        if self.interval is None:
            return None
        if self.interval.low > 0:
            return "more"
        return "less" if self.interval.high < 0 else "chance"

    @property
    def said(self) -> str:
        """The verdict in words."""
        return str(SAID[self.verdict]) if self.verdict else ""


def compared(now: Tally, before: Tally) -> list[Line]:
    """Every word of at least so many records now, the commonest first.

    All words that are compared are counted when the level is set: of a thousand words, fifty
    would seem to have changed by chance alone.
    """
    kept = [(word, times) for word, times in now.words.items() if times >= FEWEST]
    z = quantile(LEVEL, len(kept))
    lines = [line(word, times, now, before, z) for word, times in kept]
    return sorted(lines, key=lambda one: (-one.now, one.word))


def line(word: str, times: int, now: Tally, before: Tally, z: float) -> Line:
    was = before.words[word]
    interval = difference((times, now.read), (was, before.read), z) if before.read else None
    return Line(word, tuple(now.spelled(word)), times, now.read, was, before.read, interval)


def grown(lines: list[Line]) -> list[Line]:
    """What became more frequent beyond chance, the greatest change first."""
    more = [one for one in lines if one.verdict == "more"]
    return sorted(more, key=lambda one: ((one.share_before or 0) - one.share, one.word))
