"""Times of acts that take turns, so that whatever slows the machine slows all of them."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

Act = Callable[[], Any]


def interleaved(*acts: Act, rounds: int, warm_up: int = 3) -> list[float]:
    """The median seconds of each act; in every round each has its turn."""
    times: list[list[float]] = [[] for _ in acts]
    for number in range(warm_up + rounds):
        for act, taken in zip(acts, times, strict=True):
            seconds = timed(act)
            if number >= warm_up:
                taken.append(seconds)
    return [median(taken) for taken in times]


def timed(act: Act) -> float:
    gc.collect()  # what the act before left behind is not this one's
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def report(figures: dict[str, float]) -> None:
    """For the process that started this one."""
    json.dump(figures, sys.stdout)
