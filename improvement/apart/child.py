"""The program of the child: one function, called once, with hardly any rights left.

Its standard input is the file, if there is one; what it is given stands in a second one. It speaks
to its parent in frames (a letter, a length, a content), on a way that libraries do not know of:
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

HEAD = struct.Struct(">cQ")
SAID, BYTES, PLAIN, REFUSED, TOO_MUCH = b"s", b"b", b"p", b"r", b"t"


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
    kind, content = outcome(parent, called, [*files, *arguments])
    put(parent, kind, content)
    os._exit(0)  # what the libraries would tidy up goes with the process


def give_up_rights(limits: Limits, keep: int) -> None:
    """From here on: no more memory, time, files or sockets than what is left now."""
    for right, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, keep + 1 + limits.opens),
    ):
        resource.setrlimit(right, (most, most))


def outcome(
    parent: BinaryIO, called: Callable[..., Any], arguments: list[Any]
) -> tuple[bytes, bytes]:
    try:
        found = called(*arguments)
        if isinstance(found, Generator):
            found = heard_out(parent, found)
        return (BYTES, found) if isinstance(found, bytes) else (PLAIN, plain(found))
    except Refused as refused:
        return REFUSED, plain([refused.reason, refused.where])
    except MemoryError:
        return TOO_MUCH, b""


def heard_out(parent: BinaryIO, pieces: Generator[Any, None, Any]) -> Any:
    """What the generator returns; what it yields is told on the way."""
    while True:
        try:
            piece = next(pieces)
        except StopIteration as end:
            return end.value
        put(parent, SAID, plain(piece))


def plain(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def put(parent: BinaryIO, kind: bytes, content: bytes) -> None:
    left = memoryview(HEAD.pack(kind, len(content)) + content)
    while left:
        left = left[parent.write(left) :]
