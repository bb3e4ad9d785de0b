"""The clock schedules the periods of a year and opens each on the day after its end (5.3.1)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluation import by_clock
from evaluation.calendar import dates_after, spans
from evaluation.models import Evaluation, EvaluationPeriod
from evaluation.scoresheet import Scoresheet
from execution.models import ProgressReport
from improvement.audit.models import Entry
from improvement.notifications.ladder import calendar_days
from improvement.organization.models.calendar import Holiday

YEAR = dt.date(2027, 1, 1), dt.date(2027, 12, 31)


def test_a_year_has_four_quarters_or_two_halves():
    assert [s.key for s in spans(*YEAR, "quarterly")] == ["2027Q1", "2027Q2", "2027Q3", "2027Q4"]
    assert [s.key for s in spans(*YEAR, "half_yearly")] == ["2027H1", "2027H2"]


def test_a_year_that_begins_within_a_quarter_is_cut():
    first, *_rest, last = spans(dt.date(2027, 2, 1), dt.date(2028, 1, 31), "quarterly")

    assert (first.key, first.starts) == ("2027Q1", dt.date(2027, 2, 1))
    assert (last.key, last.ends) == ("2028Q1", dt.date(2028, 1, 31))


def test_dates_count_from_the_end_or_from_a_late_opening():
    end = dt.date(2027, 3, 31)

    assert dates_after(end, dt.date(2027, 4, 1), calendar_days).data == dt.date(2027, 4, 7)
    assert dates_after(end, dt.date(2027, 4, 4), calendar_days).data == dt.date(2027, 4, 10)


def test_the_dates_follow_the_day_for_which_the_clock_ran(year):
    """Not the day on which somebody starts the scanner for an earlier one."""
    year.plan("csc")
    year.at("2027-05-20")

    by_clock.open_periods(dt.datetime(2027, 4, 1, 4, tzinfo=dt.UTC))

    assert year.quarter.data_due < dt.date(2027, 4, 15)


def test_a_period_opens_with_an_evaluation_for_every_plan_in_force(year):
    year.plan("csc")
    year.plan("qua")
    year.plan("lic", status="approved")

    year.opened()

    period = year.quarter
    assert period.status == "collecting"
    assert sorted(row.department.code for row in period.evaluations.all()) == ["csc", "qua"]
    assert {row.status for row in period.evaluations.all()} == {"collecting"}
    assert [c.kind for c in period.criteria.criteria.all()] == [
        "goals",
        "measures",
        "reports",
        "feedback",
    ]
    assert EvaluationPeriod.objects.filter(status="scheduled").count() == 3


def test_nothing_opens_on_the_last_day_of_a_period(year, contact_centre):
    year.at("2027-03-31", hour=23)
    year.scan()

    assert {p.status for p in EvaluationPeriod.objects.all()} == {"scheduled"}


def test_a_second_scan_changes_nothing(year, contact_centre):
    year.opened()
    before = Entry.objects.count()

    year.scan()

    assert Entry.objects.count() == before
    assert Evaluation.objects.count() == 1


def test_an_outage_of_half_a_year_is_caught_up(year, contact_centre):
    year.at("2027-07-05")
    year.scan()

    opened = EvaluationPeriod.objects.filter(status="collecting").order_by("key")
    assert [p.key for p in opened] == ["2027Q1", "2027Q2"]
    assert all(p.data_due > dt.date(2027, 7, 5) for p in opened)


def test_a_clock_set_back_closes_nothing_again(year, contact_centre):
    year.opened()
    year.at("2027-03-30")
    year.scan()

    assert year.quarter.status == "collecting"


def test_dates_are_working_days_with_holidays(year, contact_centre):
    Holiday.objects.create(day=dt.date(2027, 4, 5), name="Ching Ming")

    year.opened()

    # Seven working days after 31 March: 1, 2, 6, 7, 8, 9, 12 April
    assert year.quarter.data_due == dt.date(2027, 4, 12)


def test_figures_are_kept_when_the_data_were_due(year, contact_centre):
    year.values(contact_centre, ("2027-03", 81))
    year.opened()
    assert not year.scorecard().suggestions.exists()

    year.at(str(year.quarter.data_due))
    year.scan()
    assert year.quarter.status == "collecting"
    year.at(str(year.quarter.data_due + dt.timedelta(days=1)))
    year.scan()

    assert year.quarter.status == "rating"
    rows = year.scorecard().suggestions.select_related("criterion")
    kept = {row.criterion.kind: row for row in rows}
    # From 80 to 85 by the end of the year: 81 is a fifth, where 89 of 364 days were to be done.
    assert (kept["goals"].score, kept["goals"].known, kept["goals"].asked) == (
        Decimal("81.8"),
        1,
        3,
    )
    assert (kept["reports"].score, kept["feedback"].score) == (None, None)


def test_one_department_asks_as_many_queries_as_three(year, contact_centre):
    def quarter_passes(opening: str, rating: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            year.at(opening)
            by_clock.open_periods(timezone.now())
            year.at(rating)
            by_clock.begin_ratings(timezone.now())
        return len(asked)

    year.opened()
    one = quarter_passes("2027-07-01", "2027-07-20")
    year.plan("qua")
    year.plan("lic")
    three = quarter_passes("2027-10-01", "2027-10-20")

    assert EvaluationPeriod.objects.get(key="2027Q3").evaluations.count() == 3
    assert three <= one


def test_reports_count_when_they_were_due(year, contact_centre):
    on_time = dt.datetime(2027, 2, 5, tzinfo=dt.UTC)
    for period, ends, due, at in (
        ("2027-01", dt.date(2027, 1, 31), dt.date(2027, 2, 7), on_time),
        ("2027-02", dt.date(2027, 2, 28), dt.date(2027, 3, 7), None),
        ("2027-03", dt.date(2027, 3, 31), dt.date(2027, 4, 9), None),
    ):
        report = ProgressReport(
            plan=contact_centre, period=period, ends=ends, due=due, last_day=due, submitted_at=at
        )
        report.save()

    line = next(x for x in Scoresheet(year.opened()).lines if x.criterion.kind == "reports")

    assert line.told == (Decimal("50.0"), 2, 2)  # that of March is not due yet
