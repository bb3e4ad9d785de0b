"""A file of complaints: looked into, mapped, looked through, written as a whole, undone."""

import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.imports import jobs
from evidence.imports.days import order_of, read_day
from evidence.imports.vocabulary import bare, suggested
from evidence.models import DataImport, ImportJob, RecordCategory, ServiceRecord
from improvement.audit.models import Entry
from improvement.door.acts import create, take
from improvement.door.refusals import StepRefused

URL = "/imports/"
ROWS = [
    ["Case no.", "Date received", "Channel", "Category", "Priority", "Details (text)", "Agent"],
    ["C-1", "25/10/2026", "Hotline", "wait", "High", "Nobody answers.", "Chan Tai Man"],
    ["C-2", "05/11/2026", "Email", "Fees", "low", "The fee is wrong.", ""],
]


def as_csv(rows, encoding="utf-8", delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows, **changed):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, value in changed.items():
        book.active[cell] = value
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.fixture(autouse=True)
def folder(tmp_path):
    settings.IMPORTS_DIR = tmp_path / "imports"


@pytest.fixture(autouse=True)
def tree(cast):
    for code, name in (("wait", "Waiting"), ("fees", "Fees")):
        create(RecordCategory(code=code, name=name), by=cast.olga)


@pytest.fixture
def send(cast, sign_in):
    """send(content, "desk.csv") by Dana, for the Contact Centre."""

    def sent(content, name="desk.csv", *, by=None, **fields):
        client = sign_in(by or cast.dana)
        usual = {"source": "Desk", "department": cast.csc.pk}
        return client.post(
            f"{URL}new/", usual | {"file": SimpleUploadedFile(name, content)} | fields
        )

    return sent


def mapped(made, **changed):
    """What the page sends when nothing is set right but what is told."""
    typed = {f"column_{ours}": theirs for ours, theirs in made.columns.items()}
    typed |= {"usual_kind": "complaint", "day_order": made.day_order, "encoding": made.encoding}
    return typed | changed


def look_through(client, made, **changed):
    answer = client.post(made.get_absolute_url(), mapped(made, **changed))
    if answer.status_code == 302:
        jobs.work_all()
    made.refresh_from_db()
    return answer


def finish(client, made):
    answer = client.post(f"{made.get_absolute_url()}finish/", {"version": made.version})
    if answer.status_code == 302:
        jobs.work_all()
    made.refresh_from_db()
    return answer


def text(response):
    return response.content.decode()


def figures(made):
    return made.rows_read, made.rows_good, made.rows_known, made.rows_wrong


# The whole way


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
    client.post(f"{made.get_absolute_url()}undo/", {"reason": "The wrong file."})
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
        client.post(f"{made.get_absolute_url()}undo/", {"reason": "Wrong."})


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


# What a file may be


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


def bomb():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (400 << 20))
    return held.getvalue()


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


# Who, and in which order


def test_a_department_brings_in_its_own_alone(cast, send, client):
    rows = [["Date", "Text", "Department"], ["2026-10-05", "Ours", "csc"]]
    rows.append(["2026-10-05", "Theirs", "Licensing"])
    assert send(as_csv(rows), department=cast.lic.pk).status_code == 409
    send(as_csv(rows))
    made = DataImport.objects.get()
    look_through(client, made, usual_channel="phone")
    assert figures(made) == (2, 1, 0, 1)
    content = b"".join(client.get(f"{made.get_absolute_url()}faults/").streaming_content).decode()
    assert "belongs to another department" in content
    assert client.get(URL).status_code == 200


def test_the_office_brings_in_for_all(cast, send, client):
    rows = [["Date", "Text", "Department"], ["2026-10-05", "Ours", "牌照服務科"]]
    rows += [["2026-10-05", "Theirs", "CSC"], ["2026-10-05", "Nobody's", ""]]
    send(as_csv(rows), by=cast.olga, department="")
    made = DataImport.objects.get()
    look_through(client, made, usual_channel="phone")
    assert figures(made) == (3, 2, 0, 1)
    finish(client, made)
    told = {row.text: row.department for row in ServiceRecord.objects.all()}
    assert told == {"Ours": cast.lic, "Theirs": cast.csc}


