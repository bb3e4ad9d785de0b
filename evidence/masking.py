"""What tells who a customer or a colleague is, made unreadable; pure functions."""

from __future__ import annotations

import re

DOTS = "••••"
PERSONAL = re.compile(
    r"""
    [\w.+-]+@[\w-]+(?:\.[\w-]+)+                 # an e-mail address
    | (?<![A-Za-z0-9])[A-Z]{1,2}\d{6}\(?[0-9A]\)?  # an identity card of Hong Kong
    | (?<!\d)\d{17}[\dXx](?!\d)                  # one of the Mainland
    | (?<![\d.,/-])\+?\d(?:[ -]?\d){7,}(?!\d|[.,/-]\d)  # a telephone or an account
    """,
    re.VERBOSE,
)
DAY = re.compile(r"(?:19|20)\d\d[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])")

PART = re.compile(r"\d[\d -]*\d|@")


def telling(text: str) -> bool:
    """Whether it could be a part of a number or an address of somebody."""
    return bool(PART.search(text))


def masked(text: str) -> str:
    """The text without addresses, telephone numbers and numbers of cards; days stay."""
    return PERSONAL.sub(lambda found: found[0] if DAY.fullmatch(found[0]) else DOTS, text)


def masked_name(name: str) -> str:
    """The first letter alone."""
    return f"{name[0]}{DOTS}" if name else ""
