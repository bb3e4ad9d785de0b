"""What shows a finding, row by row: added, led to, taken off (D5, D6)."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.models import DataImport, Finding, Proof, RecordCategory
from improvement.audit.models import Entry
from improvement.door.acts import create, record, take
from improvement.door.refusals import NotYours, WrongState


@pytest.fixture
def finding(cast):
    row = Finding(
        department=cast.csc,
        title="Nobody answers at noon",
        found_on=dt.date(2026, 11, 2),
        heading="flow",
        proof="Ten calls of October.",
        origin="by hand: noon",
        found_by=cast.dana,
    )
    return create(row, by=cast.dana)


@pytest.fixture
def waiting(cast):
    return create(RecordCategory(code="waiting", name="Waiting"), by=cast.olga)


def page_of(finding, kind):
    return reverse("evidence:new_proof", args=[finding.public_id, kind])


def add(client, finding, kind, **typed):
    return client.post(page_of(finding, kind), typed, follow=True)


def text(response):
    return response.content.decode()


def note(finding, by, words="Nine more."):
    return create(Proof(finding=finding, kind="note", words=words, source="Desk 5"), by=by)


def test_figures_of_a_period_lead_to_their_chart(cast, sign_in, finding, wait):
    """D6: the figures themselves, not only words about them."""
    answer = add(sign_in(cast.dana), finding, "figures", indicator=wait.pk, period="2026q3")
    proof = Proof.objects.get()
    assert (proof.kind, proof.indicator, proof.period) == ("figures", wait, "2026Q3")
    page = text(answer)
    assert "The evidence is added." in page and "Q3 2026" in page
    assert f"{wait.get_absolute_url()}?department=csc" in page
    entry = Entry.objects.about("evidence.proof", proof.pk).get()
    assert (entry.verb, entry.actor) == ("create", cast.dana)
    assert entry.chain == f"evidence.finding:{finding.pk}"


def test_records_lead_to_the_register_as_it_is_narrowed(cast, sign_in, finding, waiting):
    add(sign_in(cast.hana), finding, "records", category=waiting.pk, period="2026-10")
    proof = Proof.objects.select_related("finding__department", "category").get()
    told = "department=csc&category=waiting&since=2026-10-01&until=2026-10-31"
    assert proof.url == f"/records/?{told}"
    assert sign_in(cast.dana).get(proof.url).status_code == 200


def test_an_import_is_one_of_the_department_that_was_taken_over(cast, sign_in, finding):
    made = [
        DataImport.objects.create(
            source="Desk", department=place, name=name, sha256=name, status=status
        )
        for name, place, status in (
            ("october.csv", cast.csc, "finished"),
            ("begun.csv", cast.csc, "draft"),
            ("fees.csv", cast.lic, "finished"),
        )
    ]
    client = sign_in(cast.dana)
    assert [text(client.get(page_of(finding, "import"))).count(one.name) for one in made] == [
        *(1, 0, 0)
    ]
    refused = add(client, finding, "import", data_import=made[2].pk)
    assert refused.status_code == 409 and not Proof.objects.exists()
    add(client, finding, "import", data_import=made[0].pk)
    assert made[0].get_absolute_url() in text(client.get(finding.get_absolute_url()))
    others = text(sign_in(cast.sam).get(finding.get_absolute_url()))
    assert "october.csv" in others and made[0].get_absolute_url() not in others


def test_a_note_names_its_source(cast, sign_in, finding):
    client = sign_in(cast.olga)
    assert add(client, finding, "note", words="Nine more.").status_code == 409
    assert add(client, finding, "note", source="Desk 5").status_code == 409
    page = text(add(client, finding, "note", words="Nine more.", source="Desk 5"))
    assert "Nine more." in page and "Desk 5" in page


@pytest.mark.parametrize(
    ("period", "sentence"),
    [("lately", "This is no period."), ("2027-01", "The period lies in the future.")],
)
def test_a_period_is_one_that_has_begun(cast, sign_in, finding, wait, period, sentence):
    answer = add(sign_in(cast.dana), finding, "figures", indicator=wait.pk, period=period)
    assert answer.status_code == 409 and sentence in text(answer)
    assert not Proof.objects.exists()


def test_no_row_is_kept_that_shows_nothing(finding):
    with pytest.raises(IntegrityError), transaction.atomic():
        Proof(finding=finding, kind="note", words="Somebody said so.").save()


def test_a_form_sent_twice_adds_one(cast, sign_in, finding):
    for _again in range(2):
        add(sign_in(cast.dana), finding, "note", words="Nine.", source="Desk 5", key="k1")
    assert Proof.objects.count() == 1


def test_there_is_no_other_kind(cast, sign_in, finding):
    assert sign_in(cast.dana).get(page_of(finding, "rumour")).status_code == 404


def test_what_is_taken_off_stays_in_the_record(cast, sign_in, finding):
    proof = note(finding, cast.dana)
    client = sign_in(cast.hana)
    client.post(reverse("evidence:take_off_proof", args=[proof.public_id]), {"version": 1})
    assert Proof.objects.get().archived
    assert "Nine more." not in text(client.get(finding.get_absolute_url()))
    assert Entry.objects.about("evidence.proof", proof.pk).last().actor == cast.hana


def test_the_evidence_of_what_is_settled_stays_as_it_is(cast, sign_in, finding):
    proof = note(finding, cast.dana)
    finding = take(finding, "resolve", by=cast.olga)
    with pytest.raises(WrongState):
        record(Proof.objects.get(), {"archived": True}, by=cast.dana)
    with pytest.raises(WrongState):
        note(finding, cast.dana, "Too late.")
    client = sign_in(cast.dana)
    assert client.get(page_of(finding, "note")).status_code == 409
    page = text(client.get(finding.get_absolute_url()))
    assert proof.words in page and "Take off" not in page


def test_what_a_verdict_has_left_takes_evidence_too(cast, finding):
    unmet = Finding(
        department=cast.csc, title="Goal 2", found_on=dt.date(2026, 10, 5), origin="v", link="/"
    )
    unmet.save()
    assert note(unmet, cast.dana).pk


def test_others_only_read(cast, sign_in, finding):
    with pytest.raises(NotYours):
        note(finding, cast.xia)
    client = sign_in(cast.sam)
    assert client.get(page_of(finding, "note")).status_code == 403
    assert "Take off" not in text(client.get(finding.get_absolute_url()))


def test_the_page_asks_the_same_for_one_row_and_for_three(cast, sign_in, finding, wait, waiting):
    client = sign_in(cast.olga)

    def asked():
        client.get(finding.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            client.get(finding.get_absolute_url())
        return len(captured)

    note(finding, cast.dana)
    one = asked()
    create(Proof(finding=finding, kind="figures", indicator=wait), by=cast.dana)
    create(Proof(finding=finding, kind="records", category=waiting), by=cast.dana)
    assert asked() == one <= 10
