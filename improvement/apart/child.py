"""The program of the child: one function, called once, with hardly any rights left.

Its standard input is the file, if there is one; what it is given stands in a second one. It speaks
to its parent in frames (two letters, a length, a content), on a way that libraries do not know of:
what they print goes to the log. What it is given is ours, so it may be a pickle; what it answers
is bytes or JSON, because whatever has come over it is not believed.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import struct
import sys
from collections.abc import Callable, Generator
from importlib import import_module
from typing import Any, BinaryIO

from .limits import Limits, Refused

HEAD = struct.Struct(">ccQ")
SAID, ANSWER, REFUSED, TOO_MUCH = b"s", b"a", b"r", b"t"
BYTES, JSON = b"b", b"j"


def main(name: str, limits: Limits, given: int, filed: bool) -> None:
    with os.fdopen(given, "rb") as held:
        work = held.read()
    parent = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    module, _, function = name.partition(":")
    called, arguments = getattr(import_module(module), function), pickle.loads(work)
    files = [sys.stdin.buffer] if filed else []
    "".encode("cp437")  # the codec of old archive names is a file, too
    give_up_rights(limits, keep=parent.fileno())
    put(parent, *outcome(parent, called, [*files, *arguments]))
    os._exit(0)  # what the libraries would tidy up goes with the process


def give_up_rights(limits: Limits, keep: int) -> None:
    """From here on: no more memory, time, files or sockets than what is left now."""
    for right, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, limits.writes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, keep + 1 + limits.opens),
    ):
        resource.setrlimit(right, (most, most))


def outcome(
    parent: BinaryIO, called: Callable[..., Any], arguments: list[Any]
) -> tuple[bytes, bytes, bytes]:
    try:
        found = called(*arguments)
        if isinstance(found, Generator):
            found = heard_out(parent, found)
        return ANSWER, *spoken(found)
    except Refused as refused:
        return REFUSED, *spoken([refused.reason, refused.where])
    except MemoryError:
        return TOO_MUCH, *spoken(None)


def heard_out(parent: BinaryIO, pieces: Generator[Any, None, Any]) -> Any:
    """What the generator returns; what it yields is told on the way."""
    while True:
        try:
            piece = next(pieces)
        except StopIteration as end:
            return end.value
        put(parent, SAID, *spoken(piece))


def spoken(value: Any) -> tuple[bytes, bytes]:
    """How it is written, and what is written."""
    if isinstance(value, bytes):
        return BYTES, value
    return JSON, json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def put(parent: BinaryIO, kind: bytes, writing: bytes, content: bytes) -> None:
    left = memoryview(HEAD.pack(kind, writing, len(content)) + content)
    while left:
        left = left[parent.write(left) :]
