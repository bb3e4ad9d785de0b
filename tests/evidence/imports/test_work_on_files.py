"""Work on files is claimed by one worker, followed by another, and given up."""

import datetime as dt

from evidence.imports import jobs
from evidence.models import DataImport, ImportJob

from .files import ROWS, as_csv, figures, finish, look_through, mapped, text


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


def test_the_page_tells_how_far_the_writing_is_without_a_script(send, client):
    send(as_csv(ROWS))
    made = DataImport.objects.get()
    look_through(client, made)
    client.post(f"{made.get_absolute_url()}finish/", {"version": made.version})
    assert jobs.claim()
    made.place("share").write_text("40", "ascii")
    page = text(client.get(made.get_absolute_url()))
    assert "40%" in page and '<noscript><meta http-equiv="refresh"' in page
    ImportJob.objects.update(state="waiting")
    jobs.work_all()
    page = text(client.get(made.get_absolute_url()))
    assert "http-equiv" not in page and "2 rows stand in the register" in page
    made.clear()
    assert not made.place("share").exists()


def test_undoing_is_done_by_a_worker_and_once(send, client):
    send(as_csv(ROWS))
    made = DataImport.objects.get()
    look_through(client, made)
    finish(client, made)
    address = f"{made.get_absolute_url()}undo/"
    assert client.post(address).status_code == 409
    assert client.post(address, {"reason": "Wrong file.", "version": 1}).status_code == 409
    assert client.post(address, {"reason": "Wrong file."}).status_code == 302
    made.refresh_from_db()
    assert made.status == "finished" and ImportJob.objects.get().work == "undo"
    assert client.post(address, {"reason": "Wrong file."}).status_code == 409
    assert jobs.work_all() == 1
    made.refresh_from_db()
    assert made.status == "undone"
    assert "Taking the rows out" in text(client.get(made.get_absolute_url()))
