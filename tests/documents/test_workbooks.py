"""Workbooks: texts stay texts on the way out; what a stranger sends is read by a child process."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from improvement.documents import reading
from improvement.documents.making import xlsx
from improvement.documents.reading import NotRead
from improvement.documents.sheets import Column, Sheet, letter

HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x")']


def written(rows, **column):
    return xlsx([Sheet("One", [Column("A", **column), Column("B")], rows)])


def upload(content, name="book.xlsx"):
    return SimpleUploadedFile(name, content)


def test_a_sheet_without_a_row_has_its_headings():
    sheet = openpyxl.load_workbook(io.BytesIO(written([], hint="A word")))["One"]

    assert [cell.value for cell in sheet[1]] == ["A", "B"]
    assert sheet.max_row == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_a_formula_is_a_text(text):
    cell = openpyxl.load_workbook(io.BytesIO(written([[text, None]])))["One"]["A2"]

    assert (cell.data_type, cell.value.strip(), cell.quotePrefix) == ("s", text.strip(), True)


def test_figures_and_days_are_figures_and_days():
    (sheet,) = reading.workbook(upload(written([[Decimal("12.5"), dt.date(2027, 3, 31)]])))

    assert sheet.rows == [["A", "B"], [12.5, dt.date(2027, 3, 31)]]


def test_a_list_to_choose_from_stands_on_a_hidden_sheet_that_is_not_read():
    made = written([["x", None]], choices=["x", "y"], hint="Choose.")

    assert openpyxl.load_workbook(io.BytesIO(made))["_lists"].sheet_state == "hidden"
    assert [sheet.name for sheet in reading.workbook(upload(made))] == ["One"]


def test_columns_are_named_as_in_a_sheet():
    assert [letter(n) for n in (1, 26, 27, 52, 53)] == ["A", "Z", "AA", "AZ", "BA"]


def bomb():
    """A sheet of a few kilobytes that unfolds to hundreds of megabytes."""
    made = io.BytesIO(written([["x", None]]))
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b" " * 400_000_000
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def entities(part):
    made = io.BytesIO(written([["x", None]]))
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts[part]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def endless(rows=100_000):
    """More rows than anybody fills in; each is another, so that the archive is no bomb."""
    made = io.BytesIO(written([["x", None]]))
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    start, end = sheet.index(b"<row"), sheet.index(b"</sheetData>")
    more = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * n}</v></c></row>' for n in range(1, rows))
    parts["xl/worksheets/sheet1.xml"] = sheet[:start] + more.encode() + sheet[end:]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (bomb, "unfolds to far more than it seems"),
        (lambda: entities("xl/workbook.xml"), "damaged"),
        (lambda: entities("xl/worksheets/sheet1.xml"), "damaged"),
        (endless, "One has more than 500 rows"),
        (lambda: b"", "empty"),
        (lambda: b"PK\x03\x04 and no more", "damaged"),
        (lambda: b"a,b\n1,2\n", "not an Excel workbook"),
        (lambda: b"x" * (reading.BYTES + 1), "larger than 5 MB"),
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(make, said):
    with pytest.raises(NotRead) as refused:
        reading.workbook(upload(make()))

    assert said in str(refused.value.sentence)
