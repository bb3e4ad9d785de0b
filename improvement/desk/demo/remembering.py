"""Two years of the hotline's complaints, taken over from its own system in one file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Iterator

from improvement.door.acts import take

from .organization import Row, Staff
from .reading import rows
from .recording import looked_through

MONTHS = (
    *(38, 41, 36, 43, 39, 37, 42, 35, 40, 44, 38, 36, 39, 42, 37, 41, 38, 40),
    *(30, 27, 29, 26, 31, 28, 25),
)
"""Complaints of each month up to the last that is over; seven months ago call-backs began."""

BY_WEEKDAY = (30, 19, 17, 16, 20, 6, 3)
BY_HOUR = {8: 6, 9: 18, 10: 22, 11: 16, 12: 8, 13: 7, 14: 10, 15: 11, 16: 9, 17: 8, 18: 5, 19: 3}
HEADINGS = ("工單編號", "受理時間", "渠道", "類別", "嚴重程度", "投訴內容", "處理結果", "結案日期")
CHANNELS = ("電話", "電話", "電話", "電郵", "應用程式")
TIMELESS = 7
"""Every so many was noted down without its hour."""


def remember(staff: Staff, today: dt.date) -> None:
    """Brought in by the clerk of the hotline, as a department would on its first day."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(HEADINGS)
    sheet.writerows(told(today))
    made = looked_through(
        staff,
        "hotline.csv",
        text.getvalue().encode("utf-8-sig"),
        source="熱線工單系統",
        department="csc",
        clerk=staff.people["waiman.lee"],
        told={"usual": {"kind": "complaint", "channel": "phone"}, "day_order": "ymd"},
    )
    take(made, "finish", by=made.entered_by, file=made.sha256)


def told(today: dt.date) -> Iterator[list[str]]:
    """The same rows for the same day, whoever builds the demo."""
    chance, number = random.Random(2027), 1000
    causes = rows("hotline")
    weights = [int(cause["weight"]) for cause in causes]
    for day in days(today, chance):
        number += 1
        (cause,) = chance.choices(causes, weights)
        yield one(number, day, cause, today, chance)


def days(today: dt.date, chance: random.Random) -> list[dt.date]:
    """Something on the first and on the last day of every month, so that each is told whole."""
    found: list[dt.date] = []
    first = today.replace(day=1)
    for count in reversed(MONTHS):
        last = first - dt.timedelta(days=1)
        first = last.replace(day=1)
        span = [first + dt.timedelta(days=n) for n in range(last.day)]
        weights = [BY_WEEKDAY[day.weekday()] for day in span]
        found += [first, last, *chance.choices(span, weights, k=count - 2)]
    return sorted(found)


def one(number: int, day: dt.date, cause: Row, today: dt.date, chance: random.Random) -> list[str]:
    (hour,) = chance.choices(list(BY_HOUR), list(BY_HOUR.values()))
    at = f"{day:%Y-%m-%d}" + (f" {hour:02}:{chance.randrange(60):02}" if number % TIMELESS else "")
    closed = min(day + dt.timedelta(days=chance.randrange(1, 15)), today)
    known = [cause[name] for name in ("category", "severity", "text", "result")]
    return [f"HL-{number}", at, chance.choice(CHANNELS), *known, f"{closed:%Y-%m-%d}"]
