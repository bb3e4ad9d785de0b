"""The heat map: when something happens, by the day of the week and the hour of the day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .chart import Chart, Key, sentences
from .numbers import figure, labelled, listed
from .shapes import Label, Rect, Shape

LEFT, LANE, TOP, FOOT = 13.0, 24.0, 4.0, 22.0
HOURS, SHADES, EVERY = 24, 4, 3
GAP = 2.0

Cells = Sequence[Sequence[int]]
"""Seven days from Monday on, each with twenty-four hours."""


def heat_chart(key: str, title: str, cells: Cells, *, without: int = 0) -> Chart:
    """The darker, the more; `without` is how many could not be placed for want of an hour."""
    most = max(max(day) for day in cells)
    bottom = TOP + LANE * len(cells)
    told = read(cells, without)
    return Chart(
        key=key,
        height=bottom + FOOT,
        shapes=[*_cells(cells, most), *_hours(bottom)],
        title=title,
        description=told,
        sentence=told,
        header=[_("Hour"), *(str(WEEKDAYS_ABBR[day]) for day in range(7)), _("Together")],
        rows=[
            [clock(hour), *map(figure, counts), figure(sum(counts))]
            for hour, counts in enumerate(zip(*cells, strict=True))
            if any(counts)
        ],
        legend=legend(most),
    )


def clock(hour: int) -> str:
    return f"{hour:02}:00"


def shade(count: int, most: int) -> int:
    """Nothing has a shade of its own; the others are four equal steps up to the most."""
    return -(-count * SHADES // most) if count else 0


def _cells(cells: Cells, most: int) -> Iterator[Shape]:
    width = (100 - LEFT) / HOURS
    for at, day in enumerate(cells):
        y = TOP + LANE * at
        yield Label("text-label", 0, y + LANE / 2 + 3, str(WEEKDAYS_ABBR[at]))
        for hour, count in enumerate(day):
            when = listed(str(WEEKDAYS[at]), clock(hour))
            yield Rect(
                f"heat-{shade(count, most)}",
                LEFT + hour * width,
                y,
                width * 0.92,
                LANE - GAP,
                2,
                labelled(when, figure(count)),
            )


def _hours(bottom: float) -> Iterator[Shape]:
    width = (100 - LEFT) / HOURS
    for hour in range(0, HOURS, EVERY):
        yield Label("text", LEFT + hour * width, bottom + 14, str(hour))


def legend(most: int) -> list[Key]:
    """Which counts a shade stands for; a shade that no count can have is left out."""
    keys = [Key("bar", "heat-0", figure(0))]
    for step in range(1, SHADES + 1):
        first, last = (step - 1) * most // SHADES + 1, step * most // SHADES
        if first <= last:
            low, high = figure(first), figure(last)
            keys.append(Key("bar", f"heat-{step}", low if low == high else f"{low}–{high}"))
    return keys


def read(cells: Cells, without: int) -> str:
    """When most came, how many that is of all, and how many have no hour."""
    total = sum(map(sum, cells))
    left = (
        ngettext(
            "%(n)s has no time of day and is not in the picture.",
            "%(n)s have no time of day and are not in the picture.",
            without,
        )
        % {"n": figure(without)}
        if without
        else ""
    )
    if not total:
        return sentences(_("No time of day is known."), left)
    days = [sum(day) for day in cells]
    hours = [sum(day[hour] for day in cells) for hour in range(HOURS)]
    day, hour = days.index(max(days)), hours.index(max(hours))
    told = _(
        "Of %(total)s with a time of day, most came on %(day)s (%(on_day)s), and most between"
        " %(from)s and %(to)s (%(at_hour)s)."
    ) % {
        "total": figure(total),
        "day": WEEKDAYS[day],
        "on_day": figure(days[day]),
        "from": clock(hour),
        "to": clock((hour + 1) % HOURS),
        "at_hour": figure(hours[hour]),
    }
    return sentences(told, left)
