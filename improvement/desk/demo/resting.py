"""The public holidays of the demo, as in Hong Kong, on the weekdays on which they really fall."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from improvement.organization.models import Holiday

ONE_DAY = dt.timedelta(days=1)
SUNDAY = 6

FIXED = {(1, 1): "元旦", (5, 1): "勞動節", (7, 1): "特別行政區成立紀念日", (10, 1): "國慶日"}

LUNAR = {
    2026: ((2, 17), (4, 5), (5, 24), (6, 19), (9, 26), (10, 18)),
    2027: ((2, 6), (4, 5), (5, 13), (6, 9), (9, 16), (10, 8)),
    2028: ((1, 26), (4, 4), (5, 2), (5, 28), (10, 4), (10, 26)),
    2029: ((2, 13), (4, 4), (5, 20), (6, 16), (9, 23), (10, 16)),
    2030: ((2, 3), (4, 5), (5, 9), (6, 5), (9, 13), (10, 5)),
}
"""New Year, Ching Ming, the Buddha's birthday, Tuen Ng, the day after Mid-Autumn, Chung Yeung.

They follow the moon (Ching Ming the sun); beyond these years the demo goes without them.
"""

NAMES = ("農曆年初一", "清明節", "佛誕", "端午節", "中秋節翌日", "重陽節")
NEW_YEAR = ("農曆年初二", "農曆年初三")


def keep(years: Iterable[int]) -> None:
    """Enter the holidays of these years before the first date is counted."""
    days = {day: name for year in years for day, name in public_holidays(year).items()}
    Holiday.objects.bulk_create(Holiday(day=day, name=name) for day, name in days.items())


def public_holidays(year: int) -> dict[dt.date, str]:
    """Every holiday of a year; one that falls on a Sunday or on another moves to the next day."""
    found: dict[dt.date, str] = {}
    for day, name in sorted(named(year)):
        while day in found or day.weekday() == SUNDAY:
            day += ONE_DAY
        found[day] = name
    return found


def named(year: int) -> list[tuple[dt.date, str]]:
    """The days themselves, wherever in the week they fall."""
    days = [(dt.date(year, *day), name) for day, name in FIXED.items()]
    if year in LUNAR:
        lunar = [dt.date(year, *day) for day in LUNAR[year]]
        days += zip(lunar, NAMES, strict=True)
        days += [(lunar[0] + n * ONE_DAY, name) for n, name in enumerate(NEW_YEAR, start=1)]
    sunday = easter(year)
    days += [
        (sunday - 2 * ONE_DAY, "耶穌受難節"),
        (sunday - ONE_DAY, "耶穌受難節翌日"),
        (sunday + ONE_DAY, "復活節星期一"),
        (dt.date(year, 12, 25), "聖誕節"),
        (dt.date(year, 12, 26), "聖誕節後第一個週日"),
    ]
    return days


def easter(year: int) -> dt.date:
    """The Sunday after the full moon of spring (Butcher, Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, g = b // 4, b % 4, (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, day = divmod(h + j - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)
