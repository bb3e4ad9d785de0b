"""What differs between two frozen contents of a plan: rows paired by id, words marked in texts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import Any, Literal

Content = dict[str, Any]
Kind = Literal["added", "removed", "changed", "moved"]

ROWS = {"goals": ("target_lines",), "measures": ("milestones", "resource_needs")}
"""The lists of a plan, and the lists that hang on each of their rows."""

KEYS = {"id", "number", "after_department", "after_year", *chain(*ROWS.values())}
"""What names a row, where it came from, or what holds rows of its own: no field to compare."""

HAN = "㐀-䶿一-鿿豈-﫿"
WORD = rf"[^\W\d{HAN}]+(?:[’'-][^\W\d{HAN}]+)*"
TOKEN = re.compile(rf"[{HAN}]|\d+(?:[.,]\d+)*[%‰]?|{WORD}|\s+|[^\w\s]|\w")
"""A Chinese character, a figure, a word, a stretch of blanks, or one mark of punctuation."""

LETTER = re.compile(r"\w")

A_LINE = 8
"""Shorter lines are alike by chance; they are not said to have moved."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both have, or that only one of them has."""

    kind: Literal["same", "added", "removed"]
    text: str
    moved: bool = False
    """A whole line that stands elsewhere in the other text."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field with its value before and after; either may be missing."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Row:
    """A goal or measure, or a row that hangs on one, that is new, gone or changed."""

    kind: Kind
    list: str
    number: str
    title: str
    fields: tuple[Field, ...] = ()
    rows: tuple[Row, ...] = ()
    moved: bool = False
    """It stands at another place among those that both have."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that differs, in the order of the later content."""

    sections: tuple[Field, ...]
    goals: tuple[Row, ...]
    measures: tuple[Row, ...]
    words: tuple[Field, ...]

    def __bool__(self) -> bool:
        return bool(self.sections or self.goals or self.measures or self.words)


def differences(before: Content, after: Content) -> Differences:
    """Compare two contents as `Plan.content()` freezes them."""
    return Differences(
        sections=tuple(sections(before.get("sections", []), after.get("sections", []))),
        goals=tuple(rows("goals", before, after)),
        measures=tuple(rows("measures", before, after)),
        words=tuple(fields(before, after, only={"word_on_warnings"})),
    )


def sections(before: list[Content], after: list[Content]) -> Iterator[Field]:
    """The sections whose text changed, named by their key."""
    was = {row["key"]: row["body"] for row in before}
    now = {row["key"]: row["body"] for row in after}
    for key in [*now, *(key for key in was if key not in now)]:
        if was.get(key, "") != now.get(key, ""):
            yield Field(key, was.get(key, ""), now.get(key, ""))


def rows(name: str, before: Content, after: Content) -> Iterator[Row]:
    """The rows of one list that are new or changed, then those that are gone."""
    was = {row["id"]: row for row in before.get(name, [])}
    now = {row["id"]: row for row in after.get(name, [])}
    elsewhere = moved([key for key in was if key in now], [key for key in now if key in was])
    for key, row in now.items():
        if key not in was:
            yield whole("added", name, row)
        elif changed := pair(name, was[key], row, moved=key in elsewhere):
            yield changed
    for key, row in was.items():
        if key not in now:
            yield whole("removed", name, row)


def moved(was: list[str], now: list[str]) -> set[str]:
    """As few keys as possible whose moving leads from the one order to the other."""
    place = {key: n for n, key in enumerate(was)}
    ends: list[int] = []
    best: list[tuple[str, ...]] = []
    for key in now:
        at = bisect_left(ends, place[key])
        kept = (*best[at - 1], key) if at else (key,)
        ends[at : at + 1], best[at : at + 1] = [place[key]], [kept]
    return set(now) - set(best[-1] if best else ())


def pair(name: str, was: Content, now: Content, *, moved: bool = False) -> Row | None:
    """The same row twice; None where nothing in it differs, nor its place."""
    found = tuple(fields(was, now))
    nested = tuple(row for below in ROWS.get(name, ()) for row in rows(below, was, now))
    if not (found or nested or moved):
        return None
    kind: Kind = "changed" if found or nested else "moved"
    return Row(kind, name, now.get("number", ""), title(now), found, nested, moved)


def whole(kind: Kind, name: str, row: Content) -> Row:
    """A row that only one of the contents has, with all that stands in it."""
    empty: Content = {}
    was, now = (empty, row) if kind == "added" else (row, empty)
    return Row(
        kind,
        name,
        row.get("number", ""),
        title(row),
        tuple(fields(was, now)),
        tuple(whole(kind, b, inner) for b in ROWS.get(name, ()) for inner in row.get(b, [])),
    )


def title(row: Content) -> str:
    """What a row is called: its title, or of a target line what it measures."""
    return row.get("title") or row.get("indicator") or row.get("text") or row.get("name") or ""


