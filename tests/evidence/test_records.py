"""The register: who reads what, narrowed and paged; by hand, closed, and read in confidence."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from evidence.masking import masked, masked_name
from evidence.models import RecordCategory, ServiceRecord
from improvement.audit.models import Entry
from improvement.door.acts import create, record, take
from improvement.door.refusals import NotYours, WrongState

URL = "/records/"


@pytest.fixture
def tree(cast):
    """Reaching us > Waiting time; and Fees."""
    access = create(RecordCategory(code="access", name="Reaching us"), by=cast.olga)
    wait = RecordCategory(code="wait", name="Waiting time", name_hant="輪候時間", parent=access)
    create(wait, by=cast.olga)
    create(RecordCategory(code="fees", name="Fees"), by=cast.olga)
    return {branch.code: branch for branch in RecordCategory.objects.all()}


@pytest.fixture
def told(cast):
    """told(text): a complaint of the Contact Centre, entered by Dana."""

    def add(text="Nobody answers.", *, by=None, **fields):
        usual = {
            "kind": "complaint",
            "channel": "phone",
            "department": cast.csc,
            "opened_on": dt.date(2026, 11, 2),
        }
        return create(ServiceRecord(**(usual | {"text": text} | fields)), by=by or cast.dana)

    return add


def text(response):
    return response.content.decode()


def shown(client, **asked):
    """The texts of the page, in its order."""
    rows = client.get(URL, asked).context["rows"]
    return [row.text for row in rows]


def filled(cast, **changed):
    return {
        "kind": "complaint",
        "channel": "phone",
        "severity": "3",
        "opened_on": "2026-11-20",
        "department": cast.csc.pk,
        "text": "Nobody answers.",
        **changed,
    }


# Adding by hand


def test_a_clerk_adds_what_a_customer_told(cast, sign_in, tree):
    client = sign_in(cast.dana)
    typed = filled(cast, category=tree["wait"].pk, handler="Chan Tai Man", reference="C-1")
    answer = client.post("/records/new/", typed, follow=True)
    row = ServiceRecord.objects.get()
    assert (row.status, row.severity, row.category) == ("open", 3, tree["wait"])
    assert row.entered_by == cast.dana
    assert "Added to the register." in text(answer) and "Nobody answers." in text(answer)
    entry = Entry.objects.about("evidence.servicerecord", row.pk).get()
    assert entry.verb == "create" and entry.actor == cast.dana
    assert "Nobody answers" not in entry.body and "Chan Tai Man" not in entry.body


def test_a_form_sent_twice_adds_one(cast, sign_in):
    client = sign_in(cast.dana)
    for _again in range(2):
        client.post("/records/new/", filled(cast, key="k1"))
    assert ServiceRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"opened_on": "2026-12-24"}, "lies in the future"),
        ({"text": " "}, "required"),
        ({"kind": "rumour"}, "not one of the available choices"),
        ({"severity": "9"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(cast, sign_in, changed, sentence):
    answer = sign_in(cast.dana).post("/records/new/", filled(cast, **changed))
    assert answer.status_code == 409 and sentence in text(answer)
    assert not ServiceRecord.objects.exists()


def test_a_clerk_adds_nothing_for_another_department(cast, sign_in):
    answer = sign_in(cast.dana).post("/records/new/", filled(cast, department=cast.lic.pk))
    assert answer.status_code == 409 and not ServiceRecord.objects.exists()
    with pytest.raises(NotYours):
        create(ServiceRecord(kind="praise", channel="web", department=cast.lic), by=cast.dana)


@pytest.mark.parametrize("name", ["sam", "leo", "anna", "ada"])
def test_adding_is_for_those_who_draft_and_the_office(cast, sign_in, name):
    assert sign_in(cast.people[name]).get("/records/new/").status_code == 403


# Reading


def test_a_department_reads_its_own_and_the_office_all(cast, sign_in, told):
    told("Ours")
    told("Theirs", department=cast.lic, by=cast.olga)
    assert shown(sign_in(cast.dana)) == ["Ours"]
    assert shown(sign_in(cast.xia)) == ["Theirs"]
    assert shown(sign_in(cast.paul)) == ["Ours"]
    for name in ("olga", "leo", "anna"):
        assert sorted(shown(sign_in(cast.people[name]))) == ["Ours", "Theirs"]


def test_the_register_is_narrowed_by_what_is_asked(cast, sign_in, told, tree):
    told("Long wait", category=tree["wait"], severity=4)
    told("Thanks", kind="praise", channel="email", opened_on=dt.date(2026, 10, 1))
    told("Fee wrong", category=tree["fees"], reference="F-7", department=cast.lic, by=cast.olga)
    client = sign_in(cast.olga)
    assert shown(client, kind="praise") == ["Thanks"]
    assert shown(client, channel="email") == ["Thanks"]
    assert shown(client, category="access") == ["Long wait"]
    assert shown(client, severity="4") == ["Long wait"]
    assert shown(client, department="lic") == ["Fee wrong"]
    assert shown(client, since="2026-11-01") == ["Fee wrong", "Long wait"]
    assert shown(client, until="2026-10-31") == ["Thanks"]
    assert shown(client, q="WAIT") == ["Long wait"]
    assert shown(client, q="F-7") == ["Fee wrong"]
    assert shown(client, status="closed") == []
    assert shown(client, category="nowhere") == []
    assert len(shown(client, severity="²", since="2026-02-30", after="x_y")) == 3


def test_pages_follow_one_another_without_a_gap(cast, sign_in, told, monkeypatch):
    monkeypatch.setattr("evidence.views.records.PAGE", 2)
    for number in range(5):
        told(f"Row {number}", opened_on=dt.date(2026, 11, 1 + number // 3))
    client, seen, url = sign_in(cast.olga), [], "?kind=complaint"
    while url:
        answer = client.get(URL + url)
        seen += [row.text for row in answer.context["rows"]]
        url = answer.context["older"]
        assert not url or "kind=complaint" in url
    assert seen == ["Row 4", "Row 3", "Row 2", "Row 1", "Row 0"]


def test_what_tells_who_a_customer_is_is_masked_for_readers(cast, sign_in, told):
    row = told("Call 6123 4567 or write to k.lam@mail.example, card A123456(7).")
    for page in (URL, row.get_absolute_url()):
        seen = text(sign_in(cast.leo).get(page))
        assert "••••" in seen
        assert not [part for part in ("6123", "k.lam", "A123456") if part in seen]
    assert "6123 4567" in text(sign_in(cast.dana).get(row.get_absolute_url()))


@pytest.mark.parametrize("guess", ["6123", "23", "k.lam@"])
def test_what_is_masked_is_not_found_by_guessing(cast, sign_in, told, guess):
    told("Call 6123 4567 or write to k.lam@mail.example.", reference="C-77")
    assert len(shown(sign_in(cast.dana), q=guess)) == 1
    for name in ("leo", "paul", "sam"):
        assert shown(sign_in(cast.people[name]), q=guess) == []
        assert len(shown(sign_in(cast.people[name]), q="C-77")) == 1


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("電話61234567。", "電話••••。"),
        ("+852 6123-4567", "••••"),
        ("Call 6123 4567. Account 012 345 678 901.", "Call ••••. Account ••••."),
        ("It was 123456789.50", "It was 123456789.50"),
        ("On 2026-11-02 I waited 25 minutes", "On 2026-11-02 I waited 25 minutes"),
        ("On 20261102", "On 20261102"),
        ("44030619900101123X", "••••"),
        ("A refund of 1,234,567.00", "A refund of 1,234,567.00"),
        ("", ""),
    ],
)
def test_masking_leaves_days_and_amounts(said, read):
    assert masked(said) == read


def test_a_name_keeps_its_first_letter():
    assert (masked_name("陳大文"), masked_name("")) == ("陳••••", "")


def test_who_handled_it_is_shown_to_few_and_that_is_recorded(cast, sign_in, told):
    row = told(handler="Chan Tai Man")
    address = f"{row.get_absolute_url()}unmask/"
    assert "Chan Tai Man" not in text(sign_in(cast.hana).get(row.get_absolute_url()))
    assert "Chan Tai Man" in text(sign_in(cast.hana).post(address))
    assert "Read who handled it" in text(sign_in(cast.olga).get(row.get_absolute_url()))
    entry = list(Entry.objects.about("evidence.servicerecord", row.pk))[-1]
    assert (entry.verb, entry.actor, entry.version) == ("unmask", cast.hana, 2)
    for name, status in {"dana": 403, "leo": 403, "xia": 404}.items():
        assert sign_in(cast.people[name]).post(address).status_code == status
    assert Entry.objects.about("evidence.servicerecord", row.pk).count() == 2


# Correcting, closing


def test_a_correction_keeps_what_was_said_before(cast, sign_in, told):
    row = told(text="Nobody answrs.")
    address = f"{row.get_absolute_url()}edit/"
    client = sign_in(cast.hana)
    typed = filled(cast, opened_on="2026-11-02", severity="2", version=1)
    assert client.post(address, typed).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.version) == ("Nobody answers.", 2)
    assert client.post(address, typed | {"text": "Late."}).status_code == 409
    row.refresh_from_db()
    assert row.text == "Nobody answers."


def test_closing_says_what_has_come_of_it(cast, sign_in, told):
    row = told()
    client = sign_in(cast.dana)
    assert client.post(f"{row.get_absolute_url()}close/", {"version": 1}).status_code == 409
    client.post(f"{row.get_absolute_url()}close/", {"version": 1, "result": "Called back."})
    row.refresh_from_db()
    assert (row.status, row.closed_on, row.result) == (
        "closed",
        dt.date(2026, 11, 22),
        "Called back.",
    )
    with pytest.raises(WrongState):
        record(row, {"text": "x"}, by=cast.dana)
    again = take(row, "reopen", by=cast.olga, reason="It came back.")
    assert (again.status, again.closed_on) == ("open", None)


@pytest.mark.django_db
def test_the_database_refuses_what_cannot_be(cast, told):
    told(source="Desk", reference="1")
    wrong = [
        {"status": "closed"},
        {"closed_on": dt.date(2026, 11, 3)},
        {"status": "closed", "closed_on": dt.date(2026, 11, 1)},
        {"severity": 5},
        {"kind": "rumour"},
        {"channel": "pigeon"},
        {"source": "Desk", "reference": "1"},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            told(**fields)
    told(source="Desk", reference="2")
    told(source="Other", reference="1")


# The tree


def test_the_office_keeps_the_tree(cast, sign_in, tree):
    client = sign_in(cast.olga)
    typed = {"code": "Late", "parent": tree["wait"].pk, "name": "Late calls"}
    assert client.post("/records/categories/", typed).status_code == 302
    late = RecordCategory.objects.get(code="Late")
    assert late.path == "access/wait/Late/" and late.depth == 2
    assert client.post("/records/categories/", typed | {"code": "late"}).status_code == 409
    client.post("/records/categories/Late/", {"name": "Calls too late", "version": 1})
    late.refresh_from_db()
    assert (late.name, late.path) == ("Calls too late", "access/wait/Late/")
    assert sign_in(cast.dana).get("/records/categories/").status_code == 200
    assert sign_in(cast.dana).post("/records/categories/", typed).status_code == 403
    assert sign_in(cast.dana).get("/records/categories/Late/").status_code == 403


def test_the_tree_has_at_most_four_levels(cast, sign_in, tree):
    above = tree["wait"]
    for code in ("third", "fourth"):
        above = create(RecordCategory(code=code, name=code, parent=above), by=cast.olga)
    typed = {"code": "fifth", "parent": above.pk, "name": "Fifth"}
    assert "four levels" in text(sign_in(cast.olga).post("/records/categories/", typed))


# How much the pages ask


def asked(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_pages_ask_the_same_for_one_row_and_for_three(cast, sign_in, told, tree):
    row = told(category=tree["wait"])
    pages = [URL, f"{URL}?category=access&q=wait", row.get_absolute_url()]
    one = [asked(sign_in(cast.olga), url) for url in pages]
    for department in ("lic", "qua", "csc"):
        told(department=cast.departments[department], by=cast.olga, category=tree["fees"])
    three = [asked(sign_in(cast.olga), url) for url in pages]
    assert one == three
    assert max(three) <= 10, three
