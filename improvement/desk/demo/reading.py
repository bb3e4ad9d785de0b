"""Read the content of the demo from the files in data/."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from .calendar import Year

DATA = Path(__file__).parent / "data"
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """One department's plan for one year: what is written in it, and how far it has come."""

    department: str
    year: Year
    language: str
    state: str
    drafter: str
    officer: str = ""
    goals_recommendation: str = ""
    recommendation: str = ""
    major_recommendation: str = ""
    return_reason: str = ""
    reason: str = ""
    exemption: str = ""
    exempt_because: str = ""
    sections: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    handed_in_first: dict[str, str] = field(default_factory=dict)
    goals: list[Content] = field(default_factory=list)
    measures: list[Content] = field(default_factory=list)
    added: list[Content] = field(default_factory=list)
    comments: list[Content] = field(default_factory=list)
    goal_votes: list[Content] = field(default_factory=list)
    pulled: Content = field(default_factory=dict)
    votes: list[Content] = field(default_factory=list)
    reports: list[Content] = field(default_factory=list)
    off: dict[str, dict[str, str]] = field(default_factory=dict)
    route: Content = field(default_factory=dict)
    adjustments: list[Content] = field(default_factory=list)


def stories(folder: str, year: Year) -> list[Story]:
    """The plans of a year, in the order of the departments' codes."""
    return [story(path, year) for path in sorted((DATA / folder).glob("*.toml"))]


def story(path: Path, year: Year) -> Story:
    content = read_toml(path)
    words = year.words(content["language"])
    return Story(department=path.stem, year=year, **filled(content, words))


def filled(content: Any, words: dict[str, str]) -> Any:
    """Put the dates of the year into every text."""
    match content:
        case str():
            return content.strip().format_map(words)
        case list():
            return [filled(item, words) for item in content]
        case dict():
            return {name: filled(item, words) for name, item in content.items()}
    return content


def read_toml(path: Path) -> Content:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def read_rounds() -> Content:
    """Theme, strategy and overall goals of both years; they name no dates."""
    content: Content = filled(read_toml(DATA / "rounds.toml"), {})
    return content


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table, by the names of its columns."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
