"""Texts that say the same: to one of them the most alike, and groups of a period.

A text is its words as a worker has read them, looked at twice: as words (English cut to stems,
what offices call by several names as one), and Chinese as single characters too, for the library
cuts one thing in several ways. Each look is weighed by how rare its terms are among what is
compared, and likeness is the mean of the two cosines. Only texts that share a term meet, by an
index of terms. No model and no network; what says the same in other words is not found.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from improvement.characters import SIMPLER
from improvement.wording import HAN_ONE_NAME, ONE_NAME, stem

SIMILAR, GROUPED = 0.3, 0.3
"""From the first likeness on a text is shown beside another; from the second on a text joins a
group (ours). Chosen on tests/data/words/complaints.csv; what they find there stands in
tests/evidence/test_similar_texts.py."""

OTHERS = 50
"""As if so many other texts were there: among three, what all of them say is still said."""

Vector = dict[str, float]


class Likeness(NamedTuple):
    key: int
    likeness: float


@dataclass(slots=True)
class Group:
    """Texts that say the same. `first` began it; what is at its middle is shown for all."""

    first: int
    members: list[int] = field(default_factory=list)
    middle: int = 0


class Pool:
    """The texts that are compared, weighed among each other: keys with their words."""

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        bags = [(key, bags_of(line)) for key, line in texts]
        everywhere: Counter[str] = Counter()
        for _key, two in bags:
            for bag in two:
                everywhere.update(bag)
        count = OTHERS + len(bags)
        rare = {term: math.log(count / times) for term, times in everywhere.items()}
        self.vectors = {key: vector_of(two, rare) for key, two in bags}

    def similar_to(self, key: int, most: int, least: float = SIMILAR) -> list[Likeness]:
        """The most alike first; texts of one likeness in the order of their keys."""
        mine = self.vectors[key]
        found = (
            Likeness(other, cosine(mine, vector))
            for other, vector in self.vectors.items()
            if other != key
        )
        enough = (one for one in found if one.likeness >= least)
        return heapq.nsmallest(most, enough, key=lambda one: (-one.likeness, one.key))

    def groups(self, least: float = GROUPED) -> list[Group]:
        """Groups of two and more, the largest first.

        Each text joins the group whose middle so far it is most like, or begins one. So it is
        compared with groups and not with texts: a thousand copies cost a thousand comparisons.
        """
        gathered = Gathering(least)
        for key, vector in self.vectors.items():
            if vector:
                gathered.add(key, vector)
        groups = [group for group in gathered.groups if len(group.members) > 1]
        for group in groups:
            group.middle = middle_of({key: self.vectors[key] for key in group.members})
        return sorted(groups, key=lambda group: (-len(group.members), group.first))


class Gathering:
    """Groups as they grow. A group is met through the terms of the text that began it."""

    def __init__(self, least: float) -> None:
        self.least = least
        self.groups: list[Group] = []
        self.met_by: dict[str, list[tuple[int, float]]] = defaultdict(list)

    def add(self, key: int, vector: Vector) -> None:
        near: dict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            for place, other in self.met_by[term]:
                near[place] += weight * other
        best = min(near, key=lambda place: (-near[place], place), default=None)
        if best is not None and near[best] >= self.least:
            self.groups[best].members.append(key)
            return
        place = len(self.groups)
        self.groups.append(Group(first=key, members=[key]))
        for term, weight in vector.items():
            self.met_by[term].append((place, weight))


def middle_of(vectors: dict[int, Vector]) -> int:
    """The text that is most like all of them together."""
    whole: dict[str, float] = defaultdict(float)
    for vector in vectors.values():
        for term, weight in vector.items():
            whole[term] += weight
    return min(vectors, key=lambda key: (-cosine(vectors[key], whole), key))


def bags_of(line: str) -> tuple[list[str], list[str]]:
    """A text as words and as letters, each once; an English word is the same in both."""
    words, letters = set(), set()
    for word in line.translate(SIMPLER).split():
        if word.isascii():
            term = english_term(word)
            words.add(term)
            letters.add(f"{term}.")
        else:
            one = chinese_names().get(word, word)
            words.add(one)
            letters.update(f"{letter}." for letter in one)
    return sorted(words), sorted(letters)


@cache
def english_names() -> dict[str, str]:
    return {stem(word): stem(names.split()[0]) for names in ONE_NAME for word in names.split()}


def english_term(word: str) -> str:
    cut = stem(word)
    return english_names().get(cut, cut)


@cache
def chinese_names() -> dict[str, str]:
    lines = (names.translate(SIMPLER).split() for names in HAN_ONE_NAME)
    return {word: names[0] for names in lines for word in names}


def vector_of(two: tuple[list[str], list[str]], rare: dict[str, float]) -> Vector:
    """Both looks as one vector of length one, half of it each."""
    vector: Vector = {}
    for bag in two:
        length = math.sqrt(2 * sum(rare[term] ** 2 for term in bag)) or 1.0
        vector |= {term: rare[term] / length for term in bag}
    return vector


def cosine(one: Vector, other: dict[str, float]) -> float:
    """Between 0 (no term in common) and 1 (the same), where both have length one."""
    return sum(weight * other[term] for term, weight in one.items() if term in other)
