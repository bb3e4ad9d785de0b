"""Field work: written once, told as far as its writer says, turned into findings (D42 to D45)."""

import datetime as dt
import struct
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence import fieldwork
from evidence.models import FieldNote, Finding, NoteReading
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.files.models import Attachment

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII5s", 13, b"IHDR", 2, 2, b"\x08\x02\0\0\0")
URL = "/field/"
NEW = "/field/new/"


@pytest.fixture
def seen(cast):
    """seen(place): an observation of the Contact Centre, handed in by Dana."""

    def add(place="Counter 3", *, by=None, readers=(), status="handed_in", **fields):
        by = by or cast.dana
        usual = {
            "kind": "observation",
            "department": cast.csc,
            "held_on": dt.date(2026, 11, 2),
            "flow": "Two people wait for one form.",
        }
        note = FieldNote(**(usual | {"place": place} | fields))
        note = fieldwork.write_down(note, readers=readers, by=by, key=uuid.uuid4().hex)
        return fieldwork.hand_in(note, by=by) if status == "handed_in" else note

    return add


def typed(cast, **more):
    return {
        "kind": "interview",
        "department": cast.csc.pk,
        "place": "Team room",
        "held_on": "2026-11-20",
        "staff": "The noon shift is two people short.",
        "confidence": "department",
        "then": "hand_in",
        "key": "k1",
    } | more


def text(response):
    return response.content.decode()


def test_an_observation_is_written_and_handed_in_with_one_form(client, cast):
    client.force_login(cast.sam)
    answer = client.post(NEW, typed(cast, photos=[png("noon.png"), png("board.png")]))
    note = FieldNote.objects.get()
    assert answer.url == note.get_absolute_url()
    assert (note.status, note.author, note.staff) == (
        "handed_in",
        cast.sam,
        "The noon shift is two people short.",
    )
    assert [file.name for file in Attachment.objects.of(note)] == ["noon.png", "board.png"]
    verbs = [entry.verb for entry in Entry.objects.about("evidence.fieldnote", note.pk)]
    assert verbs == ["create", "attach", "attach", "hand_in"]


def png(name):
    return SimpleUploadedFile(name, PNG, "image/png")


def test_the_same_form_sent_again_counts_once(client, cast):
    """What was kept without a network goes out by the key of its form."""
    client.force_login(cast.sam)
    headers = {"Accept": "application/json"}
    first = client.post(NEW, typed(cast, photos=[png("noon.png")]), headers=headers).json()
    again = client.post(NEW, typed(cast, photos=[png("noon.png")]), headers=headers).json()
    note = FieldNote.objects.get()
    assert first == again == {"state": "saved", "url": note.get_absolute_url()}
    assert len(Attachment.objects.of(note)) == 1
    assert Entry.objects.about("evidence.fieldnote", note.pk).count() == 3


def test_the_key_of_another_person_finds_nothing_of_theirs(client, cast):
    client.force_login(cast.sam)
    client.post(NEW, typed(cast, confidence="office"))
    client.force_login(cast.hana)
    client.post(NEW, typed(cast, place="Elsewhere"))
    assert {(note.author, note.place) for note in FieldNote.objects.all()} == {
        (cast.sam, "Team room"),
        (cast.hana, "Elsewhere"),
    }


def test_without_a_word_under_a_heading_it_is_a_draft_at_most(client, cast):
    """D45: flow, quality and staff; nothing under any of them is no record."""
    client.force_login(cast.sam)
    refused = client.post(NEW, typed(cast, staff=""))
    assert refused.status_code == 409
    assert "Write something under flow, quality or staff first." in text(refused)
    client.post(NEW, typed(cast, staff="", then=""))
    note = FieldNote.objects.get()
    assert note.status == "draft"
    with pytest.raises(StepRefused):
        fieldwork.hand_in(note, by=cast.sam)


def test_a_photo_that_is_not_taken_leaves_the_record_a_draft(client, cast):
    client.force_login(cast.sam)
    wrong = SimpleUploadedFile("noon.png", b"MZ no picture", "image/png")
    page = client.post(NEW, typed(cast, photos=[wrong]), follow=True)
    assert FieldNote.objects.get().status == "draft"
    assert "noon.png" in text(page)


