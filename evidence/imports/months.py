"""Periods as files spell them: 2026-03, 2026年3月, Q1 2026, 2026年上半年; pure functions."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from .days import read_day

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
NUMBERS = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}
YEAR = r"(?P<year>[12]\d{3})"
FORMS = [
    (form, re.compile(pattern))
    for form, pattern in (
        ("month", rf"{YEAR}(?:[-/.]|年)?(?P<number>0?[1-9]|1[0-2])月?"),
        ("month", rf"(?P<number>0?[1-9]|1[0-2])[-/.]{YEAR}"),
        ("name", rf"(?P<number>{'|'.join(MONTHS)})[A-Z]*[-/.,]?{YEAR}"),
        ("name", rf"{YEAR}[-/.,]?(?P<number>{'|'.join(MONTHS)})[A-Z]*"),
        ("quarter", rf"{YEAR}[-/.]?年?Q(?P<number>[1-4])"),
        ("quarter", rf"Q(?P<number>[1-4])[-/.,]?{YEAR}"),
        ("quarter", rf"{YEAR}年?第?(?P<number>[1-4一二三四])季度?"),
        ("half", rf"{YEAR}[-/.]?年?H(?P<number>[12])"),
        ("half", rf"H(?P<number>[12])[-/.,]?{YEAR}"),
        ("half", rf"{YEAR}年?(?P<number>[上下])半年度?"),
        ("year", rf"{YEAR}(?:年度?)?"),
    )
]
LENGTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


def read_period(cell: str, order: str) -> str | dt.date | None:
    """The key of a period as the cell names it, or a day that lies in it; None for neither."""
    text = "".join(unicodedata.normalize("NFKC", cell).upper().split())
    for form, pattern in FORMS:
        if found := pattern.fullmatch(text):
            return keyed(form, found["year"], found.groupdict().get("number", ""))
    return read_day(cell, order)


def keyed(form: str, year: str, number: str) -> str:
    number = NUMBERS.get(number, number)
    match form:
        case "month":
            return f"{year}-{number:0>2}"
        case "name":
            return f"{year}-{MONTHS.index(number) + 1:02}"
        case "quarter":
            return f"{year}Q{number}"
        case "half":
            return f"{year}H{number}"
    return year


def holding(day: dt.date, rhythm: str) -> str:
    """The key of the period of this rhythm in which the day lies."""
    number = (day.month - 1) // LENGTHS[rhythm] + 1
    forms = {
        "monthly": f"{day.year:04}-{number:02}",
        "quarterly": f"{day.year:04}Q{number}",
        "half_yearly": f"{day.year:04}H{number}",
        "yearly": f"{day.year:04}",
    }
    return forms[rhythm]
