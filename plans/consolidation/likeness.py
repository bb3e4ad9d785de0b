"""Finds texts of different owners that say the same, in English and in Chinese.

A text is looked at twice: as words (English cut to their stems, pairs of neighbouring Han
characters) and as letters (runs of four, single Han characters), which forgives endings and order.
Each look is a bag weighed by how rare its terms are (tf-idf); likeness is the mean of the two
cosines. Where two texts begin by saying the same, the beginning counts half: a long explanation
beside a short one hides it otherwise. Words that only say that something shall become better weigh
nothing, and what offices call by several names counts as one. Only texts that share some of their
weightiest terms are compared, so ten thousand texts take seconds. No model, no network; what says
the same in other words is not found.
"""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from improvement.characters import SIMPLER
from improvement.wording import HAN_ONE_NAME, ONE_NAME, stem

SAME, SIMILAR = 0.5, 0.4
"""From the first likeness on two texts say the same; from the second they are worth a look (ours).
Chosen on tests/data/usgov/near_duplicates.csv; what they find there stands in docs/example.md."""

FIRST, ENOUGH = 14, 4
"""So many words of its first sentence are the beginning of a text; one of fewer terms than the
second says too little to be compared (ours)."""

LEADING, COMMON, SHORT = 12, 60, 3
"""So many of a text's weightiest terms bring it together with others; a term that stands in more
texts than this brings nobody together; a text of so few terms needs to share only one."""

OTHERS = 50
"""As if so many other texts were there: among three plans what all of them say is still said."""

LATIN = re.compile(r"[a-z][a-z']+|\d+")
HAN = re.compile(r"[\u3400-\u9fff]+")
SENTENCE = re.compile(r"[.:;。：；\n]")
ASIDE = re.compile(r"\((?:joint|with)\b[^)]*\)")
SMALL = frozenset(
    word
    for line in (
        "a an the and or of to in on at by for from with as is are be been will shall that this",
        "these those their its our we all each any more most through into across between within",
        "including such than it they them so who which can may",
    )
    for word in line.split()
)
INTENT = (
    "improve strengthen enhance promote ensure build develop support advance provide increase "
    "expand foster establish make create deliver effective effectively efficient new use leverage "
    "through better department agency federal government lead drive achieve"
)
"""What every goal says; it does not tell one from another."""
FAINT = frozenset("的了和與与及或在為为以於于等並并把將将由至到其各每")
HAN_INTENT = "提升 提高 改善 加強 優化 推動 促進"


class Text(NamedTuple):
    """What is compared: whose it is, and what it says. `key` names it for the caller."""

    key: str
    owner: str
    words: str


class Pair(NamedTuple):
    one: str
    other: str
    likeness: float


def plain(words: str) -> str:
    """One spelling: narrow letters, lower case, simplified characters, without “(joint with …)”."""
    text = unicodedata.normalize("NFKC", words).lower().replace("’", "'")
    return ASIDE.sub(" ", text).translate(SIMPLER)


NO_CONTENT = frozenset(stem(word) for word in INTENT.split())
SAID_AS = {stem(word): stem(names.split()[0]) for names in ONE_NAME for word in names.split()}
HAN_SAID_AS = {
    word: names.split()[0]
    for names in (line.translate(SIMPLER) for line in HAN_ONE_NAME)
    for word in names.split()[1:]
} | {word.translate(SIMPLER): "" for word in HAN_INTENT.split()}


def first_of(text: str) -> str:
    """What a text in one spelling says first: mostly its title."""
    return " ".join(SENTENCE.split(text.strip(), 1)[0].split()[:FIRST])


def words_of(text: str) -> list[str]:
    """Stems and Han pairs of a text in one spelling."""
    stems = [stem(word) for word in LATIN.findall(text) if word not in SMALL]
    found = [SAID_AS.get(word, word) for word in stems if word not in NO_CONTENT]
    for run in han_runs(text):
        found += [a + b for a, b in pairwise(run)] or [run]
    return found


