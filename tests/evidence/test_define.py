"""The library: four families, cards with every version they had, coverage (D82, D83)."""

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.defining import define, editions, redefine
from evidence.freshness import Freshness, freshness
from evidence.library import Library
from evidence.models import Indicator, Value
from evidence.periods import parse
from evidence.relevance import indicators_of
from evidence.steps import enter_value
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.refusals import NotYours, Stale, StepRefused, WrongState
from improvement.organization.models import Department

LIBRARY, COVERAGE = "/goals/library/", "/goals/coverage/"
TODAY = dt.date(2026, 11, 22)


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def card(**more):
    return {
        "code": "calls-answered",
        "name": "Calls answered",
        "name_hant": "接聽來電",
        "name_hans": "接听来电",
        "family": "process",
        "direction": "higher",
        "rhythm": "monthly",
        "path": "step",
        "factor": "1",
        "stale_days": "15",
        **more,
    }


# The card


def test_the_office_takes_an_indicator_into_the_library(cast, sign_in):
    answer = sign_in(cast.olga).post(
        f"{LIBRARY}new/",
        card(owner=cast.csc.pk, unit="%", denominator_name="All calls", factor="100"),
    )
    assert answer.status_code == 302
    made = Indicator.objects.get()
    assert (made.code, made.family, made.owner, made.factor) == (
        "calls-answered",
        "process",
        cast.csc,
        100,
    )
    assert (made.version, made.status) == (1, "in_use")
    assert [e.verb for e in Entry.objects.about("evidence.indicator", made.pk)] == ["create"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "This field is required"),
        ({"family": ""}, "This field is required"),
        ({"code": "two words"}, "valid"),
        ({"factor": "0"}, "must not be zero"),
        ({"numerator_name": "Answered"}, "needs its denominator"),
    ],
)
def test_a_card_that_is_not_whole_says_so_and_keeps_what_was_typed(cast, sign_in, wrong, sentence):
    page = text(sign_in(cast.olga).post(f"{LIBRARY}new/", card(**wrong)), 409)
    assert sentence in page and "接聽來電" in page
    assert not Indicator.objects.exists()


@pytest.mark.parametrize("name", ["dana", "hana", "leo", "ada"])
def test_the_library_is_kept_by_the_office(cast, sign_in, wait, name):
    client = sign_in(cast.people[name])
    assert client.get(f"{LIBRARY}new/").status_code == 403
    assert client.post(f"{LIBRARY}new/", card()).status_code == 403
    assert client.get("/indicators/hotline-wait/change/").status_code == 403
    assert Indicator.objects.count() == 1
    with pytest.raises(NotYours):
        define(by=cast.people[name], code="x", name="X", family="quality")


def test_every_version_of_a_definition_is_kept(cast, sign_in, wait):
    typed = card(
        code="ignored",
        name=wait.name,
        direction="lower",
        unit="min",
        owner=cast.qua.pk,
        valid_from="2027-01-01",
        change_reason="Counted from the first ring.",
        version=1,
    )
    client = sign_in(cast.olga)
    assert client.post("/indicators/hotline-wait/change/", typed).status_code == 302
    kept = Indicator.objects.get()
    assert (kept.code, kept.unit, kept.version) == ("hotline-wait", "min", 2)
    latest, first = editions(kept)
    assert (latest.actor, latest.valid_from) == (cast.olga, dt.date(2027, 1, 1))
    assert latest.reason == "Counted from the first ring."
    assert ("Unit", "s", "min") in latest.changes
    assert ("Responsible department", "Contact Centre", "Quality") in latest.changes
    assert first.changes == []
    page = text(client.get("/indicators/hotline-wait/"))
    assert "Counted from the first ring." in page and "<del>s</del>" in page


def test_a_change_says_why_and_from_which_day(cast, sign_in, wait):
    typed = card(unit="min", version=1)
    page = text(sign_in(cast.olga).post("/indicators/hotline-wait/change/", typed), 409)
    assert page.count("This field is required") == 4  # in the summary and beside the field
    assert Indicator.objects.get().unit == "s"


def test_who_read_an_older_card_is_told(cast, wait):
    redefine(wait, by=cast.olga, version=1, unit="min")
    with pytest.raises(Stale):
        redefine(wait, by=cast.oscar, version=1, unit="h")


@pytest.mark.parametrize(
    "changes", [{"rhythm": "quarterly"}, {"factor": D(1000)}, {"denominator_name": "Calls"}]
)
def test_what_values_were_computed_by_stays(cast, wait, tell, changes):
    redefine(wait, by=cast.olga, source="Counted by hand")
    tell(wait, "2026-10", 1)
    with pytest.raises(StepRefused, match="Retire the indicator"):
        redefine(wait, by=cast.olga, **changes)
    assert Indicator.objects.get().version == 2


