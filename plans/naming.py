"""Titles of sections in a frozen content: of the six, or as the round named them then."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from .models.section import SectionKey


def titled(section: dict[str, Any]) -> str:
    """The title in the reader's language; the six are called as in the rule."""
    if section["key"] in SectionKey.values:
        return str(SectionKey(section["key"]).label)
    return name_kept(section)


def name_kept(names: dict[str, Any]) -> str:
    """A name as a frozen content keeps it in each script, in the reader's."""
    language = get_language() or "en"
    hant, hans = names.get("name_hant", ""), names.get("name_hans", "")
    if language.startswith("zh-hans"):
        return str(hans or hant or names["name"])
    return str((hant or hans or names["name"]) if language.startswith("zh") else names["name"])
