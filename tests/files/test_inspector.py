"""What a file is, read from its content; and everything hostile that a file can be."""

import io
import struct
import threading
import zipfile

import pytest
from django.core.files.base import ContentFile

from improvement.apart import running
from improvement.apart.limits import Limits
from improvement.files import inspector, store
from improvement.files.inspector import Refused, media_type

from .conftest import DOCX, PDF, archive, jpeg, png

ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
TAKEN = {
    "report.pdf": PDF,
    "photo.PNG": png(),
    "photo.jpg": jpeg(),
    "letter.docx": archive(DOCX),
    "letter.odt": archive(ODT),
    "sheet.xlsx": archive({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}),
    "notes.txt": "會議紀錄\nDone.".encode(),
    "values.csv": b"a,b\r\n1,2\r\n",
}
LONG_TEXT = ("字" * 50_000).encode()


def lying(content: bytes) -> bytes:
    """An archive whose directory says that its entries are small."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", 10) + content[at + 28 :]


def locked(content: bytes) -> bytes:
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 8] + b"\x01\x00" + content[at + 10 :]


HOSTILE = {
    "nothing in it": ("a.txt", b"", "empty"),
    "a page of the web": ("a.html", b"<script>alert(1)</script>", "name_and_content"),
    "a picture with a script": ("a.svg", b"<svg onload='x'/>", "name_and_content"),
    "a page that says it is a PDF": ("a.pdf", b"<script>1</script>", "name_and_content"),
    "a PDF that says it is a page": ("a.html", PDF, "name_and_content"),
    "a PDF cut off": ("a.pdf", b"%PDF-1.7\n1 0 obj", "broken"),
    "a program": ("a.exe", b"MZ\x90\x00\x03\x00\x00", "type"),
    "a program named as text": ("a.txt", b"\x7fELF\x02\x01\x01\x00", "type"),
    "text that is none": ("a.txt", b"abc\xff\xfe\xff" * 9, "type"),
    "text cut inside a letter": ("a.txt", "字".encode()[:2], "type"),
    "a picture of gigabytes": ("a.png", png(60_000, 60_000), "picture_too_large"),
    "a picture without size": ("a.png", png(0, 9), "broken"),
    "a picture cut off": ("a.png", b"\x89PNG\r\n\x1a\n", "broken"),
    "a photograph of gigabytes": ("a.jpg", jpeg(60_000, 60_000), "picture_too_large"),
    "a photograph cut off": ("a.jpg", b"\xff\xd8\xff\xe0\x00", "broken"),
    "an archive": ("a.zip", archive({"a.txt": b"x"}), "type"),
    "an archive cut off": ("a.docx", archive(DOCX)[:40], "broken"),
    "an archive in an archive": (
        "a.docx",
        archive(DOCX | {"word/more.zip": archive(DOCX)}),
        "archive_in_archive",
    ),
    "a program in a document": ("a.docx", archive(DOCX | {"run.exe": b"MZ"}), "archive_in_archive"),
    "macros": ("a.docx", archive(DOCX | {"word/vbaProject.bin": b"x"}), "macros"),
    "a way out": ("a.docx", archive(DOCX | {"../../etc/cron.d/x": b"x"}), "archive_leads_outside"),
    "another way out": ("a.docx", archive(DOCX | {"/etc/x": b"x"}), "archive_leads_outside"),
    "a bomb": (
        "a.docx",
        archive(DOCX | {"word/media/a.bin": b"\0" * 50_000_000}),
        "archive_too_large",
    ),
    "a bomb that lies": (
        "a.docx",
        lying(archive(DOCX | {"word/media/a.bin": b"\0" * 50_000_000})),
        "broken|archive_too_large",
    ),
    "too many entries": (
        "a.docx",
        archive(DOCX | {f"word/{n}": b"" for n in range(5_001)}, zipfile.ZIP_STORED),
        "archive_too_large",
    ),
    "a password": ("a.docx", locked(archive(DOCX)), "encrypted"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken(name):
    found = media_type(io.BytesIO(TAKEN[name]), name)

    assert name.rpartition(".")[2].lower() in inspector.TYPES[found]


def test_a_long_text_may_be_cut_anywhere_by_reading():
    assert media_type(io.BytesIO(b"." + LONG_TEXT), "a.txt") == "text/plain"


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_not_taken(what):
    name, content, reason = HOSTILE[what]

    with pytest.raises(Refused) as refused:
        media_type(io.BytesIO(content), name)
    assert str(refused.value) in reason.split("|")
    assert str(refused.value) in store.SENTENCES


@pytest.mark.parametrize(
    ("work", "limits", "reason"),
    [
        ("much_time", Limits(wall=1), "too_much_work"),
        ("dying", Limits(), "too_much_work"),
        ("fail", Limits(), "broken"),
    ],
)
def test_a_child_that_hangs_or_dies_is_a_refusal(db, task, cast, monkeypatch, work, limits, reason):
    monkeypatch.setattr(store, "INSPECTOR", f"tests.files.tries:{work}")
    monkeypatch.setattr(store, "LIMITS", limits)

    with pytest.raises(store.NotTaken) as refused:
        store.receive(ContentFile(PDF, "a.pdf"), row=task, by=cast.sam)

    assert str(refused.value) == reason


@pytest.mark.parametrize("name", ["letter.docx", "notes.txt"])
def test_a_child_says_what_the_file_is(db, task, cast, name):
    kept = store.receive(ContentFile(TAKEN[name], name), row=task, by=cast.sam)

    assert name.rpartition(".")[2] in inspector.TYPES[kept.media_type]


def test_what_the_child_refuses_is_not_taken(db, task, cast):
    name, content, reason = HOSTILE["macros"]

    with pytest.raises(store.NotTaken) as refused:
        store.receive(ContentFile(content, name), row=task, by=cast.sam)

    assert str(refused.value) == reason


def test_too_many_at_once_are_asked_to_come_again(db, task, cast, monkeypatch):
    monkeypatch.setattr(running, "places", threading.BoundedSemaphore(1))
    running.places.acquire()
    monkeypatch.setattr(store, "LIMITS", Limits(wall=0.1))

    with pytest.raises(store.NotTaken) as refused:
        store.receive(ContentFile(PDF, "a.pdf"), row=task, by=cast.sam)

    assert str(refused.value) == "busy"
