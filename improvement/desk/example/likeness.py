"""What the finder of near-duplicates finds among all published goals, against the list of them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from plans.consolidation.likeness import SAME, SIMILAR, Pair, Text, alike, scored

from .findings import File

LIST = "near_duplicates.csv"


def near_duplicates(folder: Path) -> dict[str, Any]:
    """The shared joint goals with their agencies, and precision and recall; nothing without a list.

    A strategic goal says its objective, a priority goal its name and description.
    """
    if not (folder / LIST).exists():
        return {}
    goals = list(rows(folder / File.GOALS))
    found, classes = alike(texts(goals)), listed(folder / LIST)
    return {
        "joint_with": joint(goals),
        "near_duplicates": {
            name: measured([pair for pair in found if pair.likeness >= least], classes)
            for name, least in (("say_the_same", SAME), ("worth_a_look", SIMILAR))
        },
    }


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        yield from (row for row in csv.DictReader(file) if row.get("goal_id"))


def texts(goals: Iterable[dict[str, str]]) -> Iterator[Text]:
    for goal in goals:
        name = "" if goal["goal_type"] == "SG" else goal["goal_name"] + " "
        yield Text(goal["goal_id"], goal["agency_code"], name + goal["goal_description"])


def joint(goals: Iterable[dict[str, str]]) -> dict[str, list[str]]:
    """Joint ids that stand with more than one goal, and whose goals they are."""
    owners: dict[str, list[str]] = defaultdict(list)
    for goal in goals:
        if goal["is_joint"] == "1":
            owners[goal["joint_goal_id"]].append(goal["organization_abbreviation"])
    return {key: sorted(set(by)) for key, by in sorted(owners.items()) if len(by) > 1}


def listed(path: Path) -> dict[tuple[str, str], str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["goal"], row["other"]): row["class"] for row in csv.DictReader(file)}


def measured(pairs: list[Pair], classes: dict[tuple[str, str], str]) -> dict[str, Any]:
    right = {pair for pair, name in classes.items() if name != "related"}
    score = scored(pairs, right)
    theme = sum(classes.get((pair.one, pair.other)) == "related" for pair in pairs)
    return {
        "found": score.found,
        "right": score.right,
        "of_one_theme": theme,
        "on_the_list": score.wanted,
        "precision": round(score.precision, 3),
        "recall": round(score.recall, 3),
    }
