"""Start a child, give it its work, hear it out; it is gone when `run` returns."""

from __future__ import annotations

import io
import json
import logging
import os
import pickle
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from django.utils.functional import Promise

from . import child
from .limits import Busy, Crashed, Limits, NotDone, Refused, TooMuch

logger = logging.getLogger(__name__)

ROOT = Path(__file__).parents[2]
USUAL = Limits()
AT_ONCE = 2
"""Children of one process; a third waits for its turn."""
PROGRAM = "import sys; sys.path.insert(0, {root!r}); from improvement.apart import child, limits; "
PROGRAM += "child.main({name!r}, limits.Limits(*{limits!r}), {given}, {filed})"
ENVIRONMENT = {
    "PYTHONUTF8": "1",
    # Threads reserve address space of their own, of which the child has little.
    "MALLOC_ARENA_MAX": "2",
    "RAYON_NUM_THREADS": "2",
}
ENDED = (signal.SIGXCPU, signal.SIGKILL, signal.SIGABRT)
"""By the limit of time, by the system for want of memory, by a library for the same."""
KEPT = 4_000
"""Bytes of what the child wrote that go into the log."""


class Texts(pickle.Pickler):
    """Every text goes as a text: of a choice its value, of a translated one its present words."""

    def reducer_override(self, given: Any) -> Any:
        if isinstance(given, Promise):
            return str, (str(given),)
        if isinstance(given, str) and type(given) is not str:
            return str, (str.__str__(given),)
        return NotImplemented


places = threading.BoundedSemaphore(AT_ONCE)


def run(
    name: str,
    *given: Any,
    file: IO[bytes] | None = None,
    limits: Limits = USUAL,
    hear: Callable[[Any], object] | None = None,
) -> Any:
    """What the function `module:function` answers to what it is given; see the package."""
    try:
        with place(limits), begun(name, given, file, limits) as process:
            return answer(process, limits, hear)
    except NotDone as fault:
        logger.error("%s: %s: %s", name, type(fault).__name__, fault)
        raise


@contextmanager
def place(limits: Limits) -> Iterator[None]:
    if not places.acquire(timeout=limits.wall):
        raise Busy(f"{AT_ONCE} others were still at work after {limits.wall:g} s")
    try:
        yield
    finally:
        places.release()


@contextmanager
def begun(
    name: str, given: tuple[Any, ...], file: IO[bytes] | None, limits: Limits
) -> Iterator[subprocess.Popen[bytes]]:
    """The child at work. No descriptor of ours goes with it, so no connection to the database."""
    with ExitStack() as held:
        data = held.enter_context(tempfile.TemporaryFile())
        Texts(data).dump(given)
        data.seek(0)
        program = PROGRAM.format(
            root=str(ROOT),
            name=name,
            limits=tuple(limits),
            given=data.fileno(),
            filed=file is not None,
        )
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", program],
            stdin=held.enter_context(on_disk(file)) if file else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[data.fileno()],
            env=ENVIRONMENT,
            cwd="/",
        )
        with process:
            try:
                yield process
            finally:
                process.kill()


@contextmanager
def on_disk(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """The file from its beginning, as one that another process can read."""
    file.seek(0)
    try:
        os.lseek(file.fileno(), 0, os.SEEK_SET)
    except io.UnsupportedOperation:
        with tempfile.TemporaryFile() as copy:
            while some := file.read(1 << 16):
                copy.write(some)
            copy.seek(0)
            yield copy
    else:
        yield file


def answer(
    process: subprocess.Popen[bytes], limits: Limits, hear: Callable[[Any], object] | None
) -> Any:
    written = bytearray()
    for kind, value in frames(pieces(process, limits, written)):
        match kind:
            case child.SAID:
                if hear:
                    hear(value)
            case child.ANSWER:
                return value
            case child.REFUSED:
                reason, where = value
                raise Refused(reason, **where)
            case _:
                raise TooMuch(f"more than {limits.memory} bytes of memory")
    raise ended(process.wait(), written)


def ended(status: int, written: bytearray) -> NotDone:
    said = f"ended by {status}. {written[-KEPT:].decode('utf-8', 'replace')}".strip()
    return TooMuch(said) if -status in ENDED else Crashed(said)


def frames(parts: Iterator[bytes]) -> Iterator[tuple[bytes, Any]]:
    """What the child says, one saying at a time."""
    held = bytearray()
    for some in parts:
        held += some
        while len(held) >= child.HEAD.size:
            kind, writing, size = child.HEAD.unpack_from(held)
            end = child.HEAD.size + size
            if len(held) < end:
                break
            content = bytes(held[child.HEAD.size : end])
            del held[:end]
            yield kind, content if writing == child.BYTES else json.loads(content)


def pieces(process: subprocess.Popen[bytes], limits: Limits, written: bytearray) -> Iterator[bytes]:
    """What comes from the child until it ends, within its time; what it wrote for the log apart."""
    assert process.stdout and process.stderr
    left, size = limits.wall, limits.answer
    with selectors.DefaultSelector() as waiting:
        for stream in (process.stdout, process.stderr):
            waiting.register(stream, selectors.EVENT_READ)
        while waiting.get_map():
            began = time.monotonic()
            ready = waiting.select(left)
            left -= time.monotonic() - began
            if not ready or left <= 0:
                raise TooMuch(f"no end after {limits.wall:g} s")
            for key, _events in ready:
                some = os.read(key.fd, 1 << 16)
                if not some:
                    waiting.unregister(key.fileobj)
                elif key.fileobj is process.stderr:
                    written += some
                    del written[:-KEPT]
                else:
                    size -= len(some)
                    if size < 0:
                        raise TooMuch(f"more than {limits.answer} bytes of answer")
                    yield some