def test_who_may_read_it_is_chosen_and_never_meant(client, cast):
    client.force_login(cast.sam)
    form = client.get(NEW).context["form"]
    assert (form["confidence"].value(), form["kind"].value()) == (None, None)
    without = {name: value for name, value in typed(cast).items() if name != "confidence"}
    assert "Choose who may read it." in text(client.post(NEW, without))
    nobody = client.post(NEW, typed(cast, confidence="named"))
    assert "Name at least one person who may read it." in text(nobody)
    client.post(NEW, typed(cast, confidence="named", readers=[cast.hana.pk]))
    assert list(FieldNote.objects.get().readers.all()) == [cast.hana]


def test_named_readers_go_when_it_is_opened_to_the_department(client, cast):
    client.force_login(cast.sam)
    client.post(NEW, typed(cast, confidence="named", readers=[cast.hana.pk], then=""))
    note = FieldNote.objects.get()
    opened = typed(cast, confidence="department", readers=[cast.hana.pk], version=note.version)
    client.post(f"{note.get_absolute_url()}edit/", opened)
    note.refresh_from_db()
    assert (note.confidence, list(note.readers.all())) == ("department", [])


def test_people_of_other_departments_write_none_of_this_one(client, cast):
    client.force_login(cast.xia)
    assert client.post(NEW, typed(cast)).status_code == 409
    with pytest.raises(NotYours):
        fieldwork.write_down(
            FieldNote(department=cast.csc, kind="observation", held_on=dt.date(2026, 11, 2)),
            readers=[],
            by=cast.xia,
        )
    client.force_login(cast.anna)
    assert client.get(NEW).status_code == 403
    assert not FieldNote.objects.exists()


def test_what_is_told_in_confidence_is_in_no_list_and_no_count(client, cast, seen):
    seen("Open hall")
    secret = seen("Back office", confidence="office")
    seen("Quiet room", confidence="named", readers=[cast.hana])
    shown = {}
    for who in ("dana", "hana", "olga", "sam", "otto"):
        client.force_login(cast.people[who])
        page = client.get(URL)
        shown[who] = [note.place for note in page.context["rows"]]
        assert page.context["rows"].paginator.count == len(shown[who])
        assert [number for _label, number in page.context["covered"]] == [len(shown[who]), 0, 0]
    assert shown == {
        "dana": ["Quiet room", "Back office", "Open hall"],
        "hana": ["Quiet room", "Open hall"],
        "olga": ["Back office", "Open hall"],
        "sam": ["Open hall"],
        "otto": ["Back office", "Open hall"],
    }
    client.force_login(cast.hana)
    assert client.get(f"{URL}?q=Back").context["rows"].paginator.count == 0
    assert client.get(secret.get_absolute_url()).status_code == 404


def test_a_photo_told_in_confidence_is_handed_to_nobody_else(client, cast, seen):
    note = seen(confidence="office", status="draft")
    fieldwork.attach_photos(note, [png("noon.png")], by=cast.dana)
    note = fieldwork.hand_in(FieldNote.objects.get(), by=cast.dana)
    (photo,) = Attachment.objects.of(note)
    client.force_login(cast.hana)
    assert client.get(f"/files/{photo.public_id}/").status_code == 404
    client.force_login(cast.olga)
    assert client.get(f"/files/{photo.public_id}/").status_code == 200


def test_reading_in_confidence_is_written_down_once_a_day(client, cast, seen):
    note = seen(confidence="office")
    for who in ("dana", "olga", "olga", "hana"):
        client.force_login(cast.people[who])
        client.get(note.get_absolute_url())
    assert [(one.reader, one.day) for one in NoteReading.objects.all()] == [
        (cast.olga, dt.date(2026, 11, 22))
    ]
    client.force_login(cast.dana)
    assert "Olga" in text(client.get(note.get_absolute_url()))


def test_an_open_record_keeps_no_list_of_readers(client, cast, seen):
    client.force_login(cast.hana)
    client.get(seen().get_absolute_url())
    assert not NoteReading.objects.exists()


def test_the_words_of_a_record_are_not_in_the_chain(cast, seen):
    """They can be redacted: the chain holds their digests."""
    seen("Back office", confidence="office")
    kept = Entry.objects.filter(object_type="evidence.fieldnote").values_list("body", flat=True)
    assert "Two people wait" not in str(list(kept))
    assert "Back office" not in str(list(kept))


