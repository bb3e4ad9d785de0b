"""A rectification: cause and measures, carried out, inspected, written off (D105)."""

import datetime as dt

import pytest
from django.utils import timezone

from improvement.door.acts import record, take
from improvement.door.refusals import NotYours, StepRefused
from incentives.reminders import rectifications_due


@pytest.fixture
def opened(propose):
    return propose("issued").rectification


@pytest.fixture
def at_work(cast, opened):
    plan = {
        "cause": "Nobody took over.",
        "measures": "A deputy for each measure.",
        "due": dt.date(2027, 4, 1),
    }
    row = take(record(opened, plan, by=cast.sam), "hand_in", by=cast.hana)
    return take(row, "begin", by=cast.olga)


def test_it_is_not_handed_in_without_cause_and_measures(cast, opened):
    with pytest.raises(StepRefused) as refused:
        take(opened, "hand_in", by=cast.hana)
    assert [gap.link.partition("#")[2] for gap in refused.value.gaps] == [
        "id_cause",
        "id_measures",
        "id_due",
    ]


def test_it_is_inspected_after_the_report_and_written_off_by_another(cast, at_work):
    with pytest.raises(StepRefused):
        take(at_work, "inspect", by=cast.olga, result="Seen.")
    row = record(at_work, {"report": "Deputies are named."}, by=cast.sam)
    row = take(row, "inspect", by=cast.olga, result="Seen on site.")
    assert row.checked_by == cast.olga
    with pytest.raises(NotYours):
        take(row, "write_off", by=cast.olga)
    row = take(row, "write_off", by=cast.oscar)
    assert (row.status, row.written_off_on) == ("written_off", dt.date(2027, 3, 1))


def test_what_failed_gets_another_date_and_another_report(cast, at_work, sign_in):
    row = record(at_work, {"report": "Done."}, by=cast.sam)
    row = take(row, "fail", by=cast.olga, reason="Two have no deputy.")
    client = sign_in(cast.olga)
    form = {"version": row.version, "reason": "One month more.", "until": "2027-02-31"}
    answer = client.post(row.step_url("extend"), form)
    assert answer.status_code == 409
    assert "2027-03-31" in answer.content.decode()
    client.post(row.step_url("extend"), form | {"until": "2027-05-03"})
    row.refresh_from_db()
    assert (row.status, row.due, row.report) == ("extended", dt.date(2027, 5, 3), "")


def test_reminders_come_once_before_on_and_after_the_day(cast, at_work, clock):
    told = {}
    for day in range(25, 40):
        clock.move_to(dt.datetime(2027, 3, 1, 3, tzinfo=dt.UTC) + dt.timedelta(days=day))
        for notice in rectifications_due(timezone.now()):
            told.setdefault(notice.occasion.rpartition(":")[2], set()).update(notice.recipients)
    assert set(told) == {"three-days", "today", "late", "office"}
    assert told["today"] == {cast.sam.pk, cast.hana.pk}
    assert cast.olga.pk in told["office"] and cast.sam.pk not in told["office"]
