"""The office asks for data; departments answer by a day, late answers are marked (D22, D35)."""

import datetime as dt

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evidence.asking import ask
from evidence.models import DataRequest
from evidence.reminders import requests_due
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.attaching import attach
from improvement.door.refusals import NotYours, StepRefused
from improvement.notifications.models import Message

URL = "/data-requests/"
DUE = dt.date(2026, 12, 1)


@pytest.fixture
def asked(cast):
    """asked(): a text from the Contact Centre by the first of December."""

    def make(title="Staff at the desk", *, department=None, **fields):
        usual = {"title": title, "purpose": "For the plan.", "form": "text", "due": DUE}
        departments = [department or cast.csc]
        return ask(by=cast.olga, departments=departments, **(usual | fields))[0]

    return make


def filled(cast, **changed):
    return {
        "title": "Staff at the desk",
        "purpose": "For the plan of the next year.",
        "form": "text",
        "due": "2026-12-01",
        "departments": [cast.csc.pk],
        **changed,
    }


def text(response):
    return response.content.decode()


def answered(row, by):
    return take(row, "answer", by=by, answer="Twelve people, two posts open.")


def on(day):
    return time_machine.travel(f"{day}T09:00:00+08:00", tick=False)


# Asking


def test_several_departments_are_asked_at_once_and_told(cast, sign_in):
    """D22: a call for data; each department has a request of its own."""
    typed = filled(cast, departments=[cast.csc.pk, cast.lic.pk])
    answer = sign_in(cast.olga).post(f"{URL}new/", typed, follow=True)
    assert "2 departments are asked." in text(answer)
    rows = DataRequest.objects.order_by("department__code")
    assert [(row.department, row.status, row.due) for row in rows] == [
        (cast.csc, "asked", DUE),
        (cast.lic, "asked", DUE),
    ]
    told = Message.objects.filter(kind="evidence.datarequest.create", channel="email")
    assert {cast.hana, cast.dana} <= {message.recipient for message in told}
    entry = Entry.objects.about("evidence.datarequest", rows[0].pk).get()
    assert (entry.verb, entry.actor) == ("create", cast.olga)


def test_all_departments_are_asked_by_one_tick(cast, sign_in):
    sign_in(cast.olga).post(f"{URL}new/", filled(cast, departments=[], all="on"))
    assert DataRequest.objects.count() == len(cast.departments)


