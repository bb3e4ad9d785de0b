"""The published goals are read strictly: nothing invented, nothing lost."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from improvement.desk.example.findings import File, Reason, by_reason
from improvement.desk.example.nouns import Direction, Goal, Reading
from improvement.desk.example.table import HEADERS, ExampleRefused
from improvement.desk.example.usgov import read

USGOV = Path(__file__).parents[1] / "data" / "usgov"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(USGOV)


def goal(reading: Reading, goal_id: str) -> Goal:
    return next(goal for goal in reading.goals if goal.goal_id == goal_id)


def raw(file: File) -> list[dict[str, str]]:
    with (USGOV / file).open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


@pytest.mark.parametrize(("file", "rows"), [(File.GOALS, 461), (File.TARGETS, 757)])
def test_every_row_is_used_or_left_out_exactly_once(reading, file, rows):
    left_out = [finding.row for finding in reading.left_out if finding.file is file]
    assert sorted(reading.used(file) + left_out) == list(range(2, rows + 2))
    assert reading.rows[file] == rows == len(raw(file))


def test_what_is_left_out(reading):
    assert by_reason(reading.left_out) == {
        "blank_row": 2,
        "goal_without_targets": 366,
        "partner_goal_without_targets": 4,
        "repeated_quarter": 20,
    }


def test_what_is_peculiar(reading):
    assert by_reason(reading.peculiar) == {
        "formula_error": 460,
        "not_available": 375,
        "lost_characters": 92,
        "not_an_agency": 1,
        "agency_without_targets": 2,
        "leader_of_another_agency": 2,
        "no_leader": 12,
        "target_undefined": 146,
        "targets_apart": 16,
        "missing_target_text": 3,
        "missing_indicator": 15,
        "missing_actual": 182,
        "other_owner": 48,
        "other_goal_name": 89,
    }


def test_the_size_of_the_example(reading):
    assert len(reading.agencies) == 23
    assert len({goal.agency_code for goal in reading.goals}) == 21
    assert len(reading.goals) == 71
    # 229 combinations of goal, target text and indicator, one of which is the blank row
    combinations = {
        (row["related_goal_id"], row["target"], row["indicator"]) for row in raw(File.TARGETS)
    }
    assert len(combinations) == 229
    # two of them carry two targets in every quarter, and each target is a line
    assert sum(len(goal.lines) for goal in reading.goals) == 230


def test_agencies_without_targets_are_named(reading):
    said = {f.detail for f in reading.peculiar if f.reason is Reason.AGENCY_WITHOUT_TARGETS}
    assert said == {"Department of Justice", "Department of Energy"}


def test_joint_goals_name_their_partners(reading):
    partners = {goal.goal_id: goal.partners for goal in reading.goals if goal.joint_goal_id}
    assert partners == {
        "006APG2201": ("005",),
        "014APG2201": ("184",),
        "014APG2202": ("184",),
        "014APG2203": ("184",),
    }


def test_the_agenda_of_the_whole_government_gives_the_priorities(reading):
    assert [(p.name, len(p.rows)) for p in reading.priorities] == [
        ("Workforce", 10),
        ("Customer Experience", 4),
        ("Business of Government", 5),
    ]
    assert goal(reading, "005APG2202").priorities == ("Customer Experience",)


def test_leaders_are_read_from_their_keys(reading):
    assert [(person.name, person.agency) for person in goal(reading, "005APG2201").leaders] == [
        ("Sarah Tomlinson", "USDA"),
        ("Elizabeth Lautner", "USDA"),
    ]
    assert goal(reading, "026APG2203").leaders[0].name == "Karen St. Germain"
    assert goal(reading, "007APG2201").leaders == ()


def test_an_agency_is_led_by_its_own_people_only(reading):
    health = next(agency for agency in reading.agencies if agency.abbreviation == "HHS")
    assert "Shelby Scales" in {person.name for person in goal(reading, "009APG2204").leaders}
    assert {person.agency for person in health.leaders} == {"HHS"}


def test_a_line_carries_what_the_file_states(reading):
    line = goal(reading, "006APG2203").lines[0]
    assert (line.target, line.indicator) == (
        "Double ITA Clients assisted",
        "Number of export and investment clients assisted",
    )
    assert (line.direction, line.start, line.value) == (Direction.HIGHER, 0, 76000)
    assert line.unit == "not stated"
    assert line.quarters[1].row == 2
    assert line.quarters[1].actual == 12905
    assert line.quarters[1].progress == Decimal("0.169802632")


def test_every_value_equals_its_cell(reading):
    rows = dict(enumerate(raw(File.TARGETS), start=2))
    for line in (line for goal in reading.goals for line in goal.lines):
        for number, quarter in line.quarters.items():
            row = rows[quarter.row]
            assert int(row["fiscal_qtr"]) == number
            assert row["related_goal_id"] == line.goal_id
            assert row["indicator_type"] == line.kind
            for column, value in [
                ("value_start", quarter.start),
                ("value_target", quarter.target),
                ("value_current", quarter.actual),
            ]:
                assert value == (Decimal(row[column]) if row[column] else None)


def test_missing_is_not_zero(reading):
    for line in (line for goal in reading.goals for line in goal.lines):
        for quarter in line.quarters.values():
            assert (quarter.progress is None) == (quarter.actual is None)


def test_an_undefined_target_keeps_its_text_and_figures(reading):
    line = goal(reading, "025APG2203").lines[0]
    assert line.direction is Direction.UNDEFINED
    assert line.target.startswith("Ensure at least 80% of newly approved")
    assert (line.start, line.value) == (Decimal("84.61"), None)


def test_two_targets_in_every_quarter_are_kept_apart(reading):
    lines = goal(reading, "015APG2201").lines[:4]
    assert [(line.value, line.apart_from) for line in lines] == [
        (Decimal("96.56"), (Decimal("96.37"),)),
        (Decimal("96.37"), (Decimal("96.56"),)),
        (Decimal("80.5"), (Decimal("81"),)),
        (Decimal("81"), (Decimal("80.5"),)),
    ]
    assert [line.code for line in lines] == [f"015apg2201-{n}" for n in (1, 2, 3, 4)]
    assert [[quarter.row for quarter in line.quarters.values()] for line in lines] == [
        [26, 53, 555, 556],
        [125, 129, 558, 563],
        [164, 187, 560, 565],
        [221, 223, 561, 566],
    ]
    assert all(line.other_targets == () for line in lines)


def test_no_other_series_is_kept_apart(reading):
    apart = [line.goal_id for goal in reading.goals for line in goal.lines if line.apart_from]
    assert apart == ["015APG2201"] * 4


def test_a_repeated_quarter_says_where_the_value_came_from(reading):
    said = {f.row: f.detail for f in reading.left_out if f.reason is Reason.REPEATED_QUARTER}
    assert said[737] == (
        "quarter 4 is taken from row 489; this row: start 96.2, target 100, actual None"
    )


# Files with faults the published ones do not have

GOAL = {
    "goal_id": "005APG2201",
    "agency_code": "005",
    "organization_abbreviation": "USDA",
    "organization_name": "Department of Agriculture",
    "goal_name": "Trust",
    "is_joint": "0",
}
TARGET = {
    "fiscal_yr": "2022",
    "fiscal_qtr": "1",
    "related_goal_id": "005APG2201",
    "related_goal": "Trust",
    "target": "More trust",
    "indicator_type": "Measurable increase",
    "indicator": "Trust score",
    "related_owner": "USDA",
    "value_start": "1",
    "value_target": "3",
    "value_current": "2",
    "progress_pct": "0.5",
}


def write(folder: Path, file: File, *rows: dict[str, str]) -> None:
    with (folder / file).open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, HEADERS[file].split(","), restval="")
        writer.writeheader()
        writer.writerows(rows)


def written(folder: Path, goals: list[dict[str, str]], targets: list[dict[str, str]]) -> Reading:
    write(folder, File.GOALS, *goals)
    write(folder, File.TARGETS, *targets)
    return read(folder)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"related_goal_id": "999APG2201"}, Reason.UNKNOWN_GOAL),
        ({"fiscal_yr": "2021"}, Reason.OTHER_YEAR),
        ({"fiscal_qtr": "5"}, Reason.UNREADABLE_VALUE),
        ({"indicator_type": "HUD"}, Reason.UNREADABLE_VALUE),
        ({"value_target": "three"}, Reason.UNREADABLE_VALUE),
        ({"value_current": "NaN"}, Reason.UNREADABLE_VALUE),
        ({"target": "More trust"}, Reason.REPEATED_QUARTER),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_with_its_reason(tmp_path, fault, reason):
    reading = written(tmp_path, [GOAL], [TARGET, TARGET | fault])
    assert [(f.row, f.reason) for f in reading.left_out] == [(3, reason)]
    assert reading.used(File.TARGETS) == [2]


def test_a_second_target_in_some_quarters_is_left_out_and_the_first_stands(tmp_path):
    later, beside = TARGET | {"fiscal_qtr": "2"}, TARGET | {"value_target": "4"}
    reading = written(tmp_path, [GOAL], [TARGET, beside, later])
    assert [(f.row, f.reason) for f in reading.left_out] == [(3, Reason.SECOND_TARGET)]
    (line,) = reading.goals[0].lines
    assert (line.value, line.other_targets, line.apart_from) == (3, (4,), ())
    assert reading.used(File.TARGETS) == [2, 4]


def test_a_second_target_in_every_quarter_is_a_line_of_its_own(tmp_path):
    rows = [TARGET | {"fiscal_qtr": q, "value_target": t} for q in "12" for t in "34"]
    reading = written(tmp_path, [GOAL], rows)
    assert reading.left_out == ()
    assert [(line.value, line.apart_from) for line in reading.goals[0].lines] == [
        (3, (4,)),
        (4, (3,)),
    ]
    apart = [f.row for f in reading.peculiar if f.reason is Reason.TARGETS_APART]
    assert apart == reading.used(File.TARGETS) == [2, 3, 4, 5]


def test_a_repeated_goal_is_left_out(tmp_path):
    reading = written(tmp_path, [GOAL, GOAL], [TARGET])
    assert [(f.row, f.reason) for f in reading.left_out] == [(3, Reason.REPEATED_GOAL)]


def test_a_target_that_changes_between_quarters_is_used_and_said(tmp_path):
    later = TARGET | {"fiscal_qtr": "2", "value_target": "4"}
    reading = written(tmp_path, [GOAL], [TARGET, later])
    assert reading.used(File.TARGETS) == [2, 3]
    changed = [f.detail for f in reading.peculiar if f.reason is Reason.LINE_CHANGED]
    assert changed == ["value_target '3' to '4'"]


def test_shifted_columns_are_left_out(tmp_path):
    write(tmp_path, File.GOALS, GOAL)
    write(tmp_path, File.TARGETS, TARGET)
    with (tmp_path / File.TARGETS).open("a", encoding="utf-8") as target:
        target.write("2022,2,005APG2201,Trust,Measurable increase\n")
    assert [(f.row, f.reason) for f in read(tmp_path).left_out] == [(3, Reason.SHIFTED_COLUMNS)]


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path):
    write(tmp_path, File.GOALS, GOAL)
    write(tmp_path, File.TARGETS, TARGET)
    path = tmp_path / File.GOALS
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read(tmp_path).goals) == 1


def test_bytes_that_are_not_utf_8_are_said(tmp_path):
    write(tmp_path, File.GOALS, GOAL)
    write(tmp_path, File.TARGETS, TARGET)
    path = tmp_path / File.TARGETS
    path.write_bytes(path.read_bytes().replace(b"More trust", b"More \x93trust\x94"))
    reading = read(tmp_path)
    assert reading.goals[0].lines[0].target == "More \N{REPLACEMENT CHARACTER}trust" + (
        "\N{REPLACEMENT CHARACTER}"
    )
    assert (2, Reason.UNDECODABLE_BYTES, "target") in [
        (f.row, f.reason, f.detail) for f in reading.peculiar
    ]


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(ExampleRefused, match=r"usgov_goals\.csv cannot be read: No such file"):
        read(tmp_path)


def test_another_header_is_one_sentence(tmp_path):
    write(tmp_path, File.TARGETS, TARGET)
    (tmp_path / File.GOALS).write_text("goal,owner\n")
    with pytest.raises(ExampleRefused, match="are not those of"):
        read(tmp_path)


def test_an_empty_file_is_one_sentence(tmp_path):
    (tmp_path / File.GOALS).write_text("")
    with pytest.raises(ExampleRefused, match="is empty"):
        read(tmp_path)
