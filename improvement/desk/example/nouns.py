"""What the files speak of: agencies, their leaders, goals, target lines and quarters."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .findings import File, Finding

UNIT = "not stated"  # neither file has a column for the unit


class Direction(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MILESTONE = "milestone"
    UNDEFINED = "undefined"


@dataclass(frozen=True, slots=True)
class Leader:
    """A person the file names; `key` is the file's own and tells namesakes apart."""

    key: str
    name: str
    agency: str  # the abbreviation the file gives the person, not the goal


@dataclass(frozen=True, slots=True)
class Priority:
    """What the whole government wants of that year: one heading of its agenda."""

    name: str
    agenda: str
    texts: tuple[tuple[str, str], ...]  # (goal, strategy), in the order of the file
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Agency:
    code: str
    abbreviation: str
    name: str
    leaders: tuple[Leader, ...]  # of this agency, in the order the file names them


@dataclass(frozen=True, slots=True)
class Quarter:
    """One reading. A missing actual has no progress either, whatever the file puts there."""

    row: int
    start: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    progress: Decimal | None  # a share of the way from start to target, not a percentage


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One goal's target text and indicator with its readings; several rows make one line."""

    goal_id: str
    number: int  # within its goal
    target: str
    indicator: str
    kind: str
    direction: Direction
    start: Decimal | None
    value: Decimal | None
    owners: tuple[str, ...]
    quarters: dict[int, Quarter]
    other_targets: tuple[Decimal | None, ...]  # stated beside `value`; their rows are left out
    apart_from: tuple[Decimal | None, ...] = ()  # targets of the same series that are other lines
    unit: str = UNIT

    @property
    def code(self) -> str:
        return f"{self.goal_id}-{self.number}".lower()


@dataclass(frozen=True, slots=True)
class Goal:
    row: int
    goal_id: str
    agency_code: str
    title: str
    statement: str
    status: str
    tags: str  # as published: they hold commas of their own
    priorities: tuple[str, ...]  # the agenda's headings among the tags
    start_year: int | None
    end_year: int | None
    leaders: tuple[Leader, ...]
    joint_goal_id: str | None
    partners: tuple[str, ...]  # codes of the other agencies of a joint goal
    lines: tuple[TargetLine, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    agencies: tuple[Agency, ...]
    priorities: tuple[Priority, ...]
    goals: tuple[Goal, ...]
    left_out: tuple[Finding, ...]
    peculiar: tuple[Finding, ...]
    rows: dict[File, int]

    @property
    def goals_by_agency(self) -> list[Goal]:
        return sorted(self.goals, key=lambda goal: goal.agency_code)

    def used(self, file: File) -> list[int]:
        """The numbers of the rows that goals, their lines and priorities were made from."""
        if file is File.GOALS:
            served = (row for priority in self.priorities for row in priority.rows)
            return sorted([*(goal.row for goal in self.goals), *served])
        lines = [line for goal in self.goals for line in goal.lines]
        return sorted(quarter.row for line in lines for quarter in line.quarters.values())
