"""Days and times as files spell them: 2026-03-05, 5/3/2026 14:20, 2026年3月5日; pure functions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

DAY = re.compile(
    r"\s*(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,4})\s*日?(?:[T\s]\s*\d{1,2}:\d{2}.*)?\s*"
)
COMPACT = re.compile(r"\s*((?:19|20)\d{2})(\d{2})(\d{2})\s*")
TIME = re.compile(
    r"(?:^|.*[T\s])\s*(上午|下午)?\s*(\d{1,2}):(\d{2})(?::\d{2}[^\s]*)?\s*([AaPp])?\.?(?:[Mm]\.?)?\s*"
)
AFTERNOON = ("下午", "P", "p")
ORDERS = ("ymd", "dmy", "mdy")
MOSTLY = 0.8


def order_of(cells: Iterable[str]) -> str:
    """In which order the days of a column stand.

    One of ORDERS, "either" where day and month could be either way round, and nothing where the
    column holds no days.
    """
    filled = days = 0
    seen: set[str] = set()
    for cell in cells:
        if not cell.strip():
            continue
        filled += 1
        if COMPACT.fullmatch(cell):
            days += 1
            seen.add("ymd")
        elif found := DAY.fullmatch(cell):
            days += 1
            seen |= orders(found[1], found[2], found[3])
    if not filled or days < MOSTLY * filled:
        return ""
    return "either" if not seen else next((order for order in ORDERS if order in seen), "")


def orders(first: str, second: str, third: str) -> set[str]:
    """What one day gives away; most say nothing."""
    if len(first) == 4:
        return {"ymd"}
    if int(first) > 12:
        return {"dmy"}
    return {"mdy"} if int(second) > 12 else set()


def read_day(cell: str, order: str) -> dt.date | None:
    """The day of a cell; None where it is none. A year of two digits is one of this century."""
    if found := COMPACT.fullmatch(cell):
        return made(found[1], found[2], found[3])
    if not (found := DAY.fullmatch(cell)):
        return None
    first, second, third = found[1], found[2], found[3]
    if len(first) == 4:
        return made(first, second, third)
    if order == "ymd":
        return made(f"20{first:0>2}", second, third) if len(third) <= 2 else None
    year = third if len(third) == 4 else f"20{third:0>2}"
    day, month = (second, first) if order == "mdy" else (first, second)
    return made(year, month, day)


def made(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_time(cell: str) -> dt.time | None:
    """The time of day of a cell, beside a day or alone; None where it is none.

    Midnight is none either: it is what a sheet writes where it knows the day only.
    """
    if not (found := TIME.fullmatch(cell)):
        return None
    hour, minute = int(found[2]), int(found[3])
    if half := (found[1] or found[4]):
        hour = hour % 12 + (12 if half in AFTERNOON else 0)
    return dt.time(hour, minute) if (hour or minute) and hour < 24 and minute < 60 else None