def fields(was: Content, now: Content, only: set[str] | None = None) -> Iterator[Field]:
    """The fields whose values differ; nothing and the empty text are the same."""
    for name in [*now, *(name for name in was if name not in now)]:
        if name in KEYS or name in ROWS or (only is not None and name not in only):
            continue
        before, after = was.get(name), now.get(name)
        if (before or "") != (after or ""):
            yield Field(name, before, after)


PAIRS = 40_000
"""How many pairs of equal words one comparison weighs; it grows with more than their square, and
of what is left the lines count as written anew. A page of prose needs some thousands."""


def words(before: str, after: str) -> list[Piece]:
    """Mark what was taken out and what was put in, word by word, Chinese by the character."""
    return merged(_pieces(before, after))


def _pieces(before: str, after: str) -> Iterator[Piece]:
    """Lines first, so that a long text is compared quickly; words inside lines that changed."""
    weighed = _Weighed()
    stretches = list(
        weighed.stretches(before.splitlines(keepends=True), after.splitlines(keepends=True))
    )
    elsewhere = _elsewhere(stretches)
    for was, now in stretches:
        if was == now:
            yield Piece("same", "".join(was))
            continue
        for old, new in _paired(was, now, elsewhere):
            if _bare(old or new) in elsewhere:
                yield Piece("removed", old, moved=True)
                yield Piece("added", new, moved=True)
                continue
            for out, put_in in absorbed(weighed.stretches(TOKEN.findall(old), TOKEN.findall(new))):
                if out == put_in:
                    yield Piece("same", "".join(out))
                    continue
                yield Piece("removed", "".join(out))
                yield Piece("added", "".join(put_in))


def _elsewhere(stretches: list[tuple[list[str], list[str]]]) -> set[str]:
    """The lines that one text has lost at one place and the other has gained at another."""
    differing = [(was, now) for was, now in stretches if was != now]
    lost = {_bare(line) for was, _now in differing for line in was}
    gained = {_bare(line) for _was, now in differing for line in now}
    return {line for line in lost & gained if len(line) >= A_LINE}


def _bare(line: str) -> str:
    return line.strip()


def _paired(was: list[str], now: list[str], elsewhere: set[str]) -> Iterator[tuple[str, str]]:
    """Line beside line; one that has moved stands alone, so that it is beside no other."""
    old, new = was[::-1], now[::-1]
    while old or new:
        if old and _bare(old[-1]) in elsewhere:
            yield old.pop(), ""
        elif new and _bare(new[-1]) in elsewhere:
            yield "", new.pop()
        else:
            yield old.pop() if old else "", new.pop() if new else ""


Stretch = tuple[list[str], list[str]]


def absorbed(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Blanks and punctuation alone between two changes are part of the change."""
    waiting: Stretch | None = None
    between: list[str] = []
    for was, now in stretches:
        if not (was or now):
            continue
        if was == now:
            if waiting and not LETTER.search("".join([*between, *was])):
                between += was
                continue
            yield from _flushed(waiting, between)
            waiting, between = None, []
            yield was, now
        elif waiting:
            waiting = ([*waiting[0], *between, *was], [*waiting[1], *between, *now])
            between = []
        else:
            waiting = (was, now)
    yield from _flushed(waiting, between)


def _flushed(waiting: Stretch | None, between: list[str]) -> Iterator[Stretch]:
    if waiting:
        yield waiting
    if between:
        yield between, between


class _Weighed:
    """The pairs of equal words that one comparison may still weigh."""

    def __init__(self) -> None:
        self.left = PAIRS

    def stretches(self, was: list[str], now: list[str]) -> Iterator[tuple[list[str], list[str]]]:
        """What stands beside what, in order: equal stretches, and those that differ."""
        head = _alike(was, now)
        tail = _alike(was[head:][::-1], now[head:][::-1])
        yield was[:head], now[:head]
        yield from self.between(was[head : len(was) - tail], now[head : len(now) - tail])
        yield was[len(was) - tail :], now[len(now) - tail :]

    def between(self, was: list[str], now: list[str]) -> Iterator[tuple[list[str], list[str]]]:
        found = Counter(now)
        pairs = sum(n * found[text] for text, n in Counter(was).items() if not text.isspace())
        if pairs > self.left:
            yield was, now
            return
        self.left -= pairs
        # Blanks go with the words beside them; alone they would be most of the pairs.
        matcher = SequenceMatcher(str.isspace, was, now, autojunk=False)
        for _tag, a, b, c, d in matcher.get_opcodes():
            yield was[a:b], now[c:d]


def _alike(was: list[str], now: list[str]) -> int:
    """How many begin alike."""
    return next(
        (n for n, (old, new) in enumerate(zip(was, now, strict=False)) if old != new),
        min(len(was), len(now)),
    )


def merged(pieces: Iterator[Piece]) -> list[Piece]:
    """Neighbours of one kind as one piece."""
    found: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if found and (found[-1].kind, found[-1].moved) == (piece.kind, piece.moved):
            found[-1] = Piece(piece.kind, found[-1].text + piece.text, piece.moved)
        else:
            found.append(piece)
    return found
