"""A locked period takes no figures but corrections; the office locks it (D38)."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.locking import lock_period, past
from evidence.models import PeriodLock, Value
from evidence.periods import parse
from evidence.steps import Figure, enter_values, submit_values
from improvement.audit.models import Entry
from improvement.door.acts import record, take
from improvement.door.refusals import NotYours, StepRefused, WrongState

URL = "/values/periods/"
TODAY = dt.date(2026, 11, 22)


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def lock(cast, key, by=None):
    return lock_period(by=by or cast.olga, period=parse(key), today=TODAY)


@pytest.mark.parametrize("key", ["2026-09", "2026Q3"])
def test_no_figure_is_begun_in_a_locked_period(cast, wait, tell, key):
    lock(cast, key)
    with pytest.raises(WrongState, match=r"is locked\. The office opens it"):
        tell(wait, "2026-09", 1)
    many = [Figure(wait, parse(month), D(1)) for month in ("2026-09", "2026-10")]
    with pytest.raises(WrongState, match="is locked"):
        enter_values(by=cast.dana, department=cast.csc, figures=many)
    assert not Value.objects.exists()
    tell(wait, "2026-10", 1)


def test_what_is_there_is_neither_changed_nor_handed_in_nor_recalled(cast, wait, tell):
    draft = tell(wait, "2026-08", 1, status="draft")
    submitted = tell(wait, "2026-09", 2, status="submitted")
    lock(cast, "2026Q3")
    for act in (
        lambda: record(draft, {"note": "x"}, by=cast.dana),
        lambda: take(draft, "submit", by=cast.dana),
        lambda: submit_values(by=cast.dana, values=[draft]),
        lambda: take(submitted, "recall", by=cast.dana),
    ):
        with pytest.raises(StepRefused, match="is locked"):
            act()
    assert [v.status for v in Value.objects.order_by("period")] == ["draft", "submitted"]
    assert take(submitted, "accept", by=cast.olga).status == "accepted"


def test_a_correction_the_office_asks_for_is_made_all_the_same(cast, wait, tell):
    value = tell(wait, "2026-09", 1480)
    lock(cast, "2026-09")
    take(value, "reopen", by=cast.olga, reason="One zero too many.")
    corrected = tell(wait, "2026-09", 148)
    assert (corrected.value, corrected.status) == (148, "accepted")


def test_it_is_opened_with_a_reason_and_locked_again(cast, wait, tell):
    row = lock(cast, "2026-09")
    with pytest.raises(StepRefused):
        take(row, "unlock", by=cast.olga)
    take(row, "unlock", by=cast.oscar, reason="Licensing was away.")
    tell(wait, "2026-09", 1, status="draft")
    again = lock(cast, "2026-09")
    assert (again.pk, again.status, again.word) == (row.pk, "locked", "")
    verbs = Entry.objects.about("evidence.periodlock", row.pk).values_list("verb", flat=True)
    assert list(verbs) == ["create", "unlock", "lock"]


def test_it_is_not_locked_before_it_is_over(cast):
    for key in ("2026-11", "2026Q4", "2026"):
        with pytest.raises(StepRefused, match="not over yet"):
            lock(cast, key)
    assert not PeriodLock.objects.exists()


def test_a_shorter_period_stays_locked_with_the_longer(cast, wait, tell):
    lock(cast, "2026Q3")
    row = lock(cast, "2026-09")
    take(row, "unlock", by=cast.olga, reason="A try.")
    with pytest.raises(WrongState, match="Q3 2026 is locked"):
        tell(wait, "2026-09", 1)


@pytest.mark.parametrize("name", ["dana", "hana", "leo", "sam", "ada"])
def test_others_see_what_is_locked(cast, sign_in, name):
    lock(cast, "2026-09")
    client = sign_in(cast.people[name])
    page = text(client.get(URL))
    assert "Locked" in page and "Open with a reason" not in page
    assert client.post(URL, {"period": "2026-08"}).status_code == 403
    with pytest.raises(NotYours):
        lock(cast, "2026-08", by=cast.people[name])


def test_the_office_locks_with_one_press(cast, sign_in, wait, tell):
    tell(wait, "2026-09", 1, status="draft")
    client = sign_in(cast.olga)
    assert client.post(URL, {"period": "2026Q3"}).status_code == 302
    assert [(row.period, row.status) for row in PeriodLock.objects.all()] == [("2026Q3", "locked")]
    page = text(client.get(URL))
    assert page.count("with Q3 2026") == 3 and "Open with a reason" in page
    assert client.post(URL, {"period": "2026Q3"}).status_code == 409


@pytest.mark.parametrize("key", ["", "x", "1999", "2026-11", "²"])
def test_what_cannot_be_locked_is_left(cast, sign_in, key):
    assert sign_in(cast.olga).post(URL, {"period": key}).status_code == 302
    assert not PeriodLock.objects.exists()


def test_the_sheet_says_that_the_period_is_locked(cast, sign_in, wait, solved, tell):
    tell(wait, "2026-10", 1480, status="returned")
    lock(cast, "2026-10")
    client = sign_in(cast.dana)
    page = text(client.get("/values/"))
    assert "Oct 2026 is locked." in page
    assert f'name="i{wait.pk}-value"' in page and f'name="i{solved.pk}-numerator"' not in page
    sent = {f"i{wait.pk}-value": "148", f"i{wait.pk}-version": "3", "act": "submit"}
    sent |= {f"i{solved.pk}-numerator": "1", f"i{solved.pk}-denominator": "2"}
    assert client.post("/values/?period=2026-10", sent).status_code == 302
    assert [(v.value, v.status) for v in Value.objects.all()] == [(148, "submitted")]
    assert "Submit all" not in text(client.get("/values/"))


def test_the_list_holds_what_is_over():
    keys = [period.key for period in past(TODAY)]
    assert keys[:3] == ["2026-10", "2026Q3", "2026-09"]
    assert len(keys) == 32 and {"2025", "2026H1"} <= {*keys} and "2026" not in keys


def test_pages_and_acts_ask_the_same_for_one_row_and_for_three(cast, sign_in, wait, tell):
    def counted(act):
        with CaptureQueriesContext(connection) as captured:
            act()
        return len(captured)

    def asked(url, person):
        client = sign_in(person)
        client.get(url)
        return counted(lambda: client.get(url))

    pages = [(URL, cast.olga), (URL, cast.sam), ("/values/", cast.dana)]
    one = [asked(*page) for page in pages]
    rows = [tell(wait, "2026-05", 1, status="draft")]
    once = counted(lambda: submit_values(by=cast.dana, values=rows))
    for key in ("2026-01", "2026-02", "2026Q1"):
        lock(cast, key)
    rows = [tell(wait, f"2026-{month:02}", 1, status="draft") for month in (6, 7, 8)]
    assert counted(lambda: submit_values(by=cast.dana, values=rows)) == once
    assert [asked(*page) for page in pages] == one
    assert max(one) <= 10, one
