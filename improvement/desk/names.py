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


def active_tag() -> str:
    """The language of the page as HTML spells it."""
    return TAGS.get(get_language() or "en", "en")


def spoken(named: Any) -> tuple[str, str]:
    """The name to show and the language it is written in."""
    for field, tag in ORDER.get(get_language() or "en", ORDER["en"]):
        if text := getattr(named, field, ""):
            return text, "zh" if tag == "en" and HAN.search(text) else tag
    return str(named), active_tag()


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
