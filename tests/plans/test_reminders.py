"""The submission date and the waiting review: who is reminded when, and only once."""

import datetime as dt

import pytest

from improvement.door.acts import record, take
from improvement.notifications import outbox
from improvement.notifications.models import Message
from improvement.organization.models import Department, Holiday
from plans import reminders
from plans.models import Plan
from plans.steps import begin_review, finish_review
from tests import factories

DEADLINE = dt.date(2026, 12, 1)  # a Tuesday
WEEKS = range(-20, 15)
DRAFTERS = {"csc": ["Dana", "Hana"], "lic": ["Lily"], "qua": ["Dora", "Hugo"]}
OFFICE = ["Olga", "Oscar", "Otto"]


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(dt.datetime(2026, 10, 12, 10, tzinfo=dt.UTC), tick=False)
    return time_machine


@pytest.fixture
def call(clock, cast):
    """The round of 2027, whose plans are due on the first of December 2026."""
    return factories.make_round(cast, year=2027, deadline=DEADLINE)


@pytest.fixture
def scan(clock):
    """scan(-3) runs the scanner three days before the date: who is told now, by plan and rung."""

    def run(days, rule=reminders.plans_due, day=DEADLINE):
        now = dt.datetime.combine(day, dt.time(4), tzinfo=dt.UTC) + dt.timedelta(days=days)
        clock.move_to(now, tick=False)
        known = set(Message.objects.values_list("pk", flat=True))
        outbox.add(list(rule(now)))
        told: dict[tuple[str, str], list[str]] = {}
        fresh = Message.objects.filter(channel="email").exclude(pk__in=known)
        for message in fresh.select_related("recipient"):
            first, *_rest, rung = message.occasion.split(":")
            told.setdefault((first, rung), []).append(message.recipient.name)
        return {key: sorted(names) for key, names in told.items()}

    return run


def through_the_weeks(scan, department):
    """What is told about one department on the days around the date."""
    found = {}
    for days in WEEKS:
        if rungs := {rung: who for (code, rung), who in scan(days).items() if code == department}:
            found[days] = rungs
    return found


def test_the_department_then_its_superior_then_the_office(call, scan):
    """D58: two weeks and three days before, on the day and after; each once."""
    assert through_the_weeks(scan, "csc") == {
        -14: {"two-weeks": DRAFTERS["csc"]},
        -3: {"three-days": DRAFTERS["csc"]},
        0: {"today": DRAFTERS["csc"]},
        1: {"late": DRAFTERS["csc"]},
        3: {"superior": ["Paul"]},
        5: {"office": OFFICE},
    }


def test_a_deputy_is_reminded_too_and_staff_are_not(call, scan, cast):
    cast.appoint("nora", "deputy", "csc")
    assert scan(-3)["csc", "three-days"] == ["Dana", "Hana", "Nora"]


def test_each_department_for_itself(call, scan):
    assert scan(-14) == {(code, "two-weeks"): who for code, who in DRAFTERS.items()}


def test_without_a_superior_the_office_is_next(call, scan):
    """Nobody is written down as the superior of Lily."""
    assert set(through_the_weeks(scan, "lic")) == {-14, -3, 0, 1, 5}


def test_three_days_without_a_scanner_are_made_up_by_one_reminder(call, scan):
    scan(-14)
    assert scan(2) == {(code, "late"): who for code, who in DRAFTERS.items()}
    assert scan(3) == {("csc", "superior"): ["Paul"]}


def test_an_outage_over_everything_tells_each_audience_once(call, scan):
    told = {rung: who for (code, rung), who in scan(9).items() if code == "csc"}
    assert told == {"late": DRAFTERS["csc"], "superior": ["Paul"], "office": OFFICE}
    assert scan(10) == {}


def test_a_scanner_that_comes_all_day_tells_once(call, scan):
    assert scan(0)
    assert [scan(0) for _ in range(5)] == [{}] * 5


def test_a_clock_set_back_loses_and_doubles_nothing(call, scan):
    days = [-14, -3, 0, -3, -14, 1, -1, 3, 5, 0, 5]
    told = [key for day in days for key in scan(day)]
    assert len(told) == len(set(told))
    rungs = [rung for code, rung in told if code == "csc"]
    assert rungs == ["two-weeks", "three-days", "today", "late", "superior", "office"]


def test_a_new_date_reminds_anew(call, scan, cast):
    scan(0)
    record(call, {"deadline": DEADLINE + dt.timedelta(days=7)}, by=cast.olga)
    assert scan(1) == {(code, "two-weeks"): who for code, who in DRAFTERS.items()}
    assert scan(7) == {(code, "today"): who for code, who in DRAFTERS.items()}


def test_who_has_handed_in_is_left_alone(call, scan, cast):
    plan = factories.make_plan(cast, call, status="office_review")
    assert {code for code, _ in scan(1)} == {"lic", "qua"}

    take(plan, "recall", by=cast.hana)
    assert scan(2) == {("csc", "late"): DRAFTERS["csc"]}


