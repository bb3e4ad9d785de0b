"""The register of findings: found by hand with what shows it, narrowed, said better (D5, D6)."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from evidence.models import Finding
from improvement.audit.models import Entry
from improvement.door.acts import create, record, take
from improvement.door.refusals import NotYours, WrongState
from improvement.notifications.models import Message
from plans.checking.check import check_plan
from tests.factories import make_plan

URL = "/findings/"


@pytest.fixture
def found(cast):
    """found(title): a problem of the Contact Centre, found by Dana."""

    def add(title="Nobody answers at noon", *, by=None, **fields):
        by = by or cast.dana
        usual = {
            "department": cast.csc,
            "found_on": dt.date(2026, 11, 2),
            "heading": "flow",
            "proof": "Ten calls of October.",
            "origin": f"by hand:{title}",
        }
        return create(Finding(**(usual | {"title": title, "found_by": by} | fields)), by=by)

    return add


@pytest.fixture
def unmet(cast):
    """What a verdict has left."""
    row = Finding(
        department=cast.csc,
        title="Goal of satisfaction",
        found_on=dt.date(2026, 10, 5),
        origin="verdict",
        link="/goals/",
    )
    row.save()
    return row


def text(response):
    return response.content.decode()


def shown(client, **asked):
    """The titles of the page, in its order."""
    return [row.title for row in client.get(URL, asked).context["rows"]]


def filled(cast, **changed):
    return {
        "title": "Nobody answers at noon",
        "detail": "All are at lunch.",
        "heading": "staff",
        "found_on": "2026-11-20",
        "department": cast.csc.pk,
        "proof": "Ten calls of October.",
        **changed,
    }


# Adding by hand


def test_a_department_keeps_finding_its_problems(cast, sign_in, wait):
    """D5: a problem is written down with the figures that show it."""
    typed = filled(cast, indicator=wait.pk, link="http://testserver/records/?q=noon")
    answer = sign_in(cast.dana).post(f"{URL}new/", typed, follow=True)
    row = Finding.objects.get()
    assert (row.status, row.heading, row.indicator) == ("open", "staff", wait)
    assert (row.found_by, row.link) == (cast.dana, "/records/?q=noon")
    assert row.origin == f"by hand:{row.public_id}"
    page = text(answer)
    assert "The finding is added." in page and "Found by" in page
    assert f"{wait.get_absolute_url()}?department=csc" in page
    assert "/records/?q=noon" in page and "Ten calls of October." in page
    assert "the verdict on the goal" not in page
    entry = Entry.objects.about("evidence.finding", row.pk).get()
    assert (entry.verb, entry.actor) == ("create", cast.dana)


def test_the_office_finds_problems_of_any_department(cast, sign_in):
    sign_in(cast.olga).post(f"{URL}new/", filled(cast))
    assert Finding.objects.get().found_by == cast.olga
    told = Message.objects.filter(kind="evidence.finding.create", channel="email")
    assert {message.recipient for message in told} == {cast.hana, cast.dana}


def test_a_form_sent_twice_adds_one(cast, sign_in):
    client = sign_in(cast.dana)
    for _again in range(2):
        client.post(f"{URL}new/", filled(cast, key="k1"))
    assert Finding.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"found_on": "2026-12-24"}, "lies in the future"),
        ({"title": " "}, "required"),
        ({"heading": ""}, "required"),
        ({"heading": "rumour"}, "not one of the available choices"),
        ({"proof": " "}, "Say what shows it"),
        ({"link": "https://elsewhere.example/"}, "no address in this system"),
        ({"link": "//elsewhere.example/"}, "no address in this system"),
        ({"link": "javascript:alert(1)"}, "no address in this system"),
        ({"link": "records"}, "no address in this system"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(cast, sign_in, changed, sentence):
    """D6: nothing is a finding without what shows it."""
    answer = sign_in(cast.dana).post(f"{URL}new/", filled(cast, **changed))
    assert answer.status_code == 409 and sentence in text(answer)
    assert not Finding.objects.exists()


def test_the_indicator_is_one_that_the_department_tells(cast, sign_in, wait):
    typed = filled(cast, department=cast.lic.pk, indicator=wait.pk)
    answer = sign_in(cast.olga).post(f"{URL}new/", typed)
    assert answer.status_code == 409 and "does not tell this indicator" in text(answer)
    assert not Finding.objects.exists()


def test_no_row_is_kept_that_nothing_shows(found):
    with pytest.raises(IntegrityError), transaction.atomic():
        found(proof="")


def test_a_clerk_adds_nothing_for_another_department(cast, sign_in, found):
    client = sign_in(cast.dana)
    assert str(cast.lic.local_name) not in text(client.get(f"{URL}new/"))
    assert client.post(f"{URL}new/", filled(cast, department=cast.lic.pk)).status_code == 403
    with pytest.raises(NotYours):
        found(department=cast.lic)
    assert not Finding.objects.exists()


@pytest.mark.parametrize("name", ["sam", "leo", "anna", "ada"])
def test_adding_is_for_those_who_draft_and_the_office(cast, sign_in, name):
    client = sign_in(cast.people[name])
    assert client.get(f"{URL}new/").status_code == 403
    assert "Add a finding" not in text(client.get(URL))


# Reading


def test_everybody_reads_all_and_finds_them_by_what_is_asked(cast, sign_in, found, unmet):
    found("Fees are wrong", department=cast.lic, by=cast.olga, found_on=dt.date(2026, 11, 9))
    take(found(), "take_up", by=cast.dana, answer="Goal 2.")
    client = sign_in(cast.sam)
    assert shown(client) == ["Fees are wrong", "Nobody answers at noon", "Goal of satisfaction"]
    assert shown(client, department="lic") == ["Fees are wrong"]
    assert shown(client, status="in_plan") == ["Nobody answers at noon"]
    assert shown(client, q="SATISF") == ["Goal of satisfaction"]
    assert shown(client, q="october", department="csc") == ["Nobody answers at noon"]
    assert shown(client, status="nowhere") == []
    page = text(client.get(URL))
    assert "From the verdict on a goal" in page and f"Found by {cast.dana.name}" in page


def test_the_empty_register_says_what_will_stand_there(cast, sign_in):
    assert "No findings yet" in text(sign_in(cast.sam).get(URL))
    assert "No finding matches" in text(sign_in(cast.sam).get(URL, {"q": "nothing at all"}))
    assert f"{URL}new/" in text(sign_in(cast.dana).get(URL))


def test_a_long_register_is_read_page_by_page(cast, sign_in, found):
    for number in range(51):
        found(f"Problem {number}")
    client = sign_in(cast.dana)
    assert len(shown(client)) == 50
    assert shown(client, findings="2") == ["Problem 0"]


@pytest.mark.parametrize("page", ["/records/", "/goals/"])
def test_the_pages_of_the_evidence_lead_to_it(cast, sign_in, page):
    assert f'href="{URL}"' in text(sign_in(cast.dana).get(page))


# Saying it better


def test_an_open_finding_is_said_better(cast, sign_in, found):
    row = found()
    client = sign_in(cast.hana)
    assert f"{row.get_absolute_url()}edit/" in text(client.get(row.get_absolute_url()))
    typed = {"title": "Nobody answers", "detail": "Lunch", "heading": "flow", "version": 1}
    answer = client.post(f"{row.get_absolute_url()}edit/", typed, follow=True)
    row.refresh_from_db()
    assert (row.title, row.detail, row.version) == ("Nobody answers", "Lunch", 2)
    assert (row.proof, row.found_by) == ("Ten calls of October.", cast.dana)
    assert "Saved." in text(answer)
    entry = Entry.objects.about("evidence.finding", row.pk).last()
    assert (entry.verb, entry.actor) == ("change", cast.hana)


def test_what_was_taken_up_stays_as_it_was_answered(cast, sign_in, found):
    row = take(found(), "take_up", by=cast.dana, answer="Goal 2.")
    with pytest.raises(WrongState):
        record(row, {"title": "Something else"}, by=cast.dana)
    client = sign_in(cast.dana)
    assert client.get(f"{row.get_absolute_url()}edit/").status_code == 409
    page = text(client.get(row.get_absolute_url()))
    assert "edit/" not in page and "Goal 2." in page


def test_a_verdict_is_not_written_anew(cast, sign_in, unmet):
    with pytest.raises(WrongState):
        record(unmet, {"title": "All was well"}, by=cast.olga)
    page = text(sign_in(cast.olga).get(unmet.get_absolute_url()))
    assert "the verdict on the goal" in page and "edit/" not in page


def test_others_do_not_change_it(cast, sign_in, found):
    row = found()
    with pytest.raises(NotYours):
        record(row, {"title": "Something else"}, by=cast.xia)
    assert sign_in(cast.sam).get(f"{row.get_absolute_url()}edit/").status_code == 403


# The next plan


def test_the_plan_is_reminded_and_not_held_up(cast, sign_in, found, unmet):
    """D99: only what was not reached has to be answered before a plan is handed in."""
    row = found()
    plan = make_plan(cast)
    links = {gap.link for gap in check_plan(plan)}
    assert unmet.get_absolute_url() in links and row.get_absolute_url() not in links
    page = text(sign_in(cast.dana).get(f"{plan.get_absolute_url()}edit/analysis/"))
    assert row.get_absolute_url() in page


# How much the pages ask


def asked(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_pages_ask_the_same_for_one_row_and_for_three(cast, sign_in, found, wait):
    row = found(indicator=wait)
    pages = [URL, f"{URL}?department=csc&q=noon", row.get_absolute_url()]
    one = [asked(sign_in(cast.olga), url) for url in pages]
    for name in ("lic", "qua", "csc"):
        found(f"Problem of {name}", department=cast.departments[name], by=cast.olga)
    three = [asked(sign_in(cast.olga), url) for url in pages]
    assert one == three and max(one) <= 10
