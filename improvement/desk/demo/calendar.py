"""The demo's planning years: months are counted from their start, so the demo never grows old."""

from __future__ import annotations

import datetime as dt
from calendar import month_name, monthrange
from dataclasses import dataclass

from django.utils import timezone

BEGAN_MONTHS_AGO = 10
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve months from the first day of one."""

    starts: dt.date

    @classmethod
    def of_running(cls, today: dt.date) -> Year:
        return cls(first_of_month(today, 1 - BEGAN_MONTHS_AGO))

    @property
    def following(self) -> Year:
        return Year(self.first(MONTHS + 1))

    @property
    def label(self) -> str:
        return str(self.starts.year)

    @property
    def ends(self) -> dt.date:
        return self.last(MONTHS)

    def first(self, month: int) -> dt.date:
        """The first day of month 1, 2, … of the year."""
        return first_of_month(self.starts, month)

    def last(self, month: int) -> dt.date:
        return self.first(month + 1) - dt.timedelta(days=1)

    def day(self, text: str) -> dt.date:
        """The date of "3-15": day 15 of month 3 of the year, or the last day if it has fewer."""
        month, day = map(int, text.split("-"))
        first = self.first(month)
        return first.replace(day=min(day, monthrange(first.year, first.month)[1]))

    def words(self, language: str) -> dict[str, str]:
        """What {year}, {last}, {end} and {m1} … {m12} stand for in a text of that language."""
        months = {f"m{n}": month_in(language, self.first(n)) for n in range(1, MONTHS + 1)}
        end = month_in(language, self.ends) + ("" if language == "en" else "底")
        return {"year": self.label, "last": str(self.starts.year - 1), "end": end, **months}


def at_noon(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def first_of_month(day: dt.date, month: int) -> dt.date:
    """The first day of the month of `day` (1), the next (2), the one before (0), and so on."""
    years, months = divmod(day.month - 1 + month - 1, MONTHS)
    return dt.date(day.year + years, months + 1, 1)


def month_in(language: str, day: dt.date) -> str:
    if language == "en":
        return f"{month_name[day.month]} {day.year}"
    return f"{day.year}年{day.month}月"
