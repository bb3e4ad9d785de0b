"""A figure is entered once a period, locked when handed in, and corrected with a reason."""

from decimal import Decimal as D

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from evidence import chronicle
from evidence.models import Indicator, Value
from evidence.periods import parse
from evidence.relevance import indicators_of
from evidence.statistics import roll_up
from evidence.steps import Figure, accept_values, enter_value, enter_values, submit_values
from improvement.audit.models import Entry
from improvement.door.acts import create, take
from improvement.door.refusals import NotYours, Stale, StepRefused, WrongState
from improvement.organization.models import Role


def enter(cast, indicator, period="2026-10", *, by=None, **figures):
    return enter_value(
        by=by or cast.dana,
        indicator=indicator,
        department=cast.csc,
        period=parse(period),
        **{name: D(str(figure)) for name, figure in figures.items()},
    )


def test_a_plain_figure_is_a_draft_with_one_entry(cast, wait):
    value = enter(cast, wait, value="148.5")
    assert (value.value, value.status, value.version) == (D("148.5"), "draft", 1)
    assert value.entered_by == cast.dana
    entries = Entry.objects.about("evidence.value", value.pk)
    assert [entry.verb for entry in entries] == ["create"]


def test_a_rate_follows_from_its_parts(cast, solved):
    value = enter(cast, solved, numerator=702, denominator=900)
    assert (value.value, value.numerator, value.denominator) == (78, 702, 900)


def test_a_rate_that_does_not_end_is_kept_to_six_places(cast, solved):
    assert enter(cast, solved, numerator=1, denominator=3).value == D("33.333333")


def test_zero_is_a_value(cast, wait):
    assert enter(cast, wait, value=0).value == 0


def test_nothing_counted_is_no_value(cast, solved):
    with pytest.raises(StepRefused, match="leave the period empty"):
        enter(cast, solved, numerator=0, denominator=0)
    assert not Value.objects.exists()


def test_an_empty_figure_is_no_zero(cast, wait):
    with pytest.raises(StepRefused, match="Enter a value"):
        enter(cast, wait)


def test_half_a_rate_is_no_value(cast, solved):
    with pytest.raises(StepRefused, match="both numerator and denominator"):
        enter(cast, solved, numerator=5)


def test_a_period_that_is_not_over_waits(cast, wait):
    with pytest.raises(StepRefused, match="not over yet"):
        enter(cast, wait, "2026-11", value=120)


def test_the_rhythm_of_the_indicator_holds(cast, wait):
    with pytest.raises(StepRefused, match="another rhythm"):
        enter(cast, wait, "2026Q3", value=120)


def test_the_second_figure_of_a_period_replaces_the_first(cast, wait):
    first = enter(cast, wait, value=148)
    second = enter(cast, wait, value=149, by=cast.hana)
    assert first.pk == second.pk
    assert (second.value, second.version, second.entered_by) == (149, 2, cast.hana)


def test_the_same_figure_again_changes_nothing(cast, wait):
    enter(cast, wait, value=148)
    again = enter(cast, wait, value=148, by=cast.hana)
    assert (again.version, again.entered_by) == (1, cast.dana)


def test_whoever_read_an_older_version_is_told(cast, wait):
    enter(cast, wait, value=148)
    enter(cast, wait, value=149)
    with pytest.raises(Stale):
        enter_value(
            by=cast.hana,
            indicator=wait,
            department=cast.csc,
            period=parse("2026-10"),
            value=D(150),
            version=1,
        )


@pytest.mark.parametrize("name", ["sam", "xia", "olga", "cora", "paul"])
def test_only_the_department_tells_its_values(cast, wait, name):
    with pytest.raises(NotYours):
        enter(cast, wait, value=1, by=cast.people[name])
    assert not Value.objects.exists()


def test_handed_in_it_is_locked(cast, wait, tell):
    tell(wait, "2026-10", 148, status="submitted")
    with pytest.raises(WrongState, match="handed in"):
        enter(cast, wait, value=149)
    assert Value.objects.get().value == 148


def test_all_of_a_department_are_handed_in_at_once(cast, wait, solved):
    rows = [
        enter(cast, wait, value=148),
        enter(cast, solved, numerator=7, denominator=10),
    ]
    submit_values(by=cast.hana, values=rows)
    assert {value.status for value in Value.objects.all()} == {"submitted"}
    submit_values(by=cast.hana, values=Value.objects.all())
    assert {value.version for value in Value.objects.all()} == {2}


def test_the_office_accepts_many_with_as_many_questions_as_one(cast, wait, tell):
    counts = []
    for periods in (["2026-01"], ["2026-02", "2026-03", "2026-04"]):
        rows = [tell(wait, period, 100, status="submitted") for period in periods]
        with CaptureQueriesContext(connection) as captured:
            accept_values(by=cast.olga, values=rows)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert {value.status for value in Value.objects.all()} == {"accepted"}


def test_the_office_returns_with_a_reason(cast, wait, tell):
    value = tell(wait, "2026-10", 1480, status="submitted")
    with pytest.raises(StepRefused):
        take(value, "send_back", by=cast.olga)
    returned = take(value, "send_back", by=cast.olga, reason="One zero too many.")
    assert returned.return_reason == "One zero too many."
    enter(cast, wait, value=148)
    done = submit_values(by=cast.dana, values=Value.objects.all())[0]
    assert (done.status, done.return_reason, done.value) == ("submitted", "", 148)


def test_an_officer_does_not_accept_the_values_of_the_own_department(cast, wait):
    value = enter_value(
        by=cast.dora, indicator=wait, department=cast.qua, period=parse("2026-10"), value=D(1)
    )
    submit_values(by=cast.dora, values=[value])
    with pytest.raises(NotYours):
        take(value, "accept", by=cast.otto)
    assert take(value, "accept", by=cast.olga).status == "accepted"


