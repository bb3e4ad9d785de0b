"""Figures as people and files write them: 1,234.5, １２．５, 12 %; pure functions."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
PLAIN = re.compile(r"[+-]?(?=\.?\d)\d*\.?\d*")
SIGNS = ("%", "‰")
WHOLE, AFTER = 18, 6
"""Digits before and after the point that the column holds."""


class Unreadable(ValueError):
    """It is no figure; `code` is "invalid", "grouping", "sign", "long" or "decimals"."""

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(code)
        self.code, self.words = code, words


def typed_figure(text: str) -> str:
    """What people type, as a number is written: full-width signs, blanks, a minus of its own."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("。", ".")
    return "".join(text.split())


def without_signs(text: str, unit: str) -> str:
    """Digits alone; a comma parts thousands and nothing else, a sign of per cent is the unit's."""
    text = typed_figure(text)
    if text.endswith(SIGNS):
        if text[-1] != unit:
            raise Unreadable("sign", sign=text[-1])
        text = text[:-1]
    if GROUPED.fullmatch(text):
        return text.replace(",", "")
    if "," in text:
        raise Unreadable("grouping")
    if text and not PLAIN.fullmatch(text):
        raise Unreadable("invalid")
    return text


def read_figure(text: str, unit: str) -> Decimal:
    """A figure that the column holds exactly; nothing is rounded in silence."""
    bare = without_signs(text, unit)
    if not bare:
        raise Unreadable("invalid")
    whole, _point, after = bare.lstrip("+-").partition(".")
    if len(whole.lstrip("0")) > WHOLE:
        raise Unreadable("long")
    if len(after.rstrip("0")) > AFTER:
        raise Unreadable("decimals")
    return Decimal(bare)
