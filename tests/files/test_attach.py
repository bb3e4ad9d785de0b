"""A file on a row: row first, looked at, then ready; by permission; swept when it stopped."""

import datetime as dt
import os
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.attaching import attach, detach
from improvement.door.refusals import NotYours, WrongState
from improvement.files import store
from improvement.files.models import Attachment, State
from improvement.files.store import NotTaken, safe_name
from improvement.files.sweep import sweep

from .conftest import PDF

HOUR = dt.timedelta(hours=1)


def paper(name="minutes.pdf", content=PDF):
    return ContentFile(content, name)


def on_disk():
    return sorted(path.name for path in Path(settings.FILES_DIR).rglob("*") if path.is_file())


@pytest.fixture(autouse=True)
def empty_store(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"


def test_a_file_is_kept_with_its_digest_and_noted_in_the_record(task, cast):
    version = task.version
    attached = attach(task, paper(), by=cast.sam)

    assert (attached.state, attached.media_type) == (State.READY, "application/pdf")
    assert attached.path.read_bytes() == PDF
    assert stat.S_IMODE(attached.path.stat().st_mode) == 0o600
    assert on_disk() == [attached.public_id.hex]
    task.refresh_from_db()
    entry = Entry.objects.about("execution.task", task.pk).last()
    assert (entry.verb, entry.version) == ("attach", version + 1) == ("attach", task.version)
    assert entry.readable_inputs["sha256"] == attached.sha256


def test_what_is_not_taken_leaves_its_row_and_no_file(task, cast):
    with pytest.raises(NotTaken, match="type"):
        attach(task, paper("a.txt", b"MZ\0"), by=cast.sam)

    row = Attachment.objects.get()
    assert (row.state, row.refused_because, on_disk()) == (State.REFUSED, "type", [])
    assert not Attachment.objects.of(task)


def test_it_is_cut_off_at_the_limit(task, cast, monkeypatch):
    monkeypatch.setattr(store, "LIMIT", 10)

    with pytest.raises(NotTaken, match="too_large"):
        attach(task, paper(), by=cast.sam)
    assert on_disk() == []


def test_a_stranger_writes_not_a_byte(task, cast):
    with pytest.raises(NotYours):
        attach(task, paper(), by=cast.xia)
    assert not Attachment.objects.exists() and on_disk() == []


def test_what_was_handed_in_takes_no_more_files(task, cast):
    for step, typed in (("accept", {}), ("start", {}), ("submit", {"result": "Done."})):
        task = take(task, step, by=cast.sam, **typed)

    with pytest.raises(WrongState):
        attach(task, paper(), by=cast.sam)


def test_a_right_lost_while_the_file_is_looked_at_counts(task, cast, monkeypatch):
    def looked_at(attachment):
        take(task, "cancel", by=cast.hana, reason="Not needed.")
        return "application/pdf"

    monkeypatch.setattr(store, "looked_at", looked_at)

    with pytest.raises(WrongState):
        attach(task, paper(), by=cast.sam)
    assert Attachment.objects.get().refused_because == "overtaken"
    assert on_disk() == []


def test_a_form_sent_twice_attaches_once(task, cast):
    attach(task, paper(), by=cast.sam, key="k")
    attach(task, paper(), by=cast.sam, key="k")

    assert len(Attachment.objects.of(task)) == 1 == len(on_disk())


def test_taken_off_it_is_handed_out_to_nobody(task, cast, sign_in):
    attached = attach(task, paper(), by=cast.sam)
    detach(task, attached, by=cast.sam)

    assert sign_in(cast.sam).get(f"/files/{attached.public_id}/").status_code == 404
    assert Entry.objects.about("execution.task", task.pk).last().verb == "detach"
    assert on_disk()


def test_a_download_is_a_file_and_never_a_page(task, cast, sign_in):
    attached = attach(task, paper("會議紀錄.pdf"), by=cast.sam)

    answer = sign_in(cast.xia).get(f"/files/{attached.public_id}/")

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Type"] == "application/pdf"


def test_whoever_may_not_know_of_the_row_finds_no_file(task, cast, sign_in, client):
    attached = attach(task, paper(), by=cast.sam)
    type(task.plan).objects.filter(pk=task.plan.pk).update(status="draft")

    assert sign_in(cast.xia).get(f"/files/{attached.public_id}/").status_code == 404
    client.logout()
    assert client.get(f"/files/{attached.public_id}/").status_code == 302


def test_attaching_and_taking_off_by_the_page(task, cast, sign_in):
    client, url = sign_in(cast.sam), task.get_absolute_url()
    sent = {"file": SimpleUploadedFile("minutes.pdf", PDF), "key": "k"}

    page = client.post(f"{url}attach/", sent, follow=True).content.decode()
    assert "minutes.pdf is attached." in page
    (attached,) = Attachment.objects.of(task)
    assert f"/files/{attached.public_id}/" in page
    page = client.post(f"{url}files/{attached.public_id}/detach/", follow=True).content.decode()
    assert "minutes.pdf is taken off." in page

    for upload, sentence in (
        (SimpleUploadedFile("a.html", b"<script>"), "The ending of the name does not fit"),
        (SimpleUploadedFile("a.txt", b"\0"), "Files of this kind are not taken."),
        ("", "Choose a file first."),
    ):
        answer = client.post(f"{url}attach/", {"file": upload}, follow=True)
        assert sentence in answer.content.decode()
    assert sign_in(cast.xia).post(f"{url}attach/", sent).status_code == 403


def test_the_sweep_clears_what_stopped_half_way(task, cast):
    kept = attach(task, paper(), by=cast.sam)
    waiting = store.receive(paper(), row=task, by=cast.sam)
    moved = store.receive(paper(), row=task, by=cast.sam)
    moved.path.parent.mkdir(parents=True, exist_ok=True)
    moved.waiting_path.replace(moved.path)
    orphan = kept.path.with_name("0" * 32)
    orphan.write_bytes(b"left by a restore")
    long_ago = (timezone.now() - 2 * HOUR).timestamp()
    for path in (kept.path, waiting.waiting_path, moved.path, orphan):
        os.utime(path, (long_ago, long_ago))

    assert sweep(timezone.now()) == 1  # the orphan; the uploads may still be under way
    later = timezone.now() + 2 * HOUR
    assert sweep(later) == 2

    assert on_disk() == [kept.public_id.hex]
    for attachment in (waiting, moved):
        attachment.refresh_from_db()
        assert (attachment.state, attachment.refused_because) == (State.REFUSED, "abandoned")
    assert sweep(later) == 0


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\sam\\a.pdf", "a.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("fdp\u202e.exe.pdf", "fdp.exe.pdf"),
        ("會議\u200b紀錄.pdf", "會議紀錄.pdf"),
        ("  .. ", "file"),
        ("", "file"),
    ],
)
def test_names_are_made_harmless(name, safe):
    assert safe_name(name) == safe


def test_a_name_without_end_is_shortened():
    assert len(safe_name("x" * 500 + ".pdf")) <= 130
    assert safe_name("x" * 500 + ".pdf").endswith(".pdf")
