"""Run a server for as long as somebody holds this program's standard input.

However the tests end, be it by kill -9, the pipe closes and the server ends with them:
python leash.py FOLDER USER COMMAND… removes FOLDER afterwards.
"""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GRACE = 10.0


class Leash:
    """The holder's side: a running server and the folder it lives in."""

    def __init__(
        self,
        command: list[str],
        folder: Path,
        user: str = "",
        environment: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.process = subprocess.Popen(
            [sys.executable, "-P", __file__, str(folder), user, *command],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            env=environment,
            stdout=self.log.open("ab"),
            stderr=subprocess.STDOUT,
        )

    def ended(self) -> bool:
        return self.process.poll() is not None

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""

    def release(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(GRACE * 2)


def main(folder: str, user: str, *command: str) -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests; they let go
    identity = {"user": user, "group": user_group(user), "extra_groups": []} if user else {}
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **identity)
    watch(server)
    shutil.rmtree(folder, ignore_errors=True)
    return server.returncode


def user_group(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid


def watch(server: subprocess.Popen[bytes]) -> None:
    """Until standard input ends or the server does; then make sure that it has."""
    import selectors

    with selectors.DefaultSelector() as held:
        held.register(sys.stdin, selectors.EVENT_READ)
        while server.poll() is None and not held.select(timeout=0.2):
            pass
    server.send_signal(signal.SIGINT)
    try:
        server.wait(GRACE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