def test_a_refused_change_keeps_what_was_typed(cast, sign_in, wait, tell):
    tell(wait, "2026-10", 1)
    typed = card(rhythm="yearly", valid_from="2027-01-01", change_reason="Enough.", version=1)
    page = text(sign_in(cast.olga).post("/indicators/hotline-wait/change/", typed), 409)
    assert "Retire the indicator" in page and "Enough." in page


def test_a_retired_indicator_keeps_its_series_and_asks_for_nothing(cast, sign_in, wait, tell):
    tell(wait, "2026-09", 148)
    client = sign_in(cast.olga)
    assert "Retire the indicator" in text(client.get("/indicators/hotline-wait/"))
    take(wait, "retire", by=cast.olga, reason="Measured by the new system.")
    assert wait not in indicators_of([cast.csc.pk])
    with pytest.raises(StepRefused, match="retired"):
        tell(wait, "2026-10", 1)
    with pytest.raises(WrongState, match="retired"):
        redefine(wait, by=cast.olga, unit="min")
    page = text(client.get("/indicators/hotline-wait/"))
    assert "148 s" in page and "Measured by the new system." in page
    assert "hotline-wait" not in text(client.get(LIBRARY))
    assert "hotline-wait" in text(client.get(f"{LIBRARY}?retired=1"))
    take(wait, "restore", by=cast.olga)
    assert wait in indicators_of([cast.csc.pk])


# Freshness


@pytest.mark.parametrize(
    ("last", "today", "state"),
    [
        (None, TODAY, "none"),
        (dt.date(2026, 10, 31), TODAY, "fresh"),
        (dt.date(2026, 9, 30), dt.date(2026, 11, 15), "fresh"),  # fifteen days are not over
        (dt.date(2026, 9, 30), dt.date(2026, 11, 16), "stale"),
        (dt.date(2025, 10, 31), TODAY, "stale"),
    ],
)
def test_a_value_is_out_of_date_when_the_days_after_its_period_are_over(last, today, state):
    monthly = Indicator(rhythm="monthly", stale_days=15)
    assert freshness(monthly, last, today) == state


def test_each_rhythm_has_its_own_time():
    last = dt.date(2026, 6, 30)
    quarterly = Indicator(rhythm="quarterly", stale_days=15)
    yearly = Indicator(rhythm="yearly", stale_days=15)
    assert freshness(quarterly, last, dt.date(2026, 10, 15)) == Freshness.FRESH
    assert freshness(quarterly, last, dt.date(2026, 10, 16)) == Freshness.STALE
    assert freshness(yearly, dt.date(2025, 12, 31), TODAY) == Freshness.FRESH


def test_a_draft_is_not_told_yet(cast, wait, tell):
    tell(wait, "2026-10", 1, status="draft")
    (telling,) = Library([wait], TODAY).entries[wait.pk].tellings
    assert telling.freshness == Freshness.NONE


# The pages


def test_the_library_shows_four_families_and_what_is_out_of_date(
    cast, sign_in, wait, solved, passed, tell
):
    tell(wait, "2026-08", 148)
    tell(solved, "2026-10", numerator=1, denominator=2)
    page = text(sign_in(cast.sam).get(LIBRARY))
    families = [f'id="family-{key}"' for key in ("quality", "satisfaction", "process", "business")]
    assert [page.count(one) for one in families] == [1, 1, 1, 1]
    assert "Out of date" in page and "Up to date" in page and "No value yet" in page
    assert page.count("The rule asks for indicators of all four families.") == 2
    assert "New indicator" not in page
    assert "New indicator" in text(sign_in(cast.olga).get(LIBRARY))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=HOTLINE", {"hotline-wait"}),
        ("q=熱線", {"hotline-wait"}),
        ("family=quality", {"first-contact", "access-pass"}),
        ("rhythm=quarterly", {"access-pass"}),
        ("state=stale", {"hotline-wait"}),
        ("state=none", {"first-contact", "access-pass"}),
        ("department=qua", set()),
        ("department=csc&family=process", {"hotline-wait"}),
        ("q=nowhere", set()),
    ],
)
def test_filters_narrow_the_list(cast, sign_in, wait, solved, passed, tell, query, shown):
    tell(wait, "2026-08", 148)
    page = text(sign_in(cast.sam).get(f"{LIBRARY}?{query}"))
    codes = {"hotline-wait", "first-contact", "access-pass"}
    assert {code for code in codes if f">{code}<" in page} == shown
    assert ("Nothing found" in page) == (not shown)


