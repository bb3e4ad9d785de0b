"""Tasks before, on and after their day: the person, then the head; each rung once."""

import datetime as dt

import pytest

from execution import reminders
from improvement.door.acts import take
from improvement.notifications import outbox
from improvement.notifications.models import Message
from improvement.organization.models import Appointment, Holiday, Post
from tests import factories

DUE = dt.date(factories.YEAR, 6, 16)
while DUE.weekday() != 2:  # a Wednesday
    DUE += dt.timedelta(days=1)


@pytest.fixture
def scan(time_machine):
    """scan(-2) runs the scanner two days before the date: who is told now, by kind and rung."""

    def run(days):
        now = dt.datetime.combine(DUE, dt.time(4), tzinfo=dt.UTC) + dt.timedelta(days=days)
        time_machine.move_to(now, tick=False)
        known = set(Message.objects.values_list("pk", flat=True))
        outbox.add(list(reminders.tasks_due(now)))
        told: dict[str, list[str]] = {}
        for message in Message.objects.filter(channel="email").exclude(pk__in=known):
            rung = message.occasion.rpartition(":")[2]
            told.setdefault(rung, []).append(message.recipient.name)
        return told

    return run


def through_the_weeks(scan):
    return {days: told for days in range(-12, 15) if (told := scan(days))}


def test_the_person_then_the_head(give, scan):
    give(due=DUE)

    assert through_the_weeks(scan) == {
        -2: {"two-days": ["Sam"]},
        0: {"today": ["Sam"]},
        1: {"late": ["Sam"]},
        5: {"head": ["Hana"]},  # three working days later: a weekend lies between
    }


def test_a_holiday_moves_the_days(give, scan):
    Holiday.objects.create(day=DUE - dt.timedelta(days=1), name="A holiday")
    give(due=DUE)

    assert scan(-6) == {}
    assert scan(-5) == {"two-days": ["Sam"]}  # the Friday before


def test_after_three_days_of_silence_each_is_told_once(give, scan):
    give(due=DUE)
    scan(-2)

    assert scan(7) == {"late": ["Sam"], "head": ["Hana"]}
    assert scan(7) == {}


@pytest.mark.parametrize("status", ["submitted", "done"])
def test_nobody_is_reminded_of_what_was_handed_in(give, scan, status):
    give(status, due=DUE)

    assert scan(3) == {}


def test_a_new_date_reminds_anew(give, scan, cast):
    from execution.steps import change_task

    task = give(due=DUE)
    scan(0)
    change_task(by=cast.dana, task=task, changes={"due": DUE + dt.timedelta(days=1)})

    assert scan(1) == {"today": ["Sam"]}


def test_whoever_holds_the_post_is_reminded(give, scan, cast):
    post = Post.objects.create(department=cast.csc, name="Adviser")
    Appointment.objects.filter(user=cast.dana).update(post=post)
    give(due=DUE, post=post)

    assert scan(0) == {"today": ["Dana"]}


def test_the_head_hears_when_nobody_is_left(give, scan, cast):
    task = give(due=DUE)
    Appointment.objects.filter(user=cast.sam).update(until=DUE - dt.timedelta(days=9))

    assert scan(-9) == {}
    told = scan(-8)

    assert list(told.values()) == [["Hana"]]
    assert scan(-7) == {}
    take(task, "cancel", by=cast.hana, reason="No longer needed.")
    assert scan(8) == {}


def test_when_the_year_is_over_tasks_rest(give, scan, plan):
    give(due=DUE)
    type(plan).objects.filter(pk=plan.pk).update(status="evaluation")

    assert scan(1) == {}
