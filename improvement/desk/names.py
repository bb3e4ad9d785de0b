"""Names as the reader's language writes them, and the language they are in after all."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import get_language

# What is tried for a reader of each language, in this order.
ORDER = {
    "en": (("name", "en"),),
    "zh-hant": (("name_hant", "zh-Hant"), ("name_hans", "zh-Hans"), ("name", "en")),
    "zh-hans": (("name_hans", "zh-Hans"), ("name_hant", "zh-Hant"), ("name", "en")),
}
TAGS = {"en": "en", "zh-hant": "zh-Hant", "zh-hans": "zh-Hans"}
HAN = re.compile(r"[㐀-鿿]")


LATIN = re.compile(r"[A-Za-z]{2,}")


def written_in(text: str) -> str:
    """The language of what people typed where it is plainly not the page's; else nothing.

    A mixed text belongs to the language that has more of it: words here, characters there.
    """
    han, latin = len(HAN.findall(text)), len(LATIN.findall(text))
    if active_tag() == "en":
        return "zh" if han > latin else ""
    return "en" if latin > han else ""


def active_tag() -> str:
    """The language of the page as HTML spells it."""
    return TAGS.get(get_language() or "en", "en")


def spoken(named: Any) -> tuple[str, str]:
    """The name to show and the language it is written in."""
    for field, tag in ORDER.get(get_language() or "en", ORDER["en"]):
        if text := getattr(named, field, ""):
            return text, "zh" if tag == "en" and HAN.search(text) else tag
    return str(named), active_tag()


def blank() -> str:
    """What stands between two parts of a line: a blank, and in Chinese nothing."""
    return "" if active_tag().startswith("zh") else " "


def initials(name: str) -> str:
    """One Han character, or the first letters of the first and the last word."""
    name = name.strip()
    if not name:
        return "?"
    if HAN.match(name):
        return name[0]
    words = name.split()
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()
