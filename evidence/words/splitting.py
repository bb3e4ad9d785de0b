"""The words of a text, in English and in both Chinese scripts; names and numbers are left out.

Chinese is looked at in simplified characters, one for one, so that both scripts meet; a word is
kept as it was written. The library that knows where Chinese words end is loaded when the first
Chinese text comes, by a worker (docs/decisions/0033); no page does this.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from improvement.characters import SIMPLER

from .small import ALONE, CHINESE, DEGREES, ENGLISH, NOT_WORDS, TITLES

LONGEST = 20_000
"""So much of a text is read; no complaint is longer, and a file may hold anything."""

BREAK = re.compile(r"https?://\S+|\S+@\S+|www\.\S+|[\r\n]+")
"""An address is no word, and a line ends what was said before it."""
PART = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|[\u3400-\u9fff]+|[^\sA-Za-z\u3400-\u9fff]+")
SENTENCE = re.compile(r"[.!?;:\"“”。！？；：、]")
PAIRED = "_"
"""Between the words of a phrase, where it is kept."""

SPELLINGS = 4
"""So many ways in which one word was written are looked for."""


class Word(NamedTuple):
    """`same` is what a word is counted as, in whichever script and number it was written."""

    same: str
    written: str


class Words(NamedTuple):
    """Each once, in the order of the text: words, and phrases of two neighbours."""

    words: list[str]
    phrases: list[str]


def words_in(text: str) -> Words:
    """Words and phrases of a text, each once; what is written in two ways counts as one."""
    words: dict[str, str] = {}
    phrases: dict[str, str] = {}
    for run in runs(text[:LONGEST]):
        for word in run:
            words.setdefault(word.same, word.written)
        for one, other in pairwise(run):
            if one.same != other.same:
                phrases.setdefault(
                    one.same + PAIRED + other.same, one.written + PAIRED + other.written
                )
    return Words(list(words.values()), list(phrases.values()))


def runs(text: str) -> Iterator[list[Word]]:
    """Words that follow each other with nothing but a space between them."""
    run: list[Word] = []
    for word in every_word(BREAK.sub(" . ", unicodedata.normalize("NFKC", text))):
        if word:
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def every_word(text: str) -> Iterator[Word | None]:
    """The words one after the other, None where a phrase cannot go on."""
    begins, named = True, False
    for part in PART.findall(text):
        if part[0].isascii() and part[0].isalpha():
            named = part.lower() in TITLES or (named and part[0].isupper())
            yield None if named or is_name(part, begins) else english(part)
            begins = False
        elif "\u3400" <= part[0] <= "\u9fff":
            yield from chinese(part)
            begins = named = False
        elif part != "." or not named:
            yield None
            begins = begins or bool(SENTENCE.search(part))
            named = False


def is_name(word: str, begins: bool) -> bool:
    """A capital inside a sentence; what is all capitals is a thing (ATM, SMS)."""
    return not begins and word[0].isupper() and not word.isupper()


def english(word: str) -> Word | None:
    lower = word.lower().replace("’", "'")
    if lower in ENGLISH or len(lower) < 3:
        return None
    one = singular(lower.removesuffix("'s"))
    return None if one in ENGLISH else Word(one, one)


def singular(word: str) -> str:
    """Queues and queue are one word; nothing more is cut off, so that people can read it."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes")) else word[:-1]


def chinese(run: str) -> Iterator[Word | None]:
    simple = run.translate(SIMPLER)
    at = 0
    for word, kind in library().tag(simple):
        written = run[at : at + len(word)]
        at += len(word)
        if len(word) == 2 and word[0] in DEGREES and word[1] in ALONE:
            word, written = word[1], written[1]
        yield Word(word, written) if says_something(word, kind) else None


def says_something(word: str, kind: str) -> bool:
    if len(word) == 1:
        return word in ALONE
    return word not in CHINESE and kind not in NOT_WORDS


@cache
def library() -> Any:
    """Some thirty megabytes and a third of a second, once in the life of a worker."""
    import rjieba

    return rjieba
