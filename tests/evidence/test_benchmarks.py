"""Figures of competitors and peers, with their sources, beside our own (D41)."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from evidence.benchmarking import chart_of, read
from evidence.models import Benchmark
from evidence.statistics import stands
from improvement.audit.models import Entry
from improvement.door.acts import create, record, take
from improvement.door.refusals import NotYours, WrongState

URL = "/indicators/hotline-wait/benchmarks/"


@pytest.fixture
def other(cast):
    """other(wait, "Harbour Services", "2026-09", 90): a figure that Dana brought."""

    def told(indicator, peer, period, value, *, by=None, **fields):
        usual = {"relation": "peer", "source": "Annual report", "published_on": "2026-03-01"}
        row = Benchmark(indicator=indicator, peer=peer, period=period, value=value)
        row.entered_by = by or cast.dana
        for name, given in (usual | fields).items():
            setattr(row, name, given)
        return create(row, by=row.entered_by)

    return told


def typed(**changed):
    return {
        "peer": "Harbour Services",
        "relation": "competitor",
        "period": "2025",
        "value": "95.5",
        "source": "Annual report 2025, p. 12",
        "published_on": "2026-03-01",
        **changed,
    }


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize(
    ("direction", "ours", "theirs", "side"),
    [
        *(("higher", 80, 75, 1), ("higher", 70, 75, -1), ("higher", 75, 75, 0)),
        *(("lower", 80, 75, -1), ("at_most", 70, 75, 1), ("in_range", 70, 75, None)),
    ],
)
def test_better_is_what_the_direction_says(direction, ours, theirs, side):
    assert stands(direction, D(ours), D(theirs)) == side


def test_a_clerk_brings_a_figure_with_its_source(cast, sign_in, wait):
    client = sign_in(cast.dana)
    answer = client.post(URL, typed(), follow=True)
    row = Benchmark.objects.get()
    assert (row.peer, row.value, row.ends) == ("Harbour Services", D("95.5"), dt.date(2025, 12, 31))
    assert row.entered_by == cast.dana
    assert "Annual report 2025, p. 12" in text(answer) and "The figure stands" in text(answer)
    assert Entry.objects.about("evidence.benchmark", row.pk).get().verb == "create"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"source": " "}, "required"),
        ({"peer": ""}, "required"),
        ({"value": ""}, "required"),
        ({"value": "1,5"}, "thousands"),
        ({"published_on": "2027-01-01"}, "lies in the future"),
        ({"period": "2031"}, "not one of the available choices"),
    ],
)
def test_no_figure_without_source_peer_and_period(cast, sign_in, wait, changed, sentence):
    answer = sign_in(cast.dana).post(URL, typed(**changed))
    assert answer.status_code == 409 and sentence in text(answer)
    assert not Benchmark.objects.exists()


def test_ours_stands_beside_it_for_the_same_period(cast, wait, tell, other):
    tell(wait, "2026-08", 120)
    tell(wait, "2026-09", 100)
    other(wait, "Harbour Services", "2026-09", 90)
    other(wait, "Island Transport", "2026-08", 130)
    other(wait, "River Trust", "2025", 80)
    lines = {line.benchmark.peer: line for line in read(wait, cast.csc)}
    assert (lines["Harbour Services"].own.value, lines["Harbour Services"].stands) == (100, -1)
    assert (lines["Island Transport"].difference, lines["Island Transport"].stands) == (-10, 1)
    assert lines["River Trust"].own is None and lines["River Trust"].stands is None
    said = chart_of(wait, cast.csc, list(lines.values())).sentence
    assert "better than that of: Island Transport." in said
    assert "worse than that of: Harbour Services." in said
    assert "Nothing can be said about: River Trust." in said


def test_plain_figures_are_not_averaged_over_a_year(cast, wait, tell, other):
    tell(wait, "2026-01", 140)
    tell(wait, "2026-09", 100)
    other(wait, "Harbour Services", "2026", 90)
    (line,) = read(wait, cast.csc)
    assert (line.own.value, line.own.period.key, line.same_period) == (100, "2026-09", False)


def test_a_rate_is_rolled_up_from_its_parts_where_all_are_told(cast, solved, tell, other):
    for month, top, bottom in (("2026-07", 8, 10), ("2026-08", 30, 60), ("2026-09", 12, 30)):
        tell(solved, month, numerator=D(top), denominator=D(bottom))
    other(solved, "Harbour Services", "2026Q3", 55)
    other(solved, "Harbour Services", "2026H2", 55)
    half, quarter = read(solved, cast.csc)
    assert (quarter.own.value, quarter.stands) == (50, -1)  # 50 of 100, and not the mean of three
    assert half.own.period.key == "2026-09"


def test_a_figure_that_was_wrong_is_withdrawn_by_who_brought_it_or_the_office(
    cast, sign_in, wait, other
):
    row = other(wait, "Harbour Services", "2026-09", 90)
    at = f"/benchmarks/{row.public_id}/withdraw/"
    assert sign_in(cast.hana).post(at, {"version": row.version}).status_code == 403
    assert sign_in(cast.dana).post(at, {"version": row.version}).status_code == 302
    assert read(wait, cast.csc) == []
    row.refresh_from_db()
    with pytest.raises(WrongState):
        record(row, {"withdrawn": False}, by=cast.dana)
    other(wait, "Harbour Services", "2026-09", 91)


def test_once_a_period_and_never_for_a_retired_indicator(cast, sign_in, wait, other):
    other(wait, "Harbour Services", "2026-09", 90)
    with pytest.raises(IntegrityError), transaction.atomic():
        other(wait, "Harbour Services", "2026-09", 91)
    client = sign_in(cast.dana)
    client.post(URL, typed())
    again = client.post(URL, typed(value="12"))
    assert again.status_code == 409 and "stands here already" in text(again)
    take(wait, "retire", by=cast.olga, reason="Measured otherwise.")
    assert client.post(URL, typed()).status_code == 403


def test_everybody_reads_and_who_drafts_adds(cast, sign_in, wait, other):
    other(wait, "Harbour Services", "2026-09", 90)
    for name in ("sam", "leo", "cora"):
        client = sign_in(cast.people[name])
        assert "Harbour Services" in text(client.get(URL))
        assert client.post(URL, typed()).status_code == 403
    with pytest.raises(NotYours):
        other(wait, "Island Transport", "2026-09", 90, by=cast.sam)
    assert sign_in(cast.olga).post(URL, typed()).status_code == 302


def test_the_page_asks_as_much_for_one_figure_as_for_many(cast, sign_in, wait, other):
    client = sign_in(cast.leo)

    def statements():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL).status_code == 200
        return len(queries)

    other(wait, "Harbour Services", "2026-09", 90)
    statements()
    few = statements()
    for n in range(5):
        other(wait, f"Peer {n}", "2026-09", 80 + n)
    assert statements() == few
