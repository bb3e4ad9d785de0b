"""The timeline of measures or tasks: what is done, what is late, and the approved plan below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .chart import Chart, Key, sentences
from .numbers import MISSING, labelled, percent
from .scale import shortened
from .shapes import Diamond, Label, Line, Rect, Shape

LEFT, HEAD, LANE = 28.0, 36.0, 30.0
LETTERS = 30

STATES = {
    "done": lambda: pgettext("state of a bar", "done"),
    "progress": lambda: pgettext("state of a bar", "in progress"),
    "late": lambda: pgettext("state of a bar", "late"),
    "planned": lambda: pgettext("state of a bar", "not begun"),
    "suspended": lambda: pgettext("state of a bar", "suspended"),
}


class Milestone(NamedTuple):
    day: dt.date
    title: str
    done: bool = False


class Link(NamedTuple):
    """The row, counted from the top, that has to end before; broken where it ends later."""

    row: int
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: from, to, how much of it is done (0 to 1), and what was approved."""

    name: str
    starts: dt.date | None
    ends: dt.date | None
    done: float = 0
    state: str = "planned"
    planned: tuple[dt.date, dt.date] | None = None
    milestones: Sequence[Milestone] = field(default=())
    after: Sequence[Link] = field(default=())

    @property
    def drawn(self) -> float:
        """How much is coloured by the state; what is late shows even before it was begun."""
        return self.done or (1.0 if self.state == "late" else 0.0)


def gantt_chart(
    key: str, title: str, bars: Sequence[Bar], starts: dt.date, ends: dt.date, today: dt.date
) -> Chart:
    """The bars between two days; the thin line below a bar is the approved plan."""
    height = HEAD + LANE * len(bars) + 4
    span = _Span(starts, ends)
    shapes: list[Shape] = []
    for at, bar in enumerate(bars):
        top = HEAD + at * LANE
        if at % 2 == 0:
            shapes.append(Rect("lane", 0, top, 100, LANE))
        shapes.append(
            Label("text-label", 0, top + 19, shortened(bar.name, LETTERS), shift=8, title=bar.name)
        )
    shapes += _months(span, height)
    for at, bar in enumerate(bars):
        shapes += _bar(bar, HEAD + at * LANE, span)
    for at, bar in enumerate(bars):
        shapes += _links(bar, at, bars, span)
    if starts <= today <= ends:
        x = span.x(today)
        shapes += [
            Line("today", x, HEAD - 6, x, height),
            Label("text-today", x, 11, pgettext("mark of a chart", "Today"), "middle"),
        ]
    return Chart(
        key=key,
        height=height,
        shapes=shapes,
        title=title,
        description=_description(bars, starts, ends),
        sentence=_sentence(bars),
        header=[_("Name"), _("Approved"), _("From"), _("To"), _("Done"), _("State")],
        rows=[_row(bar) for bar in bars],
        legend=_legend(bars),
        wide=True,
    )


class _Span(NamedTuple):
    starts: dt.date
    ends: dt.date

    def x(self, day: dt.date) -> float:
        inside = min(max(day, self.starts), self.ends + dt.timedelta(days=1))
        days = (self.ends - self.starts).days + 1
        return LEFT + (100 - LEFT) * (inside - self.starts).days / days

    def after(self, day: dt.date) -> float:
        """Where the day is over."""
        return self.x(day + dt.timedelta(days=1))


def _months(span: _Span, height: float) -> Iterator[Shape]:
    months = []
    day = span.starts.replace(day=1)
    while day <= span.ends:
        months.append(day)
        day = (day + dt.timedelta(days=32)).replace(day=1)
    every = -(-len(months) // 13)
    for at, month in enumerate(months):
        role = "grid-strong" if month.month % 3 == 1 else "grid"
        yield Line(role, span.x(month), HEAD - 4, span.x(month), height)
        if at % every == 0:
            following = months[at + 1] if at + 1 < len(months) else span.ends
            middle = (span.x(month) + span.x(following)) / 2
            text = dateformat.format(month, pgettext("date format of a month", "M"))
            yield Label("text", middle, 26, text, "middle")


def _bar(bar: Bar, top: float, span: _Span) -> Iterator[Shape]:
    if bar.planned:
        x = span.x(bar.planned[0])
        yield Rect("task-plan", x, top + 22, span.after(bar.planned[1]) - x, 3, 1.5)
    if bar.starts and bar.ends:
        x, width = span.x(bar.starts), span.after(bar.ends) - span.x(bar.starts)
        yield Rect("task-rest", x, top + 7, width, 12, 3, _spoken(bar))
        if bar.drawn > 0:
            role = f"task-{bar.state if bar.state != 'planned' else 'progress'}"
            yield Rect(role, x, top + 7, width * min(bar.drawn, 1), 12, 3, _spoken(bar))
    for stone in bar.milestones:
        if span.starts <= stone.day <= span.ends:
            role = "milestone" if stone.done else "milestone-open"
            title = labelled(stone.title, _day(stone.day))
            yield Diamond(role, span.after(stone.day), top + 13, title=title)


def _links(bar: Bar, at: int, bars: Sequence[Bar], span: _Span) -> Iterator[Shape]:
    """From the end of what comes before, across and down to where this one begins."""
    for link in sorted(bar.after, key=lambda link: link.broken):
        before = bars[link.row]
        if before.ends and bar.starts:
            role = "link-broken" if link.broken else "link"
            x, y = span.x(bar.starts), HEAD + link.row * LANE + 13
            yield Line(role, span.after(before.ends), y, x, y)
            yield Line(role, x, y, x, HEAD + at * LANE + 13)


def _spoken(bar: Bar) -> str:
    return labelled(bar.name, percent(bar.done), STATES[bar.state]())


def _day(day: dt.date | None) -> str:
    if day is None:
        return MISSING
    return dateformat.format(day, pgettext("date format of a day", "j M Y"))


def _row(bar: Bar) -> list[str]:
    approved = MISSING
    if bar.planned:
        approved = f"{_day(bar.planned[0])} – {_day(bar.planned[1])}"
    state = STATES[bar.state]()
    return [bar.name, approved, _day(bar.starts), _day(bar.ends), percent(bar.done), state]


def _description(bars: Sequence[Bar], starts: dt.date, ends: dt.date) -> str:
    return _("%(first)s to %(last)s.") % {"first": _day(starts), "last": _day(ends)}


def _sentence(bars: Sequence[Bar]) -> str:
    if not bars:
        return _("Nothing is planned yet.")
    count = {state: sum(bar.state == state for bar in bars) for state in STATES}
    parts = [_("%(done)d of %(all)d are done.") % {"done": count["done"], "all": len(bars)}]
    if count["late"]:
        parts.append(
            ngettext("%(n)d is late.", "%(n)d are late.", count["late"]) % {"n": count["late"]}
        )
    return sentences(*parts)


def _legend(bars: Sequence[Bar]) -> list[Key]:
    states = {bar.state for bar in bars if bar.drawn > 0}
    keys = [
        Key("bar", f"task-{state}", STATES[state]())
        for state in ("done", "progress", "late", "suspended")
        if state in states
    ]
    keys.append(Key("bar", "task-rest", pgettext("state of a bar", "remaining")))
    if any(bar.planned for bar in bars):
        keys.append(Key("plan", "task-plan", _("approved plan")))
    if any(link.broken for bar in bars for link in bar.after):
        keys.append(Key("line", "link-broken", _("begins before what it waits for is due")))
    if any(bar.milestones for bar in bars):
        keys.append(Key("diamond", "milestone", _("milestone")))
    return keys
