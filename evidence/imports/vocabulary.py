"""The words by which other systems call our columns and choices, and what they mean here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

_words = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))

HEADINGS: dict[str, dict[str, list[str]]] = {
    brings: {ours: text.split() for ours, text in columns.items()}
    for brings, columns in _words["headings"].items()
}
"""Of each thing that files bring, our columns in the order in which the page asks for them."""

UNITS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
SIGNS = re.compile(r"[\s_\-–—.:：/\\*#&']+")


def bare(words: str) -> str:
    """A heading or a choice without units in brackets, signs and capitals."""
    return SIGNS.sub("", UNITS.sub("", words)).casefold() or SIGNS.sub("", words).casefold()


def suggested(
    headings: Sequence[str], before: dict[str, str], brings: str = "records"
) -> dict[str, str]:
    """Which heading is which of our columns; `before` is what the source meant last time."""
    found = {ours: theirs for ours, theirs in before.items() if theirs in headings}
    taken = set(found.values())
    by_name = {bare(heading): heading for heading in reversed(headings)}
    for ours, names in HEADINGS[brings].items():
        theirs = next((by_name[name] for name in names if name in by_name), "")
        if ours not in found and theirs and theirs not in taken:
            found[ours] = theirs
            taken.add(theirs)
    return found


def spoken_as(column: str, labels: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Every word for a choice of the column, with its value; `labels` are those of our pages."""
    choices = _words["choices"][column]
    words = {word: value for value, text in choices.items() for word in text.split()}
    return words | {bare(label): value for value, label in labels}