def test_a_correction_has_a_reason_and_keeps_the_old_figure(cast, wait, tell):
    value = tell(wait, "2026-10", 1480)
    take(value, "reopen", by=cast.olga, reason="The system counted twice.")
    enter(cast, wait, value=148)
    told = chronicle.events(Value.objects.get())
    assert [(event.before, event.after) for event in told if event.after] == [
        (1480, 148),
        (None, 1480),
    ]
    assert told[1].reason == "The system counted twice."


def test_the_database_takes_no_second_value_and_no_zero_denominator(cast, wait):
    enter(cast, wait, value=1)
    again = Value(indicator=wait, department=cast.csc, period="2026-10", value=2)
    parts = Value(
        indicator=wait, department=cast.csc, period="2026-09", value=2, numerator=1, denominator=0
    )
    half = Value(indicator=wait, department=cast.csc, period="2026-09", value=2, numerator=1)
    for row in (again, parts, half):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_missing_periods_show_as_missing(cast, wait, tell):
    for period, figure in [("2026-05", 150), ("2026-08", 140)]:
        tell(wait, period, figure)
    points = Value.objects.series(wait, cast.csc)
    assert [(point.period.key, point.value) for point in points] == [
        ("2026-05", 150),
        ("2026-06", None),
        ("2026-07", None),
        ("2026-08", 140),
    ]


def test_a_series_reaches_the_day_it_is_asked_for(cast, wait, tell):
    tell(wait, "2026-08", 140)
    day = parse("2026-10").ends
    assert [p.period.key for p in Value.objects.series(wait, cast.csc, until=day)] == [
        "2026-08",
        "2026-09",
        "2026-10",
    ]
    assert Value.objects.series(wait, cast.qua, until=day) == []


def test_drafts_and_returned_values_are_not_told(cast, wait, tell):
    tell(wait, "2026-07", 1, status="draft")
    tell(wait, "2026-08", 2, status="returned")
    tell(wait, "2026-09", 3, status="submitted")
    tell(wait, "2026-10", 4)
    assert [p.value for p in Value.objects.series(wait, cast.csc)] == [3, 4]
    assert Value.objects.latest_of(wait, cast.csc).value == 4
    assert Value.objects.latest_of(wait, cast.csc, on=parse("2026-09").ends).value == 3
    assert Value.objects.latest_of(wait, cast.csc, on=parse("2026-08").ends) is None


def test_departments_roll_up_by_their_parts(cast, solved, tell):
    tell(solved, "2026-10", numerator=90, denominator=100)
    tell(solved, "2026-10", numerator=1, denominator=10, department=cast.qua, by=cast.dora)
    parts = Value.objects.told().values_list("numerator", "denominator")
    assert roll_up(parts, solved.factor) == D(91) / 110 * 100


def test_a_department_tells_what_it_owns_and_what_it_has_told(cast, wait, solved, tell):
    foreign = create(Indicator(code="x", name="X", family="quality"), by=cast.olga)
    cast.appoint("dana", Role.CLERK, "qua")
    tell(wait, "2026-10", 1, department=cast.qua)
    assert set(indicators_of([cast.csc.pk])) == {wait, solved}
    assert set(indicators_of([cast.qua.pk])) == {wait}
    assert foreign not in indicators_of([cast.csc.pk, cast.qua.pk])


# Many at once


def figures(indicator, *periods, **parts):
    parts = {name: D(str(part)) for name, part in parts.items()}
    return [Figure(indicator, parse(period), **parts) for period in periods]


def test_many_values_are_begun_as_one_by_one(cast, wait, solved):
    told = figures(solved, "2026-08", "2026-09", numerator=1, denominator=3)
    told += figures(wait, "2026-09", value=120)
    made = enter_values(by=cast.dana, department=cast.csc, figures=told)
    assert [(value.period, value.value) for value in made] == [
        ("2026-08", D("33.333333")),
        ("2026-09", D("33.333333")),
        ("2026-09", D(120)),
    ]
    for value in made:
        kept = Value.objects.get(pk=value.pk)
        assert (kept.ends, kept.status, kept.version) == (kept.in_period.ends, "draft", 1)
        assert [e.verb for e in Entry.objects.about("evidence.value", kept.pk)] == ["create"]


def test_many_values_take_as_many_queries_as_few(cast, wait):
    def queries(*periods):
        with CaptureQueriesContext(connection) as asked:
            enter_values(
                by=cast.dana, department=cast.csc, figures=figures(wait, *periods, value=1)
            )
        return len(asked)

    assert queries("2026-01") == queries("2026-02", "2026-03", "2026-04", "2026-05")


@pytest.mark.parametrize(
    ("periods", "sentence"),
    [
        (["2026-09", "2026-10"], "Oct 2026 has its value already"),
        (["2026-09", "2026-09"], "Sep 2026 has its value already"),
        (["2026-09", "2026-11"], "not over yet"),
        (["2026-09", "2026Q3"], "another rhythm"),
    ],
)
def test_of_many_values_one_that_cannot_be_stops_all(cast, wait, periods, sentence):
    enter(cast, wait, value=148)
    with pytest.raises(StepRefused, match=sentence):
        enter_values(by=cast.dana, department=cast.csc, figures=figures(wait, *periods, value=120))
    assert Value.objects.count() == 1


def test_a_stranger_begins_no_values(cast, wait):
    with pytest.raises(NotYours):
        enter_values(by=cast.dora, department=cast.csc, figures=figures(wait, "2026-09", value=1))
