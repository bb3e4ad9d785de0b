"""What is no table, too large, or made to do harm is refused with a reason."""

import io
import random
import zipfile
import zlib

import pytest
from django.conf import settings

from evidence.models import DataImport

from .files import ROWS, as_csv, as_xlsx, text


def unfolding(block, times, head=b"", tail=b""):
    """A workbook whose sheet says one block many times; it is compressed once, however often."""
    whole = zlib.compressobj(9, zlib.DEFLATED, -15)
    begun = whole.compress(head) + whole.flush(zlib.Z_FULL_FLUSH)
    again = whole.compress(block) + whole.flush(zlib.Z_FULL_FLUSH)
    ended = whole.compress(tail) + whole.flush(zlib.Z_FINISH)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        sheet = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        sheet.compress_type = zipfile.ZIP_DEFLATED
        for some in (head, *[block] * times, tail):
            sheet.CRC = zlib.crc32(some, getattr(sheet, "CRC", 0))
        sheet.file_size = len(head) + times * len(block) + len(tail)
        sheet.compress_size = len(begun) + times * len(again) + len(ended)
        sheet.header_offset = held.tell()
        held.write(sheet.FileHeader(zip64=False) + begun)
        for _time in range(times):
            held.write(again)
        held.write(ended)
        archive.filelist.append(sheet)
        archive.start_dir = held.tell()
    return held.getvalue()


def bomb():
    """Four hundred megabytes of blanks in less than one."""
    return unfolding(b" " * (1 << 20), 400)


def long_sheet():
    """A million and a half rows with figures of their own, as systems write them out."""
    figures = random.Random(8)
    rows = (
        f"<row><c><v>{figures.random():.9f}</v></c><c><v>{figures.random():.9f}</v></c></row>"
        for _row in range(10_000)
    )
    block = "".join(rows).encode()
    return unfolding(block, 150, b"<worksheet><sheetData>", b"</sheetData></worksheet>")


def torn():
    """An upload that broke off: the end of the archive is not there."""
    return as_xlsx(ROWS)[:-200]


def declared(most):
    """A sheet whose one far cell makes it as large as a sheet can be."""
    content = as_xlsx([["Date", "Text"], ["2026-10-05", "x"]])
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                data = data.replace(b'r="B2"', b'r="%s"' % most.encode())
            new.writestr(entry, data)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("desk.csv", lambda: b"", "submitted file is empty"),
        ("desk.csv", lambda: b"Date,Text\n", "empty"),
        ("desk.pdf", lambda: b"%PDF-1.7 ...", "Send a table"),
        ("desk.csv", lambda: as_xlsx(ROWS), "does not fit what is in the file"),
        ("desk.xlsx", lambda: as_csv(ROWS), "does not fit what is in the file"),
        ("desk.xlsx", lambda: as_xlsx(ROWS, F3="=1+1"), "Cell F3 holds a formula"),
        ("desk.xlsx", lambda: b"PK\x03\x04 no archive", "damaged"),
        ("desk.xlsx", bomb, "unfolds to far more"),
        ("desk.xlsx", long_sheet, "more than 250,000 rows"),
        ("desk.xlsx", torn, "damaged"),
        ("desk.xlsx", lambda: b"%PDF-1.7 ...", "does not fit what is in the file"),
        ("desk.xlsx", lambda: declared("XFD1048576"), "could not be looked through in time"),
        ("desk.csv", lambda: b"a,b\n\xff\xff\x80,\x81\n", "cannot be read"),
        ("desk.csv", lambda: as_csv([["x"] * 101, ["y"] * 101]), "more than 100 columns"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(send, name, content, sentence):
    answer = send(content(), name)
    assert answer.status_code == 409 and sentence in text(answer)
    assert not DataImport.objects.exists() and not list(settings.IMPORTS_DIR.glob("*"))


def test_more_rows_than_are_taken_are_refused(send, monkeypatch):
    from evidence.imports import receiving
    from evidence.imports.shape import Most

    monkeypatch.setattr(receiving, "MOST", Most(text=2, workbook=1))
    rows = [*ROWS, ["C-3", "06/11/2026", "Letter", "", "", "x", ""]]
    assert "more than 2 rows" in text(send(as_csv(rows)))
    assert "more than 1 rows" in text(send(as_xlsx(ROWS), "desk.xlsx"))


def test_a_file_that_is_too_large_is_not_kept(send, settings):
    settings.IMPORT_LIMIT = 1 << 20
    assert "larger than 1 MB" in text(send(b"Date,Text\n" + b"2026-10-05,x\n" * 100_000))
    assert not list(settings.IMPORTS_DIR.glob("*"))
