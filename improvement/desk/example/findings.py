"""What is said about a row of the files: why it was left out, or what is peculiar about it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class File(StrEnum):
    GOALS = "usgov_goals.csv"
    TARGETS = "usgov_goal_targets_quarterly.csv"


class NhsFile(StrEnum):
    ATTENDANCES = "nhs_ae_attendances.csv"


class Reason(StrEnum):
    """Stable codes; the first group leaves a row out, the second only remarks on it."""

    BLANK_ROW = "blank_row"
    SHIFTED_COLUMNS = "shifted_columns"
    UNREADABLE_VALUE = "unreadable_value"
    REPEATED_GOAL = "repeated_goal"
    UNKNOWN_GOAL = "unknown_goal"
    GOAL_WITHOUT_TARGETS = "goal_without_targets"
    PARTNER_GOAL_WITHOUT_TARGETS = "partner_goal_without_targets"
    OTHER_YEAR = "other_year"
    REPEATED_QUARTER = "repeated_quarter"
    REPEATED_ROW = "repeated_row"
    NOTHING_COUNTED = "nothing_counted"
    MORE_BREACHES_THAN_ATTENDANCES = "more_breaches_than_attendances"
    SECOND_TARGET = "second_target"

    FORMULA_ERROR = "formula_error"
    NOT_AVAILABLE = "not_available"
    UNDECODABLE_BYTES = "undecodable_bytes"
    LOST_CHARACTERS = "lost_characters"
    NOT_AN_AGENCY = "not_an_agency"
    AGENCY_WITHOUT_TARGETS = "agency_without_targets"
    UNREADABLE_LEADER = "unreadable_leader"
    LEADER_OF_ANOTHER_AGENCY = "leader_of_another_agency"
    NO_LEADER = "no_leader"
    UNKNOWN_PARTNER = "unknown_partner"
    TARGET_UNDEFINED = "target_undefined"
    TARGETS_APART = "targets_apart"
    LINE_CHANGED = "line_changed"
    MISSING_TARGET_TEXT = "missing_target_text"
    MISSING_INDICATOR = "missing_indicator"
    MISSING_ACTUAL = "missing_actual"
    OTHER_OWNER = "other_owner"
    OTHER_GOAL_NAME = "other_goal_name"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one row; `row` counts as a spreadsheet does, the header being row 1."""

    file: File | NhsFile
    row: int
    reason: Reason
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.file} row {self.row}: {self.reason}" + (self.detail and f" ({self.detail})")


def by_reason(findings: Iterable[Finding]) -> dict[str, int]:
    """How often each reason occurs, in the order of the codes."""
    counts = Counter(finding.reason for finding in findings)
    return {reason.value: counts[reason] for reason in Reason if counts[reason]}
