"""Processes that wait for each other at a barrier and then act on the same rows at once.

For programs of their own on PostgreSQL: `Racers` starts them, `run()` lets them act once, and
`unlock()` takes the lock out of the door, so that the same checks can be seen to find it out.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing as mp
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, close_old_connections, connections

Act = Callable[[int, Any, random.Random], str]
"""What process `number` does with what it is handed in a round; the answer is counted."""


def setup() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "improvement.settings")
    django.setup()


def unlock() -> None:
    """Read rows without locking them: what the door would be without its lock."""
    from improvement.door.unit import Unit

    def read(self: Any, model: type[Any], pk: int) -> Any:
        if (model, pk) not in self.rows:
            self.rows[model, pk] = model._base_manager.get(pk=pk)
        return self.rows[model, pk]

    Unit.locked = read  # type: ignore[method-assign]


class Racers:
    """As many processes as there are parts in the race, each with its own connection."""

    def __init__(self, act: Act, number: int, *, seed: int, lock: bool = True) -> None:
        context = mp.get_context("fork")
        barrier = context.Barrier(number)
        self.pipes = [context.Pipe() for _ in range(number)]
        connections.close_all()
        self.processes = [
            context.Process(target=self.race, args=(act, n, seed, lock, theirs, barrier))
            for n, (_mine, theirs) in enumerate(self.pipes)
        ]

    @staticmethod
    def race(act: Act, number: int, seed: int, lock: bool, pipe: Any, barrier: Any) -> None:
        """One process: wait for the others, act, tell what happened; until it is handed None."""
        connections.close_all()
        if not lock:
            unlock()
        rng = random.Random(seed * 100 + number)
        while (handed := pipe.recv()) is not None:
            barrier.wait()
            try:
                said = act(number, handed, rng)
            except (DatabaseError, ObjectDoesNotExist) as error:
                said = f"error: {type(error).__name__}"
            pipe.send(said)
        close_old_connections()

    def __enter__(self) -> Racers:
        for process in self.processes:
            process.start()
        return self

    def __exit__(self, *_error: object) -> None:
        for mine, _theirs in self.pipes:
            mine.send(None)
        for process in self.processes:
            process.join(20)

    def run(self, handed: Any) -> list[str]:
        """Let all act on the same; what each of them says."""
        for mine, _theirs in self.pipes:
            mine.send(handed)
        return [mine.recv() for mine, _theirs in self.pipes]


def versions_without_entries(chain: Any, *rows: Any) -> list[str]:
    """Rows of which not every version has exactly one entry, in order."""
    found = []
    for row in rows:
        entries = chain.filter(object_type=row._meta.label_lower, object_id=row.pk)
        versions = list(entries.order_by("sequence").values_list("version", flat=True))
        if versions != list(range(1, row.version + 1)):
            found.append(f"{row._meta.model_name} at version {row.version} has entries {versions}")
    return found


def outside(module: str, url: str, *options: str) -> dict[str, Any]:
    """Run a race as a program of its own on the database at `url`; its report."""
    done = subprocess.run(
        [sys.executable, "-m", module, *options],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def run(
    act: Act,
    prepare: Callable[[int], Any],
    violations: Callable[[Any, list[str]], list[str]],
    *,
    processes: int,
    rounds: int,
    lock: bool,
    seed: int,
    counted: Callable[[Any], list[str]] = lambda row: [],
) -> dict[str, Any]:
    """Rounds on a fresh row each: what was said, and everything that must not be."""
    said: Counter[str] = Counter()
    found: list[str] = []
    with Racers(act, processes, seed=seed, lock=lock) as racers:
        for n in range(rounds):
            row = prepare(n)
            answers = racers.run(row.pk)
            said.update(answers)
            found += [answer for answer in answers if answer.startswith("error")]
            found += violations(row.pk, answers)
            said.update(counted(row))
    return {"rounds": rounds, "said": dict(said), "violations": found}


def run_on_ballots(
    act: Act,
    prepare: Callable[[Any, int], Any],
    violations: Callable[[Any, list[str]], list[str]],
    **how: Any,
) -> dict[str, Any]:
    """Rounds on a fresh ballot each, prepared with the cast; how they ended is counted as well."""
    from improvement.approvals.models import Ballot
    from tests.cast import assemble

    cast = assemble()
    return run(
        act,
        lambda n: prepare(cast, n),
        violations,
        counted=lambda ballot: [f"ballot: {Ballot.objects.get(pk=ballot.pk).status}"],
        **how,
    )


def main(description: str | None, race: Callable[[int, bool, int], dict[str, Any]]) -> int:
    """The program around a race: its options, and its report as JSON."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-lock", action="store_true")
    options = parser.parse_args()
    setup()
    report = race(options.rounds, not options.without_lock, options.seed)
    sys.stdout.write(json.dumps(report) + "\n")
    return 0