def test_who_has_only_begun_is_reminded(call, scan, cast):
    factories.make_plan(cast, call, status="empty", goals=1)
    assert scan(-3)["csc", "three-days"] == DRAFTERS["csc"]


def test_who_has_withdrawn_is_reminded(call, scan, cast):
    """1.2: a covered department does not end without a plan."""
    plan = factories.make_plan(cast, call, status="empty", goals=1)
    take(plan, "withdraw", by=cast.hana, reason="We begin anew")
    assert scan(-3)["csc", "three-days"] == DRAFTERS["csc"]


def test_an_exempt_department_is_never_reminded(call, scan, cast):
    """D3: operations and the secretariat are exempt; now licensing is as well."""
    Department.objects.filter(pk=cast.lic.pk).update(
        exemption="no_service", exempt_because="Provides no service"
    )
    assert {code for code, _ in scan(1)} == {"csc", "qua"}


@pytest.mark.parametrize("state", ["merged", "closed"])
def test_nor_one_that_is_no_more(call, scan, cast, state):
    Department.objects.filter(pk=cast.lic.pk).update(state=state)
    assert {code for code, _ in scan(1)} == {"csc", "qua"}


def test_no_reminder_before_drafting_opens_nor_after_it_has_closed(scan, cast, clock):
    planning_round = factories.make_round(cast, year=2027, deadline=DEADLINE, open_drafting=False)
    assert scan(-3) == {}
    planning_round = take(planning_round, "open_drafting", by=cast.olga)
    assert scan(-2)
    planning_round = take(planning_round, "close_drafting", by=cast.olga)
    assert [scan(days) for days in (0, 1, 3, 5)] == [{}] * 4


def test_reminders_go_out_at_once_and_may_be_sent_again(call, scan):
    scan(-3)
    rows = Message.objects.filter(kind="plans.round.plan_due")
    assert set(rows.filter(channel="email").values_list("digest_day", flat=True)) == {None}
    assert reminders.DUE.resend
    assert reminders.REVIEW_DUE.resend


# The waiting review


@pytest.fixture
def handed_in(call, clock, cast):
    """A plan handed in on Wednesday the fourteenth of October."""
    clock.move_to(dt.datetime(2026, 10, 14, 9, tzinfo=dt.UTC), tick=False)
    return factories.make_plan(cast, call, status="office_review")


@pytest.fixture
def reviews(scan):
    """reviews(3) runs the scanner three days after the plan was handed in."""
    return lambda days: scan(days, reminders.reviews_due, dt.date(2026, 10, 14))


def test_the_office_is_reminded_after_three_working_days_and_two_more(handed_in, reviews):
    """Due on Monday the nineteenth, overdue on Wednesday the twenty-first."""
    version = f"v{handed_in.version}"
    assert {days: told for days in range(15) if (told := reviews(days))} == {
        5: {(version, "due"): OFFICE},
        7: {(version, "overdue"): OFFICE},
    }


def test_holidays_are_no_working_days(handed_in, reviews):
    Holiday.objects.create(day=dt.date(2026, 10, 16), name="Festival")
    Holiday.objects.create(day=dt.date(2026, 10, 21), name="Festival")
    assert [days for days in range(15) if reviews(days)] == [6, 9]


def test_an_outage_is_made_up_by_one_reminder_to_the_office(handed_in, reviews):
    assert [rung for _, rung in reviews(8)] == ["overdue"]
    assert reviews(9) == {}


def test_a_finished_review_is_over(handed_in, reviews, cast):
    reviews(5)
    review = begin_review(by=cast.olga, plan=handed_in)
    finish_review(by=cast.olga, review=review, verdict="send_back", summary="See the comments")
    assert reviews(7) == {}


def test_a_plan_handed_in_again_waits_anew(handed_in, reviews, cast, clock):
    reviews(5)
    plan = take(handed_in, "recall", by=cast.hana)
    plan = take(plan, "submit", by=cast.hana)  # on the nineteenth
    assert reviews(7) == {}
    assert reviews(8) == {(f"v{plan.version}", "due"): OFFICE}


@pytest.mark.parametrize("count", [1, 3])
def test_reviews_cost_the_same_however_many_wait(
    call, cast, clock, django_assert_max_num_queries, count
):
    """One query for the plans and one for the holidays; the office is asked for each plan due."""
    departments = [("csc", "dana", "hana"), ("qua", "dora", "hugo"), ("lic", "lily", "lily")]
    for department, by, head in departments[:count]:
        factories.make_plan(cast, call, department, status="empty", goals=1, by=by, head=head)
    now = dt.datetime(2026, 10, 12, 12, tzinfo=dt.UTC)
    Plan.objects.update(status="office_review", submitted_at=now)
    with django_assert_max_num_queries(2):
        assert list(reminders.reviews_due(now)) == []
