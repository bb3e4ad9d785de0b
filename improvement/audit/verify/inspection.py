"""Hold every entry against its seal, its predecessor, its personal values and the anchors."""

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from improvement.audit.anchorfile import Anchors
from improvement.audit.seal import GENESIS, commitment, entry_digest
from improvement.audit.verify.source import Row


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written."""

    kind: str
    sentence: str
    chain: str | None = None
    sequence: int | None = None


class Inspection:
    """One pass over the record; counts what it has seen."""

    def __init__(self, key: str, anchors: Anchors) -> None:
        self.key = key
        self.anchors = anchors
        self.entries = self.chains = self.redacted = self.broken = 0

    def findings(self, rows: Iterable[Row]) -> Iterator[Finding]:
        for sentence in self.anchors.damage:
            yield Finding("anchors", sentence)
        for chain, entries in groupby(rows, key=lambda row: row.chain):
            self.chains += 1
            yield from self.check_chain(chain, entries)
        for chain, count in self.anchors.left():
            yield Finding("truncated", f"All {count} entries of {chain} are missing.", chain, 1)

    def check_chain(self, chain: str, entries: Iterator[Row]) -> Iterator[Finding]:
        anchored = self.anchors.of(chain)
        self.anchors.forget(chain)
        count, head, forked = 0, GENESIS, False
        for row in entries:
            self.entries += 1
            yield from self.check_place(row, count, head)
            yield from self.check_content(row)
            if anchored.get(row.sequence, row.digest) != row.digest and not forked:
                forked = True
                yield found(row, "rewritten", "is not the one that was anchored")
            count, head = row.sequence, row.digest
        missing = max(anchored, default=0)
        if missing > count:
            sentence = (
                f"{span(count + 1, missing)} of {chain} {are(missing - count)} missing at the end."
            )
            yield Finding("truncated", sentence, chain, count + 1)

    def check_place(self, row: Row, count: int, head: str) -> Iterator[Finding]:
        if row.sequence > count + 1:
            missing = row.sequence - count - 1
            sentence = f"{span(count + 1, row.sequence - 1)} of {row.chain} {are(missing)} missing."
            yield Finding("missing", sentence, row.chain, count + 1)
        elif row.sequence <= count:
            yield found(row, "repeated", "stands there twice")
        elif row.previous != head:
            yield found(row, "unlinked", "does not follow the one before it")

    def check_content(self, row: Row) -> Iterator[Finding]:
        if hmac.compare_digest(self.digest(row), str(row.digest).encode()):
            yield from self.check_personal(row)
        else:
            self.broken += 1
            yield found(row, "altered", "was changed, moved or not written by this system")

    def digest(self, row: Row) -> bytes:
        try:
            return entry_digest(self.key, *row[:-2]).encode()
        except (TypeError, ValueError):
            return b""  # SQLite lets any type stand in any column

    def check_personal(self, row: Row) -> Iterator[Finding]:
        try:
            sealed = sealed_digests(row.body)
        except (ValueError, KeyError, AttributeError):
            yield found(row, "altered", "has a body that this system does not write")
            return
        for part, name, salt, value in row.personal:
            digest = sealed.pop((part, name), None)
            if digest is None:
                yield found(row, "personal", f"never had the personal value {part}.{name}")
            elif salt is None and value is None:
                self.redacted += 1
            elif commitment(salt or "", value or "") != digest:
                yield found(row, "personal", f"had another personal value {part}.{name}")
        for part, name in sealed:
            yield found(row, "personal", f"has lost the personal value {part}.{name}")


def sealed_digests(body: str) -> dict[tuple[str, str], str]:
    """(part, name) -> the digest that stands for a personal value."""
    return {
        (part, name): digest
        for part, digests in json.loads(body)["personal"].items()
        for name, digest in digests.items()
    }


def found(row: Row, kind: str, what: str) -> Finding:
    return Finding(kind, f"Entry {row.sequence} of {row.chain} {what}.", row.chain, row.sequence)


def span(first: int, last: int) -> str:
    return f"Entry {first}" if first == last else f"Entries {first} to {last}"


def are(count: int) -> str:
    return "is" if count == 1 else "are"
