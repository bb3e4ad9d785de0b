"""Anchor the record: note outside the database where every chain ends now."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from improvement.audit.anchorfile import Anchors, Line
from improvement.audit.canonical import moment
from improvement.audit.models import Entry

HEADS_IN_A_LINE = 500


class Damaged(Exception):
    """The anchor file itself does not hold together; nothing is added to it."""


@dataclass(slots=True)
class Anchored:
    """What one run wrote."""

    chains: int = 0
    seal: str | None = None  # of the last line: worth printing, or mailing to someone outside
    shrunk: list[str] = field(default_factory=list)


def default_path() -> Path:
    return Path(settings.VAR) / "anchors" / "heads.jsonl"


def anchor(path: Path) -> Anchored:
    """Append the heads of all chains that changed since the last anchor to the file at `path`.

    Reads the file and one index of the record in a stream; writes 500 chains a line. One run at a
    time: a second one waits. Raises Damaged, and adds nothing, if the file was tampered with.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    with os.fdopen(os.open(path, flags, mode=0o600), "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        anchors = read(path)
        result = Anchored(seal=anchors.last.digest if anchors.last else None)
        if ends_torn(path):
            file.write(b"\n")
        last = anchors.last
        for chains in in_lines(changed(anchors, result)):
            heads = Entry.objects.heads(chains)
            last = Line.following(last, settings.AUDIT_KEY, moment(timezone.now()), heads)
            file.write(bytes(last))
            result.chains += len(heads)
            result.seal = last.digest
        file.flush()
        os.fsync(file.fileno())
    return result


def read(path: Path) -> Anchors:
    with path.open("rb") as lines:
        anchors = Anchors(lines, settings.AUDIT_KEY)
    if anchors.damage:
        raise Damaged(" ".join(anchors.damage))
    return anchors


def ends_torn(path: Path) -> bool:
    """Whether a crash left the last line without its end."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 1))
        return file.read() not in (b"", b"\n")


def changed(anchors: Anchors, result: Anchored) -> Iterator[str]:
    """The chains that have grown; those that have become shorter are noted in `result`."""
    ends = Entry.objects.values_list("chain").annotate(Max("sequence")).order_by("chain")
    for chain, count in ends.iterator(chunk_size=2000):
        anchored = anchors.count(chain)
        if count > anchored:
            yield chain
        elif count < anchored:
            result.shrunk.append(chain)


def in_lines(chains: Iterable[str]) -> Iterator[list[str]]:
    chains = iter(chains)
    while batch := list(islice(chains, HEADS_IN_A_LINE)):
        yield batch