def test_the_office_returns_it_and_its_writer_says_it_better(client, cast, seen):
    note = take(seen(), "send_back", by=cast.olga, reason="Which counter?")
    client.force_login(cast.dana)
    page = client.get(note.get_absolute_url())
    assert "Which counter?" in text(page)
    better = typed(cast, place="Counters 3 and 4", flow="One form.", version=note.version)
    client.post(f"{note.get_absolute_url()}edit/", better)
    note = fieldwork.hand_in(FieldNote.objects.get(), by=cast.dana)
    assert (note.place, note.status, note.return_reason) == (
        "Counters 3 and 4",
        "handed_in",
        "",
    )


def test_a_note_becomes_a_finding_and_each_names_the_other(client, cast, seen):
    note = seen()
    client.force_login(cast.dana)
    find = f"{note.get_absolute_url()}find/"
    offered = client.get(f"{find}?heading=flow").context["form"].initial
    assert offered == {"heading": "flow", "proof": "Two people wait for one form."}
    said = {"title": "One form for two", "heading": "flow", "proof": "Seen at noon.", "key": "f1"}
    answer = client.post(find, said)
    client.post(find, said)
    finding = Finding.objects.get()
    assert answer.url == finding.get_absolute_url()
    assert (finding.department, finding.found_by, finding.found_on, finding.heading) == (
        cast.csc,
        cast.dana,
        note.held_on,
        "flow",
    )
    assert note.get_absolute_url() in text(client.get(finding.get_absolute_url()))
    assert finding.get_absolute_url() in text(client.get(note.get_absolute_url()))
    client.force_login(cast.xia)  # reads the finding, and not where it is from
    assert note.get_absolute_url() not in text(client.get(finding.get_absolute_url()))


def test_a_finding_of_a_confidential_record_copies_nothing_of_it(client, cast, seen):
    note = seen(confidence="office")
    client.force_login(cast.olga)
    find = f"{note.get_absolute_url()}find/"
    page = client.get(f"{find}?heading=flow")
    assert page.context["form"].initial == {"heading": "flow", "proof": ""}
    said = {"title": "Load at noon", "heading": "staff", "proof": "Several said so.", "key": "f1"}
    client.post(find, said)
    finding = Finding.objects.get()
    assert finding.found_on == dt.date(2026, 11, 22)
    client.force_login(cast.hana)
    assert note.place not in text(client.get(finding.get_absolute_url()))


def test_findings_are_made_by_whoever_may_add_them(client, cast, seen):
    note = seen()
    for who, status in (("sam", 403), ("xia", 404), ("hana", 200), ("olga", 200)):
        client.force_login(cast.people[who])
        assert client.get(f"{note.get_absolute_url()}find/").status_code == status
    hidden = seen(confidence="named", readers=[cast.sam])
    with pytest.raises(Invisible):
        fieldwork.find(hidden, heading="flow", title="T", proof="P", by=cast.hana)
    draft = seen(status="draft")
    client.force_login(cast.dana)
    assert client.get(f"{draft.get_absolute_url()}find/").status_code == 409


def test_the_records_are_narrowed_by_what_is_asked(client, cast, seen):
    seen("Hall", held_on=dt.date(2026, 11, 2))
    seen("Phone bank", kind="interview", held_on=dt.date(2026, 10, 1), staff="Tired by four.")
    seen("Draft", status="draft")
    client.force_login(cast.dana)

    def found(**asked):
        return [note.place for note in client.get(URL, asked).context["rows"]]

    assert found(kind="interview") == ["Phone bank"]
    assert found(q="tired") == ["Phone bank"]
    assert found(status="draft") == ["Draft"]
    assert found(since="2026-11-01", status="handed_in") == ["Hall"]
    assert found(until="2026-10-31") == ["Phone bank"]
    assert found(department="lic") == []
    assert found(since="no day", kind="interview") == ["Phone bank"]


def test_the_list_asks_as_often_for_three_records_as_for_one(client, cast, seen):
    counts = []
    client.force_login(cast.hana)
    for number in (1, 3):
        while FieldNote.objects.count() < number:
            seen(f"Counter {FieldNote.objects.count()}")
        client.get(URL)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(URL)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_page_asks_as_often_with_three_findings_as_with_one(client, cast, seen):
    note, counts = seen(), []
    client.force_login(cast.hana)
    for number in (1, 3):
        while note.findings.count() < number:
            fieldwork.find(note, heading="flow", title="One form", proof="Seen.", by=cast.hana)
        client.get(note.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            client.get(note.get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1]
