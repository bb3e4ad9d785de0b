"""A file that another system leaves in a folder is brought in by itself, or somebody is told."""

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from evidence.imports import jobs
from evidence.imports.watching import SETTLED, watch
from evidence.models import DataImport, Value
from improvement.notifications.models import Message

from .files import as_csv, finish, look_through

HEAD = ["Period", "Indicator", "Value"]


@pytest.fixture
def folder(cast, tmp_path, folder):
    """Files of the ticket system, in Dana's name for the Contact Centre."""
    place = tmp_path / "tickets"
    place.mkdir()
    written = tmp_path / "watched.toml"
    written.write_text(
        f"""[[folder]]
path = "{place}"
source = "Tickets"
brings = "values"
department = "csc"
person = "{cast.dana.email}"
""",
        "utf-8",
    )
    settings.WATCHED_FOLDERS = str(written)
    yield place
    settings.WATCHED_FOLDERS = ""


@pytest.fixture
def confirmed(cast, send, client, wait):
    """The first file of the source, brought in by hand."""
    send(as_csv([HEAD, ["2026-01", "hotline-wait", "1"]]), brings="values", source="Tickets")
    made = DataImport.objects.get()
    look_through(client, made)
    finish(client, made)
    return made


def left(folder, rows, name="night.csv"):
    (folder / name).write_bytes(as_csv([HEAD, *rows]))


def watch_later(after=SETTLED + dt.timedelta(minutes=1)):
    """The times of files are those of the system, which the tests do not move."""
    taken = watch(dt.datetime.fromtimestamp(real_now(), dt.UTC) + after)
    jobs.work_all()
    return taken


def real_now():
    return time_machine.escape_hatch.time.time()


def names(folder):
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def told(person):
    rows = Message.objects.filter(kind="evidence.dataimport.waits", recipient=person)
    return set(rows.values_list("object_id", flat=True))


def test_a_clean_file_of_a_known_source_is_written_by_itself(cast, folder, confirmed):
    left(folder, [["2026-02", "hotline-wait", "2"]])
    assert watch_later() == 1
    made = DataImport.objects.latest("pk")
    assert (made.status, made.watched, made.entered_by) == ("finished", True, cast.dana)
    assert Value.objects.get(period="2026-02").brought_by == made
    assert names(folder) == ["taken/night.csv"] and not told(cast.dana)

    left(folder, [["2026-02", "hotline-wait", "2"]])
    watch_later()
    assert DataImport.objects.latest("pk").status == "cancelled"
    assert names(folder) == ["taken/night-2.csv", "taken/night.csv"] and not told(cast.dana)


def test_a_file_with_a_wrong_row_waits_and_the_person_is_told(cast, folder, confirmed):
    left(folder, [["2026-02", "hotline-wait", "2"], ["2026-03", "hotline-wait", "many"]])
    watch_later()
    made = DataImport.objects.latest("pk")
    assert (made.status, made.rows_good, made.rows_wrong) == ("draft", 1, 1)
    assert told(cast.dana) == {made.pk} and Value.objects.count() == 1


def test_a_source_that_nobody_has_confirmed_waits(cast, folder, wait):
    left(folder, [["2026-02", "hotline-wait", "2"]])
    watch_later()
    made = DataImport.objects.get()
    assert (made.status, made.checked) == ("draft", "")
    assert told(cast.dana) == {made.pk}


def test_a_file_that_is_being_written_is_left_alone(folder, confirmed):
    left(folder, [["2026-02", "hotline-wait", "2"]])
    left(folder, [["2026-02", "hotline-wait", "2"]], ".night.csv.part")
    assert watch_later(dt.timedelta(0)) == 0
    (folder / "link.csv").symlink_to(folder / ".night.csv.part")
    assert watch_later() == 1
    assert names(folder) == [".night.csv.part", "link.csv", "taken/night.csv"]


def test_what_is_no_table_is_refused_with_a_word(folder, confirmed):
    (folder / "night.pdf").write_bytes(b"%PDF-1.7 ...")
    watch_later()
    assert names(folder) == ["refused/night.pdf", "refused/night.why.txt"]
    assert "Send a table" in (folder / "refused/night.why.txt").read_text("utf-8")
    assert DataImport.objects.count() == 1


def test_a_person_without_the_right_brings_nothing_in(cast, folder, wait):
    setting = Path(settings.WATCHED_FOLDERS)
    setting.write_text(setting.read_text("utf-8").replace(cast.dana.email, cast.sam.email), "utf-8")
    left(folder, [["2026-02", "hotline-wait", "2"]])
    watch_later()
    assert names(folder) == ["refused/night.csv", "refused/night.why.txt"]
    assert not DataImport.objects.exists()


def test_a_folder_that_is_set_wrongly_is_told_in_the_log(folder, caplog):
    with Path(settings.WATCHED_FOLDERS).open("a", encoding="utf-8") as file:
        file.write('[[folder]]\npath = "/nowhere"\nsource = "x"\nperson = "nobody"\n')
    assert watch(timezone.now()) == 0
    assert "Watched folder 2 is set wrongly" in caplog.text
