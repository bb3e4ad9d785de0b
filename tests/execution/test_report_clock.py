"""The clock opens and misses reports: each once, whatever happens to the clock or the scanner."""

import datetime as dt

import pytest
import time_machine as travel
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from execution import reporting
from execution.models import ProgressReport
from execution.reporting_calendar import dates_of, ended, last_day_of, periods_of
from improvement.audit.models import Entry
from improvement.organization.models import Holiday
from plans.models import OrganizationPlan, Plan, Round
from tests import factories
from tests.execution.report_year import OPENED, QUARTER, YEAR, handed_in, run

DAY = dt.timedelta(days=1)
QUARTERS = [f"{YEAR}Q{n}" for n in (1, 2, 3, 4)]


def at(day, hour=2):
    return dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)


def on(moment):
    with travel.travel(moment, tick=False):
        return run(moment)


def asked():
    return list(ProgressReport.objects.order_by("ends", "plan").values_list("period", flat=True))


def test_a_report_is_opened_when_its_period_is_over(plan):
    assert on(at(dt.date(YEAR, 3, 31), 4)) == (0, 0)

    assert on(OPENED) == (1, 0)

    report = ProgressReport.objects.get()
    assert (report.plan, report.period, report.status) == (plan, QUARTER, "due")
    assert report.ends == dt.date(YEAR, 3, 31)
    entry = Entry.objects.get(object_type="execution.progressreport", verb="create")
    assert entry.actor is None and '"type":"notifications.heartbeat"' in entry.body


def test_every_ten_minutes_it_is_opened_once(plan):
    for minutes in range(0, 60, 10):
        on(OPENED + dt.timedelta(minutes=minutes))
    assert asked() == [QUARTER]


def test_three_days_of_outage_are_caught_up_with(plan):
    assert on(OPENED + 3 * DAY) == (1, 0)
    usual = dates_of(periods_of(plan.round)[0], plan.round, OPENED.date())
    assert ProgressReport.objects.get().due == usual.due


def test_an_outage_that_outlasts_the_days_to_report_makes_nobody_late(plan):
    late = OPENED + 40 * DAY
    assert on(late) == (1, 0)
    assert ProgressReport.objects.get().due > late.date()


def test_a_clock_that_is_set_back_opens_nothing_twice(plan):
    on(OPENED + DAY)
    assert on(OPENED - 2 * DAY) == (0, 0)
    assert on(OPENED) == (0, 0)
    assert asked() == [QUARTER]


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York"])
def test_daylight_saving_loses_and_doubles_nothing(plan, zone, monkeypatch):
    """In both zones the first quarter ends within days of the hour that is left out."""
    monkeypatch.setattr(settings, "TIME_ZONE", zone)
    from django.utils import timezone

    timezone.get_default_timezone.cache_clear()
    try:
        for hours in range(0, 24 * 10, 3):
            on(OPENED - 5 * DAY + dt.timedelta(hours=hours))
    finally:
        monkeypatch.undo()
        timezone.get_default_timezone.cache_clear()
    assert asked() == [QUARTER]


def test_a_whole_year_asks_for_every_period_once(plan):
    """The last one is asked for while the year is being evaluated."""
    Plan.objects.filter(pk=plan.pk).update(status="evaluation")
    Round.objects.filter(pk=plan.round_id).update(status="evaluating")
    on(at(dt.date(YEAR + 1, 1, 2)))
    assert asked() == QUARTERS


@pytest.mark.parametrize("status", ["draft", "approved", "closed", "withdrawn"])
def test_a_plan_that_is_not_in_force_is_not_asked(plan, status):
    Plan.objects.filter(pk=plan.pk).update(status=status)
    assert on(OPENED) == (0, 0)


def test_a_plan_issued_later_does_not_report_on_the_time_before(plan):
    OrganizationPlan.objects.update(issued_on=dt.date(YEAR, 5, 2))
    on(at(dt.date(YEAR, 7, 1)))
    assert asked() == [f"{YEAR}Q2"]


def test_the_due_date_counts_working_days_and_is_frozen(plan):
    Holiday.objects.create(day=dt.date(YEAR, 4, 5), name="A holiday")
    on(OPENED)
    report = ProgressReport.objects.get()
    day, left = report.ends, plan.round.report_days
    while left:
        day += DAY
        left -= day.weekday() < 5 and day != dt.date(YEAR, 4, 5)
    assert report.due == day
    Holiday.objects.create(day=day, name="Another")
    Round.objects.update(report_days=3)
    on(OPENED + DAY)
    report.refresh_from_db()
    assert report.due == day


def test_it_is_missed_after_the_days_of_grace_and_stays_so(plan):
    on(OPENED)
    report = ProgressReport.objects.get()
    assert on(at(report.last_day)) == (0, 0)

    assert on(at(report.last_day + DAY)) == (0, 1)

    report.refresh_from_db()
    assert report.status == "missed"
    assert on(at(report.last_day + 2 * DAY)) == (0, 0)


def test_what_was_handed_in_late_is_not_missed(plan, cast):
    on(OPENED)
    report = ProgressReport.objects.get()
    with travel.travel(at(report.due + DAY), tick=False):
        report = handed_in(report, cast.dana, cast.hana)
        assert report.late
    assert on(at(report.last_day + DAY)) == (0, 0)


def test_a_year_that_ends_within_a_period_reports_up_to_its_end(cast):
    year = Round(
        label="short",
        starts=dt.date(YEAR, 2, 1),
        ends=dt.date(YEAR, 11, 15),
        deadline=dt.date(YEAR, 1, 1),
    )
    assert [period.key for period in periods_of(year)] == QUARTERS
    last = periods_of(year)[-1]
    assert last_day_of(last, year) == year.ends
    assert last in ended(year, year.ends + DAY) and last not in ended(year, year.ends)


def test_opening_asks_the_same_for_one_plan_and_for_three(cast, planning_round):
    others = [("qua", "dora", "hugo"), ("lic", "lily", "lily")]
    for code, by, head in [("csc", "dana", "hana"), *others]:
        factories.make_plan(cast, planning_round, code, by=by, head=head, status="approved")
    factories.issue(cast, planning_round)
    Plan.objects.exclude(department=cast.csc).update(status="approved")

    def statements():
        with CaptureQueriesContext(connection) as captured:
            opened, _missed = on(OPENED)
        return opened, len(captured)

    statements()
    Plan.objects.update(status="approved")
    Plan.objects.filter(department=cast.qua).update(status="execution")
    opened, one = statements()
    ProgressReport.objects.exclude(plan__department=cast.csc).delete()
    Plan.objects.update(status="execution")
    more, two = statements()
    assert (opened, more) == (1, 2)
    assert one == two
    assert reporting.BATCH >= 500
