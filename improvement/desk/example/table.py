"""Opens a published file as rows of cells and remarks on cells that cannot be trusted."""

import csv
import re
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from .findings import File, Finding, NhsFile, Reason

FORMULA_ERRORS = {"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
NOT_AVAILABLE = "#N/A"
LOST = "\N{REPLACEMENT CHARACTER}"
UNDECODED = re.compile("[\udc80-\udcff]")  # how `surrogateescape` carries a byte that is not UTF-8

HEADERS: dict[File | NhsFile, str] = {
    File.GOALS: (
        "Update,date_start_fy,date_end_fy,goal_type,goal_id,joint_goal_id,is_joint,joint_agency,"
        "joint_seq,goal_name,goal_status,Quarter_and_FY,goal_description,applied_tags,fiscal_year,"
        "organization_abbreviation,organization_name,agency_code,sg_id,so_id,apg_id,"
        "url_pgov_agency_12,url_pgov_agency_23,leaders4"
    ),
    File.TARGETS: (
        "fiscal_yr,fiscal_qtr,related_goal_id,related_goal,target,indicator_type,indicator,"
        "related_owner,value_start,value_target,value_current,progress_pct,progress_pct_range,"
        "progress_pct_target_status,progress_threshold,progress_completions,Column1"
    ),
    NhsFile.ATTENDANCES: "period,org_code,type,attendances,breaches,admissions",
}


class ExampleRefused(Exception):
    """The example cannot be read or built; carries the one sentence that is shown."""


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Table:
    file: File | NhsFile
    size: int  # rows below the header, blank ones included
    rows: tuple[Row, ...]
    left_out: tuple[Finding, ...]
    peculiar: tuple[Finding, ...]


def read_table(folder: Path, file: File | NhsFile) -> Table:
    """The file's rows with trimmed cells; blank and shifted rows are left out with a finding.

    A cell that holds a spreadsheet error is empty in the result: its value is unknown.
    """
    header, *records = _records(folder / file)
    columns = HEADERS[file].split(",")
    if header != columns:
        raise ExampleRefused(f"The columns of {folder / file} are not those of {file}.")
    rows: list[Row] = []
    left_out: list[Finding] = []
    peculiar: list[Finding] = []
    for number, record in enumerate(records, start=2):
        if not any(cell.strip() for cell in record):
            left_out.append(Finding(file, number, Reason.BLANK_ROW))
        elif len(record) != len(columns):
            detail = f"{len(record)} cells, {len(columns)} columns"
            left_out.append(Finding(file, number, Reason.SHIFTED_COLUMNS, detail))
        else:
            raw = dict(zip(columns, record, strict=True))
            peculiar += _remarks(file, number, raw)
            cells = {column: _clean(cell) for column, cell in raw.items()}
            rows.append(Row(number, cells))
    return Table(file, len(records), tuple(rows), tuple(left_out), tuple(peculiar))


def _records(path: Path) -> list[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="surrogateescape")
    except OSError as error:
        raise ExampleRefused(f"{path} cannot be read: {error.strerror}.") from error
    try:
        records = list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise ExampleRefused(f"{path} is not a CSV file: {error}.") from error
    if not records:
        raise ExampleRefused(f"{path} is empty.")
    return records


def _remarks(file: File | NhsFile, number: int, cells: dict[str, str]) -> list[Finding]:
    found = {
        Reason.FORMULA_ERROR: [c for c, cell in cells.items() if cell.strip() in FORMULA_ERRORS],
        Reason.NOT_AVAILABLE: [c for c, cell in cells.items() if cell.strip() == NOT_AVAILABLE],
        Reason.UNDECODABLE_BYTES: [c for c, cell in cells.items() if UNDECODED.search(cell)],
        Reason.LOST_CHARACTERS: [c for c, cell in cells.items() if LOST in cell],
    }
    return [
        Finding(file, number, reason, ", ".join(columns))
        for reason, columns in found.items()
        if columns
    ]


def _clean(cell: str) -> str:
    cell = UNDECODED.sub(LOST, cell).replace("\N{NO-BREAK SPACE}", " ").strip()
    return "" if cell in FORMULA_ERRORS or cell == NOT_AVAILABLE else cell


def one_line(text: str) -> str:
    return " ".join(text.split())
