"""The Pareto chart: what most of it comes from, the largest first, and how it adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from django.utils.translation import gettext as _

from .chart import Chart, Key
from .numbers import figure, labelled, listed, percent, with_unit
from .scale import shortened
from .shapes import Dot, Label, Line, Rect, Shape, Track

LEFT, RIGHT, LANE, TOP, FOOT = 34.0, 80.0, 28.0, 8.0, 24.0
BAR, LETTERS = 16.0, 18
MOST = 12
"""So many bars are drawn; what is smaller is drawn as one."""

NAMED = 3
"""So many are read out by name."""

MARK = 80
TICKS = (0, 20, 40, 60, 80, 100)


class Piece(NamedTuple):
    """One category and how often it was told."""

    name: str
    number: int


def pareto_chart(
    key: str, title: str, pieces: Sequence[Piece], *, vital: int, first: str, counted: str
) -> Chart:
    """Lying bars on one scale, from nothing to all; the line adds them up from bar to bar.

    `pieces` come with the largest first, and the first `vital` of them are marked. `first` heads
    the names in the data table, `counted` the figures.
    """
    shown = folded(pieces)
    total = sum(piece.number for piece in pieces) or 1
    bottom = TOP + LANE * len(shown)
    sums = list(accumulate(piece.number for piece in shown))
    line = [(x(reached, total), middle(at)) for at, reached in enumerate(sums)]
    shapes: list[Shape] = [*_axis(bottom)]
    for at, piece in enumerate(shown):
        shapes += _lane(at, piece, total, marked=at < vital)
    shapes.append(Track("cumulative", tuple(line)))
    for piece, reached, place in zip(shown, sums, line, strict=True):
        spoken = labelled(listed(piece.name, _("Added up")), percent(reached / total))
        shapes.append(Dot("point-common", *place, 3.5, spoken))
    told = read(pieces, vital)
    return Chart(
        key=key,
        height=bottom + FOOT,
        shapes=shapes,
        title=title,
        description=told,
        sentence=told,
        header=[first, counted, _("Share"), _("Added up")],
        rows=[
            [piece.name, figure(piece.number), percent(piece.number / total), percent(r / total)]
            for piece, r in zip(pieces, accumulate(p.number for p in pieces), strict=True)
        ],
        legend=[
            Key("bar", "bar", _("The few that make up most of it")),
            Key("bar", "stack-3", _("The others")),
            Key("line", "cumulative", _("Added up")),
        ],
    )


def folded(pieces: Sequence[Piece]) -> list[Piece]:
    """What has no room for a bar of its own stands together, at the end."""
    if len(pieces) <= MOST:
        return list(pieces)
    rest = sum(piece.number for piece in pieces[MOST - 1 :])
    return [*pieces[: MOST - 1], Piece(_("Others"), rest)]


def x(count: int, total: int) -> float:
    return LEFT + (RIGHT - LEFT) * count / total


def middle(at: int) -> float:
    return TOP + LANE * at + LANE / 2


def _axis(bottom: float) -> Iterator[Shape]:
    for tick in TICKS:
        place = x(tick, 100)
        yield Line("target" if tick == MARK else "grid", place, TOP - 4, place, bottom)
        yield Label("text", place, bottom + 16, with_unit(tick, "%"), "middle")


def _lane(at: int, piece: Piece, total: int, *, marked: bool) -> Iterator[Shape]:
    y, share = middle(at), percent(piece.number / total)
    name = shortened(piece.name, LETTERS)
    yield Label("text-strong" if marked else "text-label", 0, y + 4, name, title=piece.name)
    spoken = labelled(piece.name, listed(figure(piece.number), share))
    width = x(piece.number, total) - LEFT
    yield Rect("bar" if marked else "stack-3", LEFT, y - BAR / 2, width, BAR, 2, spoken)
    yield Label("text-label", 100, y + 4, f"{figure(piece.number)} · {share}", "end")


def read(pieces: Sequence[Piece], vital: int) -> str:
    """Which few make up most of it, by name; where many do, that there is no such few."""
    total = sum(piece.number for piece in pieces)
    if not total:
        return _("Nothing was told in this span.")
    named = pieces[: min(vital, NAMED)]
    words = {
        "names": listed(*(_named(piece) for piece in named)),
        "share": percent(sum(piece.number for piece in named) / total),
        "total": figure(total),
        "few": vital,
        "all": len(pieces),
    }
    if len(pieces) == 1:
        return _("All %(total)s are about one thing: %(names)s.") % words
    told = (
        _("%(names)s: %(share)s of all %(total)s come from %(few)d of %(all)d categories.")
        if vital <= NAMED
        else _(
            "%(names)s come first, with %(share)s of all %(total)s; it takes %(few)d of %(all)d"
            " categories to make up 80%%."
        )
    )
    return told % words


def _named(piece: Piece) -> str:
    return _("%(name)s (%(count)s)") % {"name": piece.name, "count": figure(piece.number)}
