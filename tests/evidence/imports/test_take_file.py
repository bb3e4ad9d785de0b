"""A file is recognized: its encoding, its days, what its columns meant last time."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import DataImport, ServiceRecord

from .files import ROWS, URL, as_csv, as_xlsx, figures, finish, look_through, text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5hkscs", "utf-16"])
def test_every_usual_encoding_is_recognized(send, client, encoding):
    rows = [
        ["個案編號", "受理日期", "渠道", "嚴重程度", "投訴內容（字數不限）"],
        ["甲-1", "2026年10月5日", "電話", "嚴重", "熱線一直未能接通，職員沒有回覆。"],
    ]
    send(as_csv(rows, encoding, "\t" if encoding == "utf-16" else ","))
    made = DataImport.objects.get()
    assert made.encoding == encoding
    look_through(client, made)
    finish(client, made)
    row = ServiceRecord.objects.get()
    assert row.text == rows[1][-1] and row.opened_on == dt.date(2026, 10, 5)
    assert (row.channel, row.severity, row.reference) == ("phone", 3, "甲-1")


def test_a_workbook_is_read_like_a_text(send, client):
    rows = [["No", "Date", "Text"], [17, dt.date(2026, 10, 5), "From Excel"], [], [18, "", "x"]]
    send(as_xlsx(rows), "desk.xlsx")
    made = DataImport.objects.get()
    assert (made.encoding, made.day_order) == ("", "ymd")
    look_through(client, made, usual_channel="phone")
    assert figures(made) == (2, 1, 0, 1)
    finish(client, made)
    row = ServiceRecord.objects.get()
    assert (row.reference, row.opened_on, row.text) == ("17", dt.date(2026, 10, 5), "From Excel")


def test_day_and_month_are_asked_for_where_the_file_does_not_tell(send, client):
    send(as_csv([["Date", "Text"], ["05/10/2026", "Late"], ["06/11/2026", "Later"]]))
    made = DataImport.objects.get()
    assert made.day_order == ""
    answer = look_through(client, made, usual_channel="phone")
    assert answer.status_code == 409
    assert "does not show whether day or month comes first" in text(answer)
    look_through(client, made, usual_channel="phone", day_order="dmy")
    finish(client, made)
    assert set(ServiceRecord.objects.values_list("opened_on", flat=True)) == {
        dt.date(2026, 10, 5),
        dt.date(2026, 11, 6),
    }


def test_a_source_means_what_it_meant_last_time(send, client):
    rows = [["When", "What"], ["05/10/2026", "Late"]]
    send(as_csv(rows))
    made = DataImport.objects.get()
    assert made.columns == {}
    chosen = {"column_opened_on": "When", "column_text": "What", "usual_channel": "phone"}
    look_through(client, made, day_order="dmy", **chosen)
    finish(client, made)
    send(as_csv(rows))
    again = DataImport.objects.latest("pk")
    assert again.columns == {"opened_on": "When", "text": "What"}
    assert (again.usual, again.day_order) == ({"kind": "complaint", "channel": "phone"}, "dmy")


def test_a_form_sent_twice_brings_one_file(send):
    for _again in range(2):
        send(as_csv(ROWS), key="k1")
    assert DataImport.objects.count() == 1 and len(list(settings.IMPORTS_DIR.glob("*"))) == 1


def test_the_pages_ask_the_same_for_one_file_and_for_three(send, client):
    def asked(url):
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    send(as_csv(ROWS))
    pages = [URL, f"{URL}new/", DataImport.objects.get().get_absolute_url()]
    one = [asked(url) for url in pages]
    for _more in range(2):
        send(as_csv(ROWS))
    three = [asked(url) for url in pages]
    assert one == three and max(three) <= 10, three
