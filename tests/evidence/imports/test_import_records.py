"""A file of complaints comes in as a whole and goes out as a whole."""

import csv
import datetime as dt
import io

import pytest

from evidence.models import DataImport, ServiceRecord
from improvement.audit.models import Entry
from improvement.door.acts import create, take
from improvement.door.refusals import StepRefused

from .files import ROWS, as_csv, figures, finish, look_through, mapped, text, undo


def test_a_file_comes_in_as_a_whole_and_goes_out_as_a_whole(cast, send, client):
    assert send(as_csv(ROWS)).status_code == 302
    made = DataImport.objects.get()
    assert made.columns == {
        "reference": "Case no.",
        "opened_on": "Date received",
        "channel": "Channel",
        "category": "Category",
        "severity": "Priority",
        "text": "Details (text)",
        "handler": "Agent",
    }
    assert made.day_order == "dmy"
    look_through(client, made)
    assert figures(made) == (2, 2, 0, 0) and not ServiceRecord.objects.exists()
    assert "Write 2 rows" in text(client.get(made.get_absolute_url()))

    finish(client, made)
    first, second = ServiceRecord.objects.order_by("reference")
    assert (first.kind, first.channel, first.severity) == ("complaint", "phone", 3)
    assert (first.opened_on, first.category.code) == (dt.date(2026, 10, 25), "wait")
    assert (first.text, first.handler) == ("Nobody answers.", "Chan Tai Man")
    assert (second.opened_on, second.severity) == (dt.date(2026, 11, 5), 1)
    assert {(row.department, row.status, row.source) for row in (first, second)} == {
        (cast.csc, "open", "Desk")
    }
    assert len({row.public_id for row in (first, second)}) == 2
    assert take(first, "close", by=cast.dana, result="Called back.").version == 2

    entries = list(Entry.objects.about("evidence.dataimport", made.pk))
    assert [entry.verb for entry in entries] == ["create", "change", "change", "finish"]
    assert entries[0].readable_changes["sha256"][1] == made.sha256
    assert entries[2].readable_changes["rows_good"] == [0, 2]
    assert entries[3].readable_inputs["file"] == made.sha256
    assert "Nobody answers" not in "".join(entry.body for entry in entries)

    assert [row.text for row in client.get("/records/").context["rows"]] == [
        "The fee is wrong.",
        "Nobody answers.",
    ]
    undo(client, made, "The wrong file.")
    assert client.get("/records/").context["rows"] == []
    assert ServiceRecord.objects.filter(taken_out=True).count() == 2
    with pytest.raises(StepRefused):
        take(second, "close", by=cast.dana, result="x")


def test_what_was_undone_can_come_in_again(send, client):
    for _again in range(2):
        send(as_csv(ROWS))
        made = DataImport.objects.latest("pk")
        look_through(client, made)
        finish(client, made)
        assert made.rows_good == 2
        undo(client, made, "Wrong.")


def test_rows_that_are_there_already_are_counted_and_left_alone(send, client):
    send(as_csv(ROWS))
    made = DataImport.objects.get()
    look_through(client, made)
    finish(client, made)
    more = [*ROWS, ["C-3", "06/11/2026", "Letter", "", "", "And another.", ""]]
    send(as_csv(more))
    again = DataImport.objects.latest("pk")
    look_through(client, again)
    assert figures(again) == (3, 1, 2, 0)
    finish(client, again)
    assert ServiceRecord.objects.count() == 3


def test_wrong_rows_come_back_as_a_file_that_is_mended_and_sent(send, client):
    wrong = [
        *ROWS,
        ["C-1", "06/11/2026", "Phone", "", "", "The same reference.", ""],
        ["C-4", "31/02/2026", "Phone", "", "", "No such day.", ""],
        ["C-5", "06/11/2026", "Pigeon", "", "", "No such channel.", ""],
        ["C-6", "06/11/2026", "Phone", "Weather", "", "No such category.", ""],
        ["C-7", "06/11/2027", "Phone", "", "", "Not yet.", ""],
        ["=C-8", "06/11/2026", "Phone", "", "", "", ""],
    ]
    send(as_csv(wrong))
    made = DataImport.objects.get()
    look_through(client, made)
    assert figures(made) == (8, 2, 0, 6)
    answer = client.get(f"{made.get_absolute_url()}faults/")
    assert "attachment" in answer["Content-Disposition"]
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(content))
    assert heading == [*ROWS[0], "Row", "What is wrong"]
    assert [(row[0], row[-1]) for row in rows] == [
        ("C-1", "The reference stands in the file twice."),
        ("C-4", "received on: “31/02/2026” is no day."),
        ("C-5", "channel: “Pigeon” is not known here."),
        ("C-6", "category: “Weather” is not known here."),
        ("C-7", "The day lies in the future."),
        ("'=C-8", "What was said is missing."),
    ]
    assert [row[-2] for row in rows] == ["4", "5", "6", "7", "8", "9"]
    finish(client, made)
    mended = content.replace("Pigeon", "Letter").replace("31/02/2026", "28/02/2026")
    send(mended.encode("utf-8-sig"))
    again = DataImport.objects.latest("pk")
    look_through(client, again)
    assert again.columns == made.columns
    assert figures(again) == (6, 2, 1, 3)


def test_nothing_is_written_before_it_was_looked_through(send, client):
    send(as_csv(ROWS))
    made = DataImport.objects.get()
    assert client.post(f"{made.get_absolute_url()}finish/").status_code == 409
    look_through(client, made)
    client.post(made.get_absolute_url(), mapped(made, column_handler=""))
    made.refresh_from_db()
    assert made.checked == "" and made.rows_good == 0
    assert client.post(f"{made.get_absolute_url()}finish/").status_code == 409
    assert not ServiceRecord.objects.exists()


def test_what_was_changed_on_disk_is_not_written(cast, send, client):
    send(as_csv(ROWS))
    made = DataImport.objects.get()
    look_through(client, made)
    with made.place("staged").open("a") as file:
        file.write("more")
    finish(client, made)
    assert (made.status, ServiceRecord.objects.count()) == ("draft", 0)
    assert "is not there any more" in text(client.get(made.get_absolute_url()))


def test_a_row_that_came_in_meanwhile_stops_all_of_them(cast, send, client):
    send(as_csv(ROWS))
    made = DataImport.objects.get()
    look_through(client, made)
    early = {"kind": "praise", "channel": "web", "opened_on": dt.date(2026, 11, 1), "text": "x"}
    create(
        ServiceRecord(department=cast.csc, source="Desk", reference="C-2", **early), by=cast.dana
    )
    finish(client, made)
    assert (made.status, ServiceRecord.objects.count()) == ("draft", 1)
    assert "have come in meanwhile" in text(client.get(made.get_absolute_url()))
    look_through(client, made)
    assert figures(made) == (2, 1, 1, 0)