def test_coverage_shows_which_family_a_department_does_not_measure(
    cast, sign_in, wait, solved, tell
):
    tell(solved, "2026-10", numerator=1, denominator=2)
    tell(wait, "2026-08", 148)
    rows = {row.department.code: row for row in Library([wait, solved], TODAY).coverage}
    assert set(rows) == {"csc", "lic", "qua"}
    assert rows["csc"].missing == ["satisfaction", "business"]
    assert rows["qua"].missing == ["quality", "satisfaction", "process", "business"]
    quality, _satisfaction, process, _business = rows["csc"].cells
    assert (quality.fresh, quality.stale, process.fresh, process.stale) == (1, 0, 0, 1)
    page = text(sign_in(cast.leo).get(COVERAGE))
    assert "3 departments do not measure all four families" in page
    assert page.count('class="coverage-stale"') == 3  # the legend, all departments, its own


def test_the_coverage_of_many_departments_is_a_page_at_a_time_and_a_bar(cast, sign_in, wait):
    """A square for each would be wider than the page: their shares are drawn instead."""
    others = [Department.objects.create(code=f"u{n:03}", name=f"Unit {n}") for n in range(60)]
    for n, own in enumerate(others):
        told = parse("2026-10" if n < 45 else "2026-06")
        Value.objects.create(
            indicator=wait,
            department=own,
            period=told.key,
            ends=told.ends,
            value=7,
            status="accepted",
        )

    found = Library([wait], TODAY)
    process = next(cell for cell in found.families if cell.family == "process")
    assert process.counts == [45, 15, 1]
    assert [state for _x, _width, state in process.marks] == list(Freshness)
    assert sum(width for _x, width, _state in process.marks) == process.width == 286
    first, last = (text(sign_in(cast.leo).get(f"{COVERAGE}?coverage={n}")) for n in (1, 2))
    assert (first.count("data-row "), last.count("data-row ")) == (50, 13)
    assert "63 departments do not measure" in first


def test_a_card_without_a_family_counts_in_none(cast, sign_in, wait):
    define(by=cast.olga, code="x", name="X", owner=cast.csc)
    rows = {row.department: row for row in Library(Indicator.objects.all(), TODAY).coverage}
    assert [len(cell.tellings) for cell in rows[cast.csc].cells] == [0, 0, 1, 0]
    assert text(sign_in(cast.sam).get(COVERAGE)) and text(sign_in(cast.sam).get(LIBRARY))


def test_the_card_says_who_tells_it(cast, sign_in, wait, tell):
    tell(wait, "2026-10", 7, department=cast.qua, by=cast.dora)
    page = text(sign_in(cast.sam).get("/indicators/hotline-wait/"))
    used = page.partition('id="used"')[2].partition("</section>")[0]
    assert "Contact Centre" in used and "Quality" in used and "Oct 2026" in used


def test_the_pages_ask_the_same_for_one_row_and_for_three(cast, sign_in, wait, tell):
    tell(wait, "2026-08", 1)

    def asked(url):
        client = sign_in(cast.olga)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    urls = (LIBRARY, COVERAGE, "/indicators/hotline-wait/", f"{LIBRARY}new/")
    one = {url: asked(url) for url in urls}
    for code in ("a", "b"):
        made = define(by=cast.olga, code=code, name=code, family="quality", owner=cast.lic)
        enter_value(
            by=cast.lily, indicator=made, department=cast.lic, period=wait.owed(TODAY), value=D(1)
        )
        redefine(wait, by=cast.olga, source=code)
    tell(wait, "2026-09", 7, department=cast.qua, by=cast.dora)
    assert {url: asked(url) for url in urls} == one
    assert max(one.values()) <= 10, one
    assert Value.objects.count() == 4


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hant", "指標庫"), ("zh-hans", "指标库"), ("en", "Indicator library")],
)
def test_the_library_speaks_three_languages(cast, sign_in, wait, language, words):
    page = text(sign_in(cast.sam).get(LIBRARY, headers={"accept-language": language}))
    assert f"<h1>{words}" in page or words in page


def test_whether_plain_figures_add_up_stands_on_the_card(cast, sign_in, wait):
    client = sign_in(cast.olga)
    typed = card(adds_up="True", valid_from="2027-01-01", change_reason="Calls, not waits.")
    assert (
        client.post("/indicators/hotline-wait/change/", typed | {"version": 1}).status_code == 302
    )
    page = text(client.get("/indicators/hotline-wait/"))
    assert "<dd>Add up</dd>" in page and "<del>Do not add up</del>" in page
