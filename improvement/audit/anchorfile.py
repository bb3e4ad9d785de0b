"""The anchor file: chain heads kept outside the database, every line sealed to the one before."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from improvement.audit.canonical import canonical
from improvement.audit.seal import GENESIS, sealed

Heads = Mapping[str, tuple[int, str]]  # chain -> (number of entries, digest of the last)


@dataclass(frozen=True, slots=True)
class Line:
    """Heads that were written together."""

    number: int
    at: str
    heads: Heads
    previous: str
    digest: str

    @classmethod
    def following(cls, last: "Line | None", key: str, at: str, heads: Heads) -> "Line":
        number, previous = (last.number + 1, last.digest) if last else (1, GENESIS)
        return cls(number, at, heads, previous, cls.seal(key, number, at, heads, previous))

    @staticmethod
    def seal(key: str, number: int, at: str, heads: Heads, previous: str) -> str:
        return sealed(key, "anchor", [number, at, heads, previous])

    @classmethod
    def parse(cls, text: bytes) -> "Line":
        """Read a line; ValueError if it is not one, as after an interrupted write."""
        try:
            line = json.loads(text)
            heads = {chain: (count, digest) for chain, (count, digest) in line["heads"].items()}
            return cls(line["line"], line["at"], heads, line["previous"], line["digest"])
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not an anchor line") from error

    def is_sealed(self, key: str) -> bool:
        return self.digest == self.seal(key, self.number, self.at, self.heads, self.previous)

    def follows(self, last: "Line | None") -> bool:
        number, previous = (last.number, last.digest) if last else (0, GENESIS)
        return (self.number, self.previous) == (number + 1, previous)

    def __bytes__(self) -> bytes:
        names = {"at": self.at, "line": self.number, "heads": self.heads}
        seals = {"previous": self.previous, "digest": self.digest}
        return canonical({**names, **seals}).encode() + b"\n"


class Anchors:
    """What an anchor file says, kept in a temporary database so that its size does not matter."""

    def __init__(self, lines: Iterable[bytes], key: str) -> None:
        self.last: Line | None = None
        self.damage: list[str] = []
        self.torn = 0
        self.seals: set[str] = set()
        self._heads = sqlite3.connect("")
        self._heads.execute("CREATE TABLE head (chain, count, digest, PRIMARY KEY (chain, count))")
        for place, text in enumerate(lines, start=1):
            self._read(place, text, key)

    def _read(self, place: int, text: bytes, key: str) -> None:
        try:
            line = Line.parse(text)
        except ValueError:
            # Cut off by a crash, never acknowledged. Where a whole line was spoilt on purpose,
            # the next one does not follow.
            self.torn += 1
            return
        if not line.is_sealed(key):
            self.damage.append(f"Line {place} of the anchor file was changed.")
            return
        if not line.follows(self.last):
            self.damage.append(f"Before line {place} of the anchor file, lines are missing.")
        self.last = line
        self.seals.add(line.digest)
        rows = ((chain, count, digest) for chain, (count, digest) in line.heads.items())
        self._heads.executemany("INSERT OR IGNORE INTO head VALUES (?, ?, ?)", rows)

    def of(self, chain: str) -> dict[int, str]:
        """Every anchored head of one chain: count -> digest."""
        found = self._heads.execute("SELECT count, digest FROM head WHERE chain = ?", [chain])
        return dict(found.fetchall())

    def count(self, chain: str) -> int:
        """How many entries the chain had when it was last anchored."""
        found = self._heads.execute("SELECT max(count) FROM head WHERE chain = ?", [chain])
        return found.fetchone()[0] or 0

    def forget(self, chain: str) -> None:
        self._heads.execute("DELETE FROM head WHERE chain = ?", [chain])

    def left(self) -> Iterator[tuple[str, int]]:
        """The chains not yet forgotten, with their last count."""
        yield from self._heads.execute("SELECT chain, max(count) FROM head GROUP BY chain")
