"""python together.py COMMAND…: run it, and end it with everything it started when asked.

make hands no signal on to what it runs; whoever asked would leave the site behind.
"""

import os
import signal
import subprocess
import sys
from types import FrameType


def main(*command: str) -> int:
    signal.signal(signal.SIGINT, end_all)
    here, below = os.pipe()
    process = subprocess.Popen(command, pass_fds=[below])
    os.close(below)
    os.read(here, 1)  # nobody writes: it returns when the last of them has ended
    return process.wait()


def end_all(number: int, frame: FrameType | None) -> None:
    """Everything in this session's group; the leash began it with this process."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(os.getpgrp(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