def letters_of(text: str) -> list[str]:
    """Runs of four letters over the English stems, and single Han characters."""
    stems = [stem(word) for word in LATIN.findall(text) if word not in SMALL]
    line = " ".join(word for word in stems if word not in NO_CONTENT)
    found = [line[at : at + 4] for at in range(len(line) - 3)]
    for run in han_runs(text):
        found += run
    return found


def han_runs(text: str) -> Iterator[str]:
    """Chinese without particles and intentions, each thing by its first name."""
    for run in HAN.findall(text):
        for word, name in HAN_SAID_AS.items():
            run = run.replace(word, name)
        if kept := "".join(letter for letter in run if letter not in FAINT):
            yield kept


def weighed(bags: Sequence[Counter[str]]) -> list[dict[str, float]]:
    """Bags as vectors of length one; what stands in every text weighs next to nothing."""
    everywhere = Counter(term for bag in bags for term in bag)
    count = len(bags)
    vectors = []
    for bag in bags:
        vector = {
            term: (1 + math.log(times)) * math.log((OTHERS + count) / everywhere[term])
            for term, times in bag.items()
        }
        length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        vectors.append({term: weight / length for term, weight in vector.items()})
    return vectors


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """Between 0 (no term in common) and 1 (the same)."""
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def candidates(vectors: Sequence[dict[str, float]]) -> list[tuple[int, int]]:
    """Places of texts that share two of their weightiest terms, or one where one has no more."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for term in heapq.nsmallest(LEADING, vector, key=lambda term: (-vector[term], term)):
            places[term].append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for together in places.values():
        if len(together) <= COMMON:
            shared.update(combinations(together, 2))
    return sorted(
        (one, other)
        for (one, other), times in shared.items()
        if times > 1 or min(len(vectors[one]), len(vectors[other])) <= SHORT
    )


class Look:
    """Texts as words and as letters, weighed among each other."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.bags = [Counter(words_of(text)) for text in texts]
        self.words = weighed(self.bags)
        self.letters = weighed([Counter(letters_of(text)) for text in texts])

    def likeness(self, one: int, other: int) -> float:
        words = cosine(self.words[one], self.words[other])
        return (words + cosine(self.letters[one], self.letters[other])) / 2

    def says_enough(self, one: int, other: int) -> bool:
        return min(len(self.bags[one]), len(self.bags[other])) >= ENOUGH


def alike(texts: Iterable[Text], threshold: float = SIMILAR) -> list[Pair]:
    """Pairs of texts of different owners at least so alike, the most alike first.

    Texts that are the same letter for letter are compared once: of many, each pairs with the
    first only, so that a sentence that a thousand departments copied makes no million pairs.
    """
    firsts: dict[str, Text] = {}
    pairs: list[Pair] = []
    for text in texts:
        spelled = plain(text.words)
        if (first := firsts.setdefault(spelled, text)) is not text and first.owner != text.owner:
            pairs.append(paired(first, text, 1.0))
    known = [(text, spelled) for spelled, text in firsts.items() if words_of(spelled)]
    whole = Look([spelled for _text, spelled in known])
    beginnings = Look([first_of(spelled) for _text, spelled in known])
    for one, other in sorted({*candidates(whole.words), *candidates(beginnings.words)}):
        a, b = known[one][0], known[other][0]
        if a.owner == b.owner:
            continue
        likeness = whole.likeness(one, other)
        begins = beginnings.likeness(one, other) if beginnings.says_enough(one, other) else 0.0
        if begins >= SAME:
            likeness = max(likeness, (likeness + begins) / 2)
        if likeness >= threshold:
            pairs.append(paired(a, b, likeness))
    return sorted(pairs, key=lambda pair: (-pair.likeness, pair))


def paired(a: Text, b: Text, likeness: float) -> Pair:
    first, second = sorted((a.key, b.key))
    return Pair(first, second, round(likeness, 3))


class Score(NamedTuple):
    """How a list of pairs stands against the list of those that are right."""

    found: int
    right: int
    wanted: int

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of what is right, the share that was found."""
        return self.right / self.wanted if self.wanted else 1.0


def scored(pairs: Iterable[Pair], wanted: set[tuple[str, str]]) -> Score:
    found = {(pair.one, pair.other) for pair in pairs}
    return Score(len(found), len(found & wanted), len(wanted))
