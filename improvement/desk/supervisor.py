"""Several programs run as one: when one ends, or somebody asks, all end."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

GRACE = 15.0  # seconds that a program gets to finish what it has in hand
BEAT = 0.1
ASKED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Starts each program in a session of its own, so that Ctrl-C reaches only this one."""

    def __init__(self, programs: dict[str, list[str]]) -> None:
        self.programs = programs
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.asked = False

    def run(self, ready: Callable[[], bool], announce: Callable[[], None]) -> str | None:
        """Return None when somebody asked for the end, or which program ended by itself."""
        for number in ASKED:
            signal.signal(number, self.ask)
        try:
            self.start()
            self.wait_until(ready, announce)
            while not self.over():
                time.sleep(BEAT)
            return self.failure()
        finally:
            self.stop()

    def ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def start(self) -> None:
        for name, command in self.programs.items():
            self.running[name] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, start_new_session=True
            )

    def wait_until(self, ready: Callable[[], bool], announce: Callable[[], None]) -> None:
        while not self.over():
            if ready():
                announce()
                return
            time.sleep(BEAT)

    def failure(self) -> str | None:
        if self.asked:
            return None
        name, process = next((n, p) for n, p in self.running.items() if p.poll() is not None)
        return f"The {name} ended by itself with status {process.returncode}."

    def over(self) -> bool:
        return self.asked or any(p.poll() is not None for p in self.running.values())

    def stop(self) -> None:
        """Ask every program to finish; after the grace, end it and whatever it started."""
        for process in self.running.values():
            send(process, signal.SIGTERM)
        patience = time.monotonic() + GRACE
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, patience - time.monotonic()))
        for process in self.running.values():
            send(process, signal.SIGKILL)
            process.wait()


def send(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """To the whole session; one that has ended already is as it should be."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