@pytest.mark.parametrize("name", ["sam", "leo", "anna", "ada"])
def test_others_bring_nothing_in(cast, send, client, name):
    assert send(as_csv(ROWS), by=cast.people[name]).status_code == 403
    send(as_csv(ROWS))
    made = DataImport.objects.get()
    client.force_login(cast.people[name])
    for page in ("", "faults/"):
        assert client.get(f"{made.get_absolute_url()}{page}").status_code == 404
    assert client.post(f"{made.get_absolute_url()}finish/").status_code == 404
    assert client.get(URL).status_code == 403


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


def test_a_worker_that_is_gone_is_followed_by_another(cast, send, client):
    send(as_csv(ROWS))
    made = DataImport.objects.get()
    client.post(made.get_absolute_url(), mapped(made))
    assert jobs.claim() and jobs.claim() is None
    assert client.post(made.get_absolute_url(), mapped(made)).status_code == 409
    ImportJob.objects.update(lease_until=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert jobs.work_all() == 1
    assert ImportJob.objects.get().state == "done"


def test_what_ends_its_worker_twice_is_not_tried_a_third_time(send, client):
    send(as_csv(ROWS))
    made = DataImport.objects.get()
    client.post(made.get_absolute_url(), mapped(made))
    for _worker in range(2):
        assert jobs.claim()
        ImportJob.objects.update(lease_until=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert jobs.work_all() == 1
    job = ImportJob.objects.get()
    assert (job.state, job.data_import.rows_read) == ("failed", 0)
    assert "broke off twice" in text(client.get(made.get_absolute_url()))
    look_through(client, made)
    assert figures(made) == (2, 2, 0, 0)


def test_a_cancelled_import_writes_nothing_and_keeps_no_file(send, client, monkeypatch):
    send(as_csv(ROWS))
    made = DataImport.objects.get()
    monkeypatch.setattr(jobs, "TOLD_EVERY", 1)
    client.post(made.get_absolute_url(), mapped(made))
    client.post(f"{made.get_absolute_url()}cancel/")
    jobs.work_all()
    assert "cancelled" in ImportJob.objects.get().error
    made.refresh_from_db()
    assert (made.status, made.rows_read) == ("cancelled", 0)
    made.clear()
    assert not made.folder.exists()


def test_a_form_sent_twice_brings_one_file(send):
    for _again in range(2):
        send(as_csv(ROWS), key="k1")
    assert DataImport.objects.count() == 1 and len(list(settings.IMPORTS_DIR.glob("*"))) == 1


# Pure functions


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["2026-03-05", ""], "ymd"),
        (["20260305"], "ymd"),
        (["5/3/2026", "25/3/2026"], "dmy"),
        (["5.3.26", "3/25/26 14:05"], "mdy"),
        (["5/3/2026", "6/4/2026"], "either"),
        (["5/3/2026", "long ago", "x"], ""),
        (["", ""], ""),
    ],
)
def test_the_order_of_a_column_is_what_its_days_give_away(cells, order):
    assert order_of(cells) == order


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("5/3/2026", "dmy", dt.date(2026, 3, 5)),
        ("5/3/2026", "mdy", dt.date(2026, 5, 3)),
        ("5.3.26 14:05", "dmy", dt.date(2026, 3, 5)),
        ("2026年3月5日", "dmy", dt.date(2026, 3, 5)),
        ("26-3-5", "ymd", dt.date(2026, 3, 5)),
        ("31/2/2026", "dmy", None),
        ("13/13/2026", "dmy", None),
        ("soon", "dmy", None),
    ],
)
def test_a_day_is_read_in_the_order_that_was_said(cell, order, day):
    assert read_day(cell, order) == day


def test_headings_are_known_without_units_signs_and_capitals():
    assert bare("Wait_Time (min)") == "waittime"
    assert bare("投訴內容（字）") == "投訴內容"
    assert suggested(["Ref No.", "日期", "What"], {"text": "What"}) == {
        "text": "What",
        "reference": "Ref No.",
        "opened_on": "日期",
    }


def test_a_choice_is_known_by_its_words_in_every_language():
    from evidence.imports.vocabulary import spoken_as

    words = spoken_as("kind", [("praise", "Lob")])
    assert [words[bare(word)] for word in ("投诉", "COMPLAINT", "讚揚", "lob")] == [
        "complaint",
        "complaint",
        "praise",
        "praise",
    ]


# How much the pages ask


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
