"""Targets by department and period: set in one form, followed by charts and the entry sheet."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from evidence.models import Indicator, PeriodTarget
from evidence.periods import parse
from evidence.targets import Wanted, aims_on, bound, periods_in, set_targets
from improvement.audit.models import Entry
from improvement.door.acts import create, take
from improvement.door.refusals import NotYours, Stale, WrongState

URL = "/indicators/hotline-wait/targets/?department=csc&year=2026"


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def wanted(period, target, upper=None, version=0):
    figures = [None if one is None else D(str(one)) for one in (target, upper)]
    return Wanted(parse(period), *figures, version)


def put(cast, indicator, *rows, by=None, department=None):
    return set_targets(
        by=by or cast.olga,
        indicator=indicator,
        department=department or cast.csc,
        wanted=[wanted(*row) for row in rows],
    )


def typed(figures, versions=(), year=2026, rhythm="monthly"):
    """The whole form, empty but for the figures given by period."""
    found = {}
    for period in periods_in(year, rhythm):
        found[f"t{period.key}-target"] = figures.get(period.key, "")
        found[f"t{period.key}-version"] = dict(versions).get(period.key, 0)
    return found


def test_the_office_sets_the_targets_of_a_year_with_one_form(cast, sign_in, wait):
    client = sign_in(cast.olga)
    assert client.post(URL, typed({"2026": "110", "2026-12": "1,00.5"})).status_code == 409
    assert not PeriodTarget.objects.exists()
    answer = client.post(URL, typed({"2026": "110", "2026-12": "100.5"}))
    assert answer.status_code == 302
    kept = {row.period: (row.target, row.ends) for row in PeriodTarget.objects.all()}
    assert kept == {
        "2026": (110, dt.date(2026, 12, 31)),
        "2026-12": (D("100.5"), dt.date(2026, 12, 31)),
    }
    entry = Entry.objects.filter(object_type="evidence.periodtarget").first()
    assert (entry.actor, entry.chain) == (cast.olga, f"evidence.indicator:{wait.pk}")
    page = text(client.get(URL))
    assert 'value="110"' in page and "from 2026" in page and "100.5 s" in page


def test_a_target_is_changed_and_taken_back(cast, wait):
    (row,) = put(cast, wait, ("2026", 110))
    (changed,) = put(cast, wait, ("2026", 105, None, 1))
    assert (changed.pk, changed.target, changed.version) == (row.pk, 105, 2)
    put(cast, wait, ("2026", None, None, 2))
    assert PeriodTarget.objects.get().target is None
    assert aims_on(dt.date(2026, 11, 22), [wait], [cast.csc]) == {}
    verbs = Entry.objects.about("evidence.periodtarget", row.pk).values_list("verb", flat=True)
    assert list(verbs) == ["create", "change", "change"]


def test_the_same_again_changes_nothing(cast, wait):
    put(cast, wait, ("2026", 110))
    assert put(cast, wait, ("2026", 110, None, 1)) == []
    assert PeriodTarget.objects.get().version == 1


def test_who_read_older_targets_is_told(cast, sign_in, wait):
    put(cast, wait, ("2026", 110))
    with pytest.raises(Stale):
        put(cast, wait, ("2026", 90))
    page = text(sign_in(cast.oscar).post(URL, typed({"2026": "90"})), 409)
    assert "Somebody has changed these targets meanwhile" in page and 'value="90"' in page
    assert PeriodTarget.objects.get().target == 110


@pytest.mark.parametrize("name", ["dana", "hana", "leo", "sam", "ada"])
def test_others_read_them(cast, sign_in, wait, name):
    put(cast, wait, ("2026", 110))
    client = sign_in(cast.people[name])
    page = text(client.get(URL))
    assert "110 s" in page and "Set the targets" not in page
    assert client.post(URL, typed({"2026": "1"})).status_code == 403
    with pytest.raises(NotYours):
        put(cast, wait, ("2027", 1), by=cast.people[name])


def test_an_officer_sets_no_targets_for_the_own_department(cast, wait):
    with pytest.raises(NotYours):
        put(cast, wait, ("2026", 1), by=cast.otto, department=cast.qua)
    assert put(cast, wait, ("2026", 1), by=cast.otto)


def test_a_retired_indicator_gets_no_targets(cast, sign_in, wait):
    take(wait, "retire", by=cast.olga, reason="Measured otherwise.")
    with pytest.raises(WrongState, match="retired"):
        put(cast, Indicator.objects.get(), ("2026", 1))
    assert "Set the targets" not in text(sign_in(cast.olga).get(URL))


def test_a_range_has_both_ends_in_order(cast, sign_in, wait):
    load = create(
        Indicator(
            code="load", name="Load", family="process", direction="in_range", rhythm="yearly"
        ),
        by=cast.olga,
    )
    client, url = sign_in(cast.olga), "/indicators/load/targets/?department=csc&year=2026"
    for figures, sentence in (
        ({"t2026-target": "80"}, "Give both ends of the range, or none."),
        ({"t2026-target": "80", "t2026-upper": "70"}, "lies below the lower one"),
    ):
        assert sentence in text(client.post(url, figures), 409)
    assert client.post(url, {"t2026-target": "80", "t2026-upper": "90"}).status_code == 302
    assert [(row.target, row.upper) for row in PeriodTarget.objects.all()] == [(80, 90)]
    for fields in ({"target": 9, "upper": 8}, {"target": None, "upper": 8}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PeriodTarget(indicator=load, department=cast.qua, period="2026", **fields).save()


# What a period is to reach


def rows(*given):
    return [PeriodTarget(period=key, target=D(str(target))) for key, target in given]


@pytest.mark.parametrize(
    ("path", "period", "reached", "set_for"),
    [
        ("step", "2026", 100, "2026"),
        ("step", "2026-03", 90, "2026Q1"),  # the shortest around it
        ("step", "2026-05", 100, "2026"),
        ("step", "2026-12", 120, "2026-12"),  # its own
        ("linear", "2026-12", 120, "2026-12"),
        ("linear", "2026-06", 90, "2026"),  # half the way from 80, the year before, to 100
        ("linear", "2026", 100, "2026"),
        ("linear", "2026-01", "83.33", "2026Q1"),  # a third of the way from 80 to 90
        ("linear", "2025-06", 80, "2025"),  # none before it
    ],
)
def test_what_a_period_is_to_reach(path, period, reached, set_for):
    given = rows(("2025", 80), ("2026", 100), ("2026Q1", 90), ("2026-12", 120))
    found = bound(path, given, parse(period))
    assert (found.target, found.set_for.key) == (D(str(reached)), set_for)


def test_outside_every_period_there_is_no_target():
    assert bound("step", rows(("2026Q1", 90)), parse("2026-04")) is None
    assert bound("step", [PeriodTarget(period="2026", target=None)], parse("2026-04")) is None


def test_the_sheet_holds_the_year_and_what_is_shorter():
    assert [p.key for p in periods_in(2026, "quarterly")] == [
        "2026",
        *("2026H1", "2026Q1", "2026Q2"),
        *("2026H2", "2026Q3", "2026Q4"),
    ]
    assert [p.key for p in periods_in(2026, "yearly")] == ["2026"]
    assert len(periods_in(2026, "monthly")) == 17


# Where it counts


def test_the_chart_aims_at_the_target_where_no_goal_does(cast, sign_in, wait, tell):
    for month, value in enumerate((150, 148, 152, 149), start=7):
        tell(wait, f"2026-{month:02}", value)
    client = sign_in(cast.sam)
    assert "target 110" not in text(client.get("/indicators/hotline-wait/"))
    put(cast, wait, ("2026", 110))
    for url in ("/indicators/hotline-wait/", "/goals/?department=csc"):
        page = text(client.get(url))
        assert "target 110" in page and "Target for 2026" in page
    assert "None of 4 values meets the target" in text(client.get("/indicators/hotline-wait/"))


def test_the_target_stands_beside_the_figure_one_enters(cast, sign_in, wait):
    put(cast, wait, ("2026Q4", 110))
    assert "Target 110 s" in text(sign_in(cast.dana).get("/values/"))
    assert "Target 110 s" not in text(sign_in(cast.dana).get("/values/?period=2026-09"))


def test_the_page_says_what_was_met(cast, sign_in, wait, tell):
    put(cast, wait, ("2026", 150))
    tell(wait, "2026-08", 149)
    tell(wait, "2026-09", 151)
    page = text(sign_in(cast.sam).get(URL))
    assert page.count("Met</span>") == 1 and page.count("Missed</span>") == 1


@pytest.mark.parametrize("query", ["", "year=x", "year=1999", "year=9999", "department=nowhere"])
def test_what_is_not_on_offer_falls_back(cast, sign_in, wait, query):
    page = text(sign_in(cast.sam).get(f"/indicators/hotline-wait/targets/?{query}"))
    assert "Contact Centre · 2026" in page


def test_the_pages_ask_the_same_for_one_row_and_for_three(cast, sign_in, wait, solved, tell):
    def asked(url, person):
        client = sign_in(person)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    pages = [(URL, cast.olga), (URL, cast.sam), ("/values/", cast.dana), ("/goals/", cast.leo)]
    put(cast, wait, ("2026", 110))
    tell(wait, "2026-09", 148)
    one = [asked(*page) for page in pages]
    put(cast, wait, ("2026Q1", 1), ("2026-10", 2))
    put(cast, solved, ("2026", 80), ("2026Q1", 70))
    tell(wait, "2026-08", 148)
    tell(solved, "2026-08", numerator=1, denominator=2)
    assert [asked(*page) for page in pages] == one
    assert max(one) <= 10, one


def test_many_targets_are_set_with_as_many_questions_as_one(cast, wait):
    def queries(*rows):
        with CaptureQueriesContext(connection) as captured:
            put(cast, wait, *rows)
        return len(captured)

    assert queries(("2025", 1)) == queries(("2026", 1), ("2026Q1", 2), ("2026Q2", 3))
