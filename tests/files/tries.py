"""Children that do not look at the file."""

import os
import signal


def much_time(file, name):
    while True:
        pass


def dying(file, name):
    os.kill(os.getpid(), signal.SIGKILL)


def fail(file, name):
    raise RuntimeError(name)
