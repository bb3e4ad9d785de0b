"""Reads the quarterly rows: several rows of one goal, target text and indicator make one line.

Where they carry several targets side by side in every quarter, each target makes a line.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from .findings import File, Finding, Reason
from .nouns import Direction, Quarter, TargetLine
from .table import Row, Table, one_line

YEAR = "2022"  # the one fiscal year the example is built from
Read = tuple[int, Row, Quarter]  # the number of the quarter, the row, what is read from it
QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4}
DIRECTIONS = {
    "Measurable increase": Direction.HIGHER,
    "Measurable decrease": Direction.LOWER,
    "Maintain at or above threshold": Direction.AT_LEAST,
    "Maintain at or below threshold": Direction.AT_MOST,
    "Complete milestone": Direction.MILESTONE,
    "Target undefined": Direction.UNDEFINED,
}


def read_lines(
    table: Table, known: dict[str, Row], left_out: list[Finding], peculiar: list[Finding]
) -> dict[str, list[TargetLine]]:
    """The lines of each goal by (goal, target text, indicator), in the order of the file."""
    grouped: dict[tuple[str, str, str], list[Read]] = defaultdict(list)
    for row in table.rows:
        if refusal := _refusal(row, known):
            left_out.append(Finding(File.TARGETS, row.number, *refusal))
        else:
            key = row["related_goal_id"], one_line(row["target"]), one_line(row["indicator"])
            grouped[key].append((QUARTERS[row["fiscal_qtr"]], row, _quarter(row)))
    lines: dict[str, list[TargetLine]] = defaultdict(list)
    for (goal_id, *_), readings in grouped.items():
        apart = _by_target(readings)
        for series in apart.values():
            number, goal = len(lines[goal_id]) + 1, known[goal_id]
            lines[goal_id].append(_line(number, series, tuple(apart), goal, left_out, peculiar))
    return dict(lines)


def _by_target(readings: list[Read]) -> dict[Decimal | None, list[Read]]:
    """The rows of each target where all targets stand in every quarter; else the rows as one."""
    by_target: dict[Decimal | None, list[Read]] = defaultdict(list)
    for reading in readings:
        by_target[reading[2].target].append(reading)
    quarters = [{number for number, *_ in series} for series in by_target.values()]
    if all(each == quarters[0] for each in quarters):
        return dict(by_target)
    return {readings[0][2].target: readings}


def _refusal(row: Row, known: dict[str, Row]) -> tuple[Reason, str] | None:
    if row["related_goal_id"] not in known:
        return Reason.UNKNOWN_GOAL, row["related_goal_id"]
    if row["fiscal_yr"] != YEAR:
        return Reason.OTHER_YEAR, row["fiscal_yr"]
    if row["fiscal_qtr"] not in QUARTERS:
        return Reason.UNREADABLE_VALUE, f"fiscal_qtr {row['fiscal_qtr']!r}"
    if row["indicator_type"] not in DIRECTIONS:
        return Reason.UNREADABLE_VALUE, f"indicator_type {row['indicator_type']!r}"
    for column in ("value_start", "value_target", "value_current", "progress_pct"):
        try:
            _number(row[column])
        except InvalidOperation:
            return Reason.UNREADABLE_VALUE, f"{column} {row[column]!r}"
    return None


def _number(cell: str) -> Decimal | None:
    if not cell:
        return None
    number = Decimal(cell)
    if not number.is_finite():
        raise InvalidOperation
    return number


def _quarter(row: Row) -> Quarter:
    actual = _number(row["value_current"])
    return Quarter(
        row=row.number,
        start=_number(row["value_start"]),
        target=_number(row["value_target"]),
        actual=actual,
        progress=None if actual is None else _number(row["progress_pct"]),
    )


def _line(
    place: int,
    readings: Sequence[Read],
    apart: tuple[Decimal | None, ...],
    goal: Row,
    left_out: list[Finding],
    peculiar: list[Finding],
) -> TargetLine:
    """The first row of the line says what it is; the first of each quarter with that target stands.

    Everything else in the same quarter is left out: with another target, or as a repetition.
    """
    _, first, stated = readings[0]
    quarters: dict[int, Quarter] = {}
    for number, _, reading in readings:
        if reading.target == stated.target:
            quarters.setdefault(number, reading)
    for number, _, reading in readings:
        quarters.setdefault(number, reading)
    others: dict[Decimal | None, None] = {}
    for number, row, reading in readings:
        peculiar += _remarks(row, reading, goal)
        if len(apart) > 1:
            said = f"a line for each of the targets {', '.join(map(str, apart))}"
            peculiar.append(Finding(File.TARGETS, row.number, Reason.TARGETS_APART, said))
        chosen = quarters[number]
        if reading.target != chosen.target:
            others[reading.target] = None
            left_out.append(_beside(reading, chosen, Reason.SECOND_TARGET, number))
        elif reading is not chosen:
            left_out.append(_beside(reading, chosen, Reason.REPEATED_QUARTER, number))
        elif changed := _changed(row, first):
            peculiar.append(Finding(File.TARGETS, row.number, Reason.LINE_CHANGED, changed))
    return TargetLine(
        goal_id=first["related_goal_id"],
        number=place,
        target=one_line(first["target"]),
        indicator=one_line(first["indicator"]),
        kind=first["indicator_type"],
        direction=DIRECTIONS[first["indicator_type"]],
        start=stated.start,
        value=stated.target,
        owners=_owners(row for _, row, _ in readings),
        quarters=dict(sorted(quarters.items())),
        other_targets=tuple(others),
        apart_from=tuple(target for target in apart if target != stated.target),
    )


def _changed(row: Row, first: Row) -> str:
    columns = ("indicator_type", "value_start", "value_target")
    changes = (f"{c} {first[c]!r} to {row[c]!r}" for c in columns if row[c] != first[c])
    return ", ".join(changes)


def _beside(reading: Quarter, chosen: Quarter, reason: Reason, quarter: int) -> Finding:
    stated = f"start {reading.start}, target {reading.target}, actual {reading.actual}"
    detail = f"quarter {quarter} is taken from row {chosen.row}; this row: {stated}"
    return Finding(File.TARGETS, reading.row, reason, detail)


def _owners(rows: Iterable[Row]) -> tuple[str, ...]:
    named = (name.strip() for row in rows for name in row["related_owner"].split(","))
    return tuple(dict.fromkeys(filter(None, named)))


def _remarks(row: Row, reading: Quarter, goal: Row) -> list[Finding]:
    remarks: list[tuple[Reason, str]] = []
    if DIRECTIONS[row["indicator_type"]] is Direction.UNDEFINED:
        remarks.append((Reason.TARGET_UNDEFINED, f"start {reading.start}, target {reading.target}"))
    if not row["target"]:
        remarks.append((Reason.MISSING_TARGET_TEXT, one_line(row["indicator"])))
    if not row["indicator"]:
        remarks.append((Reason.MISSING_INDICATOR, one_line(row["target"])))
    if reading.actual is None:
        remarks.append((Reason.MISSING_ACTUAL, f"progress is given as {row['progress_pct']}"))
    if row["related_owner"] != goal["organization_abbreviation"]:
        remarks.append((Reason.OTHER_OWNER, row["related_owner"]))
    if one_line(row["related_goal"]) != one_line(goal["goal_name"]):
        remarks.append((Reason.OTHER_GOAL_NAME, one_line(row["related_goal"])))
    return [Finding(File.TARGETS, row.number, reason, text) for reason, text in remarks]
