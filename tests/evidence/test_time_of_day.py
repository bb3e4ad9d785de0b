"""The time of day of a record: read from a file, behind the day or alone, or typed (D36, D39)."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from evidence.imports.checking import Check
from evidence.imports.days import read_time
from evidence.imports.jobs import changes_of
from evidence.imports.receiving import begin
from evidence.models import ServiceRecord
from improvement.audit.models import Entry
from improvement.door.acts import record, take


@pytest.fixture(autouse=True)
def folder(tmp_path):
    settings.IMPORTS_DIR = tmp_path / "imports"


def brought_in(cast, content, name):
    made = begin(ContentFile(content, name), source="Desk", department=cast.csc, by=cast.dana)
    told = {"usual": {"kind": "complaint", "channel": "phone"}, "day_order": "ymd"}
    made = record(made, told, by=cast.dana)
    made = record(made, changes_of(made, Check(made).run()), by=cast.dana)
    take(made, "finish", by=cast.dana, file=made.sha256)
    return [row.opened_time for row in ServiceRecord.objects.order_by("pk")]


def as_csv(*rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize(
    ("cell", "time"),
    [
        *(("2026-03-05 14:20", dt.time(14, 20)), ("2026-03-05T09:05:59", dt.time(9, 5))),
        *(("5/3/2026 2:20 PM", dt.time(14, 20)), ("5/3/2026 12:05 a.m.", dt.time(0, 5))),
        *(("下午2:20", dt.time(14, 20)), ("上午 12:30", dt.time(0, 30)), ("9:07", dt.time(9, 7))),
        *(("2026-03-05", None), ("2026-03-05 00:00:00", None), ("25:00", None), ("", None)),
        *(("2026-03-05 9:61", None), ("soon", None)),
    ],
)
def test_a_time_is_read_and_midnight_is_none(cell, time):
    assert read_time(cell) == time


def test_it_comes_in_behind_the_day(cast):
    rows = [["受理時間", "投訴內容"], ["2026-03-05 14:20", "一"], ["2026-03-06", "二"]]
    assert brought_in(cast, as_csv(*rows), "desk.csv") == [dt.time(14, 20), None]


def test_it_comes_in_from_a_column_of_its_own(cast):
    rows = [["日期", "時間", "內容"], ["2026-03-05", "下午2:20", "一"], ["2026-03-06", "", "二"]]
    assert brought_in(cast, as_csv(*rows), "desk.csv") == [dt.time(14, 20), None]


def test_it_comes_in_from_a_workbook(cast):
    book = openpyxl.Workbook()
    for row in (["Date", "Details"], [dt.datetime(2026, 3, 5, 14, 20), "One"]):
        book.active.append(row)
    book.active.append([dt.datetime(2026, 3, 6), "Two"])
    held = io.BytesIO()
    book.save(held)
    assert brought_in(cast, held.getvalue(), "desk.xlsx") == [dt.time(14, 20), None]


def test_it_is_typed_and_corrected(cast, sign_in):
    client = sign_in(cast.dana)
    typed = {
        "kind": "complaint",
        "channel": "phone",
        "severity": "2",
        "text": "Nobody answers.",
        "opened_on": "2026-11-20",
        "opened_time": "10:45",
        "department": cast.csc.pk,
    }
    client.post("/records/new/", typed)
    row = ServiceRecord.objects.get()
    assert row.opened_time == dt.time(10, 45)
    assert "10:45" in client.get(row.get_absolute_url()).content.decode()
    client.post(f"{row.get_absolute_url()}edit/", typed | {"opened_time": "", "version": 1})
    row.refresh_from_db()
    assert row.opened_time is None and row.version == 2
    assert [e.verb for e in Entry.objects.about("evidence.servicerecord", row.pk)] == [
        *("create", "change")
    ]
