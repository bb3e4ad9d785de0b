"""Measure, print a table, write var/bench.json; a goal that is missed is no error.

Each module runs in a process of its own, so that no figure depends on what was measured before.
"""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from typing import Any

from tests.bench.figures import FIGURES, Figure
from tests.services import postgres
from tests.services.obtain import ROOT, Missing
from tests.services.website import plain_environment

REPORT = ROOT / "var" / "bench.json"
LINE = "{:<22}{:>10}{:>8}  {:<9}{}"


def main(only: str) -> int:
    wanted = [figure for figure in FIGURES if only in ("", figure.name)]
    if not wanted:
        print(f"There is no figure {only!r}. These are: {', '.join(f.name for f in FIGURES)}.")
        return 2
    try:
        measured = measure(wanted)
    except Missing as missing:
        print(missing)
        return 1
    rows = [row(figure, measured.get(figure.name)) for figure in wanted]
    print("\n" + table(rows))
    REPORT.parent.mkdir(mode=0o700, exist_ok=True)
    REPORT.write_text(json.dumps(rows, indent=2) + "\n")
    return 0 if all(figure.name in measured for figure in wanted) else 1


def measure(figures: list[Figure]) -> dict[str, float]:
    """What the modules of these figures measure; one PostgreSQL serves them all."""
    modules = {figure.module: figure.seconds for figure in figures}
    measured: dict[str, float] = {}
    with ExitStack() as servers:
        environment = plain_environment()
        environment["TEST_DATABASE_URL"] = servers.enter_context(postgres.running())
        # Where Python may not keep what it compiled, every start would compile it again.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for module, seconds in modules.items():
            print(f"Measuring: {module}", flush=True)
            measured |= run(module, seconds, environment)
    return measured


def run(module: str, seconds: int, environment: dict[str, str]) -> dict[str, float]:
    """The figures of one module; none where it fails or takes longer than it may."""
    command = [sys.executable, "-m", f"tests.bench.{module}"]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=seconds,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failure:
        print(f"Without a figure: {failure}")
        return {}
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def row(figure: Figure, measured: float | None) -> dict[str, Any]:
    value = None if measured is None else round(measured, 2)
    return {
        "name": figure.name,
        "measured": value,
        "goal": figure.goal,
        "unit": figure.unit,
        "met": value is not None and value <= figure.goal,
    }


def table(rows: list[dict[str, Any]]) -> str:
    lines = [LINE.format("figure", "measured", "goal", "unit", "")]
    for each in rows:
        value = "-" if each["measured"] is None else f"{each['measured']:g}"
        verdict = "met" if each["met"] else "missed"
        lines.append(LINE.format(each["name"], value, f"{each['goal']:g}", each["unit"], verdict))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ONLY", "")))
