"""Work that a child is given in the tests; it knows no Django."""

import ctypes
import os
import socket
import sys
import time
from datetime import date
from decimal import Decimal

from improvement.apart.limits import Refused


def added(one, other):
    return {"sum": str(one + other), "modules": "django" in sys.modules}


def read(file, most):
    return file.read(most)


def said(number):
    for n in range(number):
        yield {"row": n}
    yield b"\xff"
    return "done"


def seen(day: date, amount: Decimal):
    return f"{day.isoformat()} {amount}"


def refuse(cell):
    raise Refused("formula", cell=cell)


def fail():
    raise ValueError("a fault of its own")


def printing():
    sys.stdout.write("a library says something\n")
    sys.stderr.write("and something more\n")
    return "an answer"


def much_memory():
    return len(bytearray(600 * 1024 * 1024))


def much_time():
    while True:
        pass


def sleeping():
    time.sleep(60)


def falling():
    ctypes.string_at(0)


def chatter():
    while True:
        yield "x" * 1_000_000


def writing():
    while True:
        sys.stderr.write("x" * 1_000_000)


def opening():
    return os.open("/etc/hostname", os.O_RDONLY)


def calling():
    return socket.socket().fileno()


def environment():
    return dict(os.environ)


def descriptors():
    return [number for number in range(256) if is_open(number)]


def is_open(number):
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
