"""Reads the rows of goals: whose they are, who leads, who is a partner, what they serve."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from .findings import File, Finding, Reason
from .nouns import Agency, Goal, Leader, Priority, TargetLine
from .table import Row, one_line

LEADER = re.compile(r"(?P<name>.+)-(?P<agency>[A-Z]+)-(?P<key>rec\w+)")
AGENDA = "PMA"  # the President's Management Agenda: of the whole government, no agency's
HEADING = re.compile(rf"{AGENDA} - (?P<name>[^,]+)")
AGENCY_CODE = re.compile(r"\d{3}")


def read_agencies(
    rows: Iterable[Row], lines: dict[str, list[TargetLine]], peculiar: list[Finding]
) -> tuple[Agency, ...]:
    by_code: dict[str, list[Row]] = defaultdict(list)
    people: dict[str, dict[str, Leader]] = defaultdict(dict)
    for row in rows:
        by_code[row["agency_code"]].append(row)
        for leader in _leaders(row)[0]:
            people[leader.agency].setdefault(leader.key, leader)
    agencies = []
    for code, of_agency in sorted(by_code.items()):
        first = of_agency[0]
        name, abbreviation = first["organization_name"], first["organization_abbreviation"]
        idle = not any(row["goal_id"] in lines for row in of_agency)
        if idle and not AGENCY_CODE.fullmatch(code):
            peculiar.append(Finding(File.GOALS, first.number, Reason.NOT_AN_AGENCY, name))
            continue
        if idle:
            peculiar.append(Finding(File.GOALS, first.number, Reason.AGENCY_WITHOUT_TARGETS, name))
        agencies.append(Agency(code, abbreviation, name, tuple(people[abbreviation].values())))
    return tuple(agencies)


def read_priorities(rows: Iterable[Row]) -> tuple[Priority, ...]:
    """The agenda's own rows, by the heading they are tagged with."""
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["goal_id"]):
        if row["goal_type"] == AGENDA and (tag := HEADING.fullmatch(row["applied_tags"])):
            by_name[tag["name"]].append(row)
    return tuple(
        Priority(
            name=name,
            agenda=of_name[0]["organization_name"],
            texts=tuple((one_line(r["goal_name"]), r["goal_description"]) for r in of_name),
            rows=tuple(row.number for row in of_name),
        )
        for name, of_name in by_name.items()
    )


def read_goals(
    known: dict[str, Row],
    lines: dict[str, list[TargetLine]],
    agencies: Sequence[Agency],
    priorities: Sequence[Priority],
    left_out: list[Finding],
    peculiar: list[Finding],
) -> tuple[Goal, ...]:
    codes = {agency.code for agency in agencies}
    names = [priority.name for priority in priorities]
    served = {row for priority in priorities for row in priority.rows}
    joint = {row["joint_goal_id"] for goal_id, row in known.items() if goal_id in lines}
    goals = []
    for goal_id, row in known.items():
        if goal_id in lines:
            goals.append(_goal(row, tuple(lines[goal_id]), codes, names, peculiar))
        elif row.number in served:
            continue
        elif row["is_joint"] == "1" and row["joint_goal_id"] in joint:
            detail = f"{goal_id}, partner in {row['joint_goal_id']}"
            reason = Reason.PARTNER_GOAL_WITHOUT_TARGETS
            left_out.append(Finding(File.GOALS, row.number, reason, detail))
        else:
            reason = Reason.GOAL_WITHOUT_TARGETS
            left_out.append(Finding(File.GOALS, row.number, reason, goal_id))
    return tuple(goals)


def _goal(
    row: Row,
    lines: tuple[TargetLine, ...],
    codes: set[str],
    priorities: Sequence[str],
    peculiar: list[Finding],
) -> Goal:
    leaders, unread = _leaders(row)
    remarks = [(Reason.UNREADABLE_LEADER, text) for text in unread]
    remarks += [
        (Reason.LEADER_OF_ANOTHER_AGENCY, f"{leader.name}, {leader.agency}")
        for leader in leaders
        if leader.agency != row["organization_abbreviation"]
    ]
    if not leaders:
        remarks.append((Reason.NO_LEADER, row["goal_id"]))
    partners = _partners(row)
    remarks += [(Reason.UNKNOWN_PARTNER, code) for code in partners if code not in codes]
    peculiar += [Finding(File.GOALS, row.number, reason, text) for reason, text in remarks]
    return Goal(
        row=row.number,
        goal_id=row["goal_id"],
        agency_code=row["agency_code"],
        title=one_line(row["goal_name"]),
        statement=row["goal_description"],
        status=row["goal_status"],
        tags=row["applied_tags"],
        priorities=tuple(
            name for name in priorities if f"{AGENDA} - {name}" in row["applied_tags"]
        ),
        start_year=_year(row["date_start_fy"]),
        end_year=_year(row["date_end_fy"]),
        leaders=leaders,
        joint_goal_id=row["joint_goal_id"] if row["is_joint"] == "1" else None,
        partners=tuple(code for code in partners if code in codes),
        lines=lines,
    )


def _leaders(row: Row) -> tuple[tuple[Leader, ...], list[str]]:
    """The people of the cell, and the parts of it that name nobody.

    The file writes hyphens for spaces, so a hyphenated surname reads as two words.
    """
    people: list[Leader] = []
    unread: list[str] = []
    for text in filter(None, (part.strip() for part in row["leaders4"].split(","))):
        if found := LEADER.fullmatch(text):
            name = found["name"].replace("-", " ")
            people.append(Leader(found["key"], name, found["agency"]))
        else:
            unread.append(text)
    return tuple(people), unread


def _partners(row: Row) -> tuple[str, ...]:
    """The file drops leading zeros here: 5 is agency 005."""
    if row["is_joint"] != "1":
        return ()
    return tuple(code.strip().zfill(3) for code in row["joint_agency"].split(",") if code.strip())


def _year(cell: str) -> int | None:
    return int(cell) if cell.isdecimal() else None