def test_a_form_sent_twice_asks_once(cast, sign_in):
    for _again in range(2):
        sign_in(cast.olga).post(f"{URL}new/", filled(cast, key="k1"))
    assert DataRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"due": "2026-11-22"}, "The day must lie ahead."),
        ({"due": "2026-12-05"}, "This is no working day."),
        ({"departments": []}, "Choose at least one department."),
        ({"form": "figure"}, "Choose the indicator."),
        ({"purpose": " "}, "required"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(cast, sign_in, changed, sentence):
    answer = sign_in(cast.olga).post(f"{URL}new/", filled(cast, **changed))
    assert answer.status_code == 409 and sentence in text(answer)
    assert not DataRequest.objects.exists()


def test_a_figure_is_asked_for_a_period_by_which_it_is_told(cast, sign_in, wait):
    client = sign_in(cast.olga)
    typed = filled(cast, form="figure", indicator=wait.pk)
    for period, sentence in (("soon", "no period"), ("2026Q3", "not told for such a period")):
        assert sentence in text(client.post(f"{URL}new/", typed | {"period": period}))
    client.post(f"{URL}new/", typed | {"period": "2026-10"})
    assert DataRequest.objects.get().period == "2026-10"


@pytest.mark.parametrize("name", ["dana", "hana", "leo", "sam"])
def test_only_the_office_asks(cast, sign_in, name):
    assert sign_in(cast.people[name]).get(f"{URL}new/").status_code == 403


# Answering


def test_the_department_answers_and_the_office_accepts(cast, sign_in, asked):
    """D35: request, answer, acceptance, each with its day and its person."""
    row = answered(asked(), cast.dana)
    assert (row.status, row.answered_by, row.days_late) == ("answered", cast.dana, 0)
    told = Message.objects.filter(kind="evidence.datarequest.answer")
    assert {message.recipient for message in told} >= {cast.olga}
    page = text(sign_in(cast.olga).get(row.get_absolute_url()))
    assert "Twelve people, two posts open." in page and "Accept the answer" in page
    assert take(row, "accept", by=cast.olga).status == "accepted"


def test_a_file_that_is_asked_for_hangs_on_the_answer(cast, asked):
    row = asked(form="file")
    with pytest.raises(StepRefused, match="Attach the file"):
        answered(row, cast.dana)
    attach(row, ContentFile(b"Rota.", "rota.txt"), by=cast.dana)
    assert answered(row, cast.dana).status == "answered"


def test_a_figure_that_is_asked_for_has_been_told(cast, sign_in, asked, wait, tell):
    row = asked(form="figure", indicator=wait, period="2026-10")
    page = text(sign_in(cast.dana).get(row.get_absolute_url()))
    assert "/values/?department=csc&amp;period=2026-10" in page
    tell(wait, "2026-09", 120)
    with pytest.raises(StepRefused, match="Hand in the figure"):
        answered(row, cast.dana)
    tell(wait, "2026-10", 118, status="submitted")
    assert answered(row, cast.dana).status == "answered"


def test_how_late_the_first_answer_came_is_kept(cast, sign_in, asked):
    """D35: three days late stays three days late, also when the answer is returned."""
    row = asked()
    with on("2026-12-04"):
        row = answered(row, cast.dana)
    with on("2026-12-07"):
        row = take(row, "send_back", by=cast.olga, reason="By post, please.")
        assert (row.status, row.days_late, row.overdue) == ("asked", 3, True)
        row = answered(row, cast.dana)
        assert (row.days_late, row.first_answered_on) == (3, dt.date(2026, 12, 4))
        page = text(sign_in(cast.olga).get(row.get_absolute_url()))
        assert "3 days late" in page and "first answered on" in page


def test_what_is_no_longer_needed_is_withdrawn(cast, asked):
    row = take(asked(), "withdraw", by=cast.olga, reason="We have it from the register.")
    assert (row.status, row.days_late) == ("withdrawn", 0)
    told = Message.objects.filter(kind="evidence.datarequest.withdraw")
    assert {cast.hana, cast.dana} <= {message.recipient for message in told}


def test_the_office_does_not_answer_for_a_department(cast, asked):
    with pytest.raises(NotYours):
        answered(asked(), cast.olga)


# Reminding


def rungs(day):
    """Who is reminded on this day of what is not answered."""
    with on(day):
        return {
            (notice.occasion.rpartition(":")[2], frozenset(notice.recipients))
            for notice in requests_due(timezone.now())
        }


def test_the_department_is_reminded_then_its_superior_then_the_office(cast, asked):
    row = asked()
    people = frozenset({cast.hana.pk, cast.dana.pk})
    assert rungs("2026-11-25") == set()
    named = dict(rungs("2026-11-26"))
    assert list(named) == ["soon"] and people <= named["soon"]
    assert [name for name, _who in rungs("2026-12-02")] == ["late"]
    assert {name for name, _who in rungs("2026-12-08")} == {"late", "superior", "office"}
    answered(row, cast.dana)
    assert rungs("2026-12-08") == set()


# Reading


def titles(client, **asked):
    return [row.title for row in client.get(URL, asked).context["rows"]]


def test_each_reads_what_concerns_them(cast, sign_in, asked):
    own = asked("Own")
    asked("Foreign", department=cast.lic)
    assert titles(sign_in(cast.olga)) == ["Foreign", "Own"]
    assert titles(sign_in(cast.dana)) == ["Own"] == titles(sign_in(cast.sam))
    assert titles(sign_in(cast.xia)) == ["Foreign"]
    assert sign_in(cast.xia).get(own.get_absolute_url()).status_code == 404


def test_the_list_is_narrowed_by_department_status_and_lateness(cast, sign_in, asked):
    asked("Early")
    asked("Foreign", department=cast.lic, due=dt.date(2026, 12, 15))
    answered(asked("Done"), cast.dana)
    client = sign_in(cast.olga)
    assert titles(client, status="answered") == ["Done"]
    assert titles(client, department="lic") == ["Foreign"]
    with on("2026-12-02"):
        assert titles(sign_in(cast.olga), status="late") == ["Early"]
    assert "No request matches" in text(sign_in(cast.olga).get(URL, {"status": "accepted"}))


def test_the_home_page_brings_it_to_whom_it_waits_for(cast, sign_in, asked):
    row = asked()
    assert row.get_absolute_url() in text(sign_in(cast.hana).get("/"))
    assert row.get_absolute_url() not in text(sign_in(cast.olga).get("/"))
    answered(row, cast.dana)
    assert row.get_absolute_url() not in text(sign_in(cast.hana).get("/"))
    assert row.get_absolute_url() in text(sign_in(cast.olga).get("/"))


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_pages_ask_the_same_for_one_row_and_for_three(cast, sign_in, asked, wait):
    row = asked(form="figure", indicator=wait, period="2026-10")
    pages = [URL, f"{URL}?status=late&department=csc", row.get_absolute_url(), f"{URL}new/"]
    one = [queries(sign_in(cast.olga), url) for url in pages]
    for department in (cast.lic, cast.qua):
        asked("More", department=department)
    assert [queries(sign_in(cast.olga), url) for url in pages] == one
    assert max(one) <= 10
