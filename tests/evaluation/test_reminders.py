"""Every reminder exactly once: before, on and after the day, then the superior, then the office."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluation import reminders
from improvement.door.acts import take
from improvement.notifications import outbox
from improvement.notifications.models import Message

RULES = [
    reminders.data_due,
    reminders.ratings_due,
    reminders.scores_due,
    reminders.scores_shown,
    reminders.results_published,
    reminders.verdicts_due,
]


def told(kind: str) -> list[tuple[str, str]]:
    rows = Message.objects.filter(kind=kind, channel="inapp").order_by("pk")
    return [(row.occasion.rpartition(":")[2], row.recipient.name) for row in rows]


def look() -> None:
    for rule in RULES:
        outbox.add(list(rule(timezone.now())))


def test_whoever_lacks_values_is_told_until_they_are_told(year, contact_centre):
    year.values(contact_centre, ("2027-01", 80), ("2027-02", 81))
    year.opened()
    for day in ("2027-04-06", "2027-04-07", "2027-04-08"):  # due on the 9th
        year.at(day)
        look()
    soon = [("soon", "Dana"), ("soon", "Hana")]
    assert sorted(told("evaluation.evaluation.data_due")) == soon

    year.values(contact_centre, ("2027-03", 82))
    year.at("2027-04-09")
    look()

    assert sorted(told("evaluation.evaluation.data_due")) == soon


def test_values_that_are_missing_are_asked_for_on_the_last_day_and_no_longer(year, contact_centre):
    year.values(contact_centre, ("2027-01", 80))
    year.opened()
    year.at("2027-04-09")
    look()
    assert sorted(told("evaluation.evaluation.data_due")) == [("today", "Dana"), ("today", "Hana")]

    year.at("2027-04-12")
    year.scan()
    assert list(reminders.data_due(timezone.now())) == []


def test_the_ladder_of_the_self_rating_tells_everybody_once(year, contact_centre):
    year.opened()
    for day in range(1, 31):  # due on 14 April
        year.at(f"2027-04-{day:02}")
        look()
        look()

    found = told("evaluation.evaluation.rating_due")
    assert sorted(found) == [
        ("late", "Dana"),
        ("late", "Hana"),
        ("office", "Olga"),
        ("office", "Oscar"),
        ("office", "Otto"),
        ("opened", "Dana"),
        ("opened", "Hana"),
        ("soon", "Dana"),
        ("soon", "Hana"),
        ("superior", "Paul"),
        ("today", "Dana"),
        ("today", "Hana"),
    ]


def test_three_days_of_silence_are_made_up_by_one_reminder(year, contact_centre):
    year.opened()
    look()
    year.at("2027-04-16")
    look()

    found = told("evaluation.evaluation.rating_due")
    assert sorted(found) == [
        ("late", "Dana"),
        ("late", "Hana"),
        ("opened", "Dana"),
        ("opened", "Hana"),
    ]


def test_who_has_rated_is_reminded_no_more(year, contact_centre):
    year.self_rated()
    year.at("2027-04-14")
    look()

    assert told("evaluation.evaluation.rating_due") == []
    year.at("2027-04-23")  # three working days before the 28th
    look()
    assert told("evaluation.evaluation.score_due") == [("soon", "Paul")]


def test_a_department_learns_of_its_score_once(year, contact_centre):
    year.shown()
    look()
    look()

    assert sorted(told("evaluation.evaluation.shown")) == [
        ("2027-04-16", "Dana"),
        ("2027-04-16", "Hana"),
    ]


def test_the_superior_is_told_of_the_self_rating_and_the_office_of_an_objection(
    year, contact_centre
):
    take(year.shown(), "object", by=year.cast.hana, reason="Restated.")

    assert [name for _v, name in told("evaluation.evaluation.rate_oneself")] == ["Paul"]
    objected = {name for _v, name in told("evaluation.evaluation.object")}
    assert objected == {"Olga", "Oscar", "Otto"}


def test_the_office_is_reminded_of_verdicts(year, contact_centre):
    year.at("2028-01-03")
    year.scan()
    look()
    look()
    assert {rung for rung, _name in told("plans.plan.verdict_due")} == {"begun"}

    year.at("2028-02-14")
    look()

    assert {rung for rung, _name in told("plans.plan.verdict_due")} == {"begun", "due"}


def test_reminding_three_departments_asks_as_much_as_one(year, contact_centre):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(reminders.ratings_due(timezone.now()))
            list(reminders.data_due(timezone.now()))
        return len(captured)

    year.opened()
    one = asked()
    year.plan("qua")
    year.plan("lic")
    year.at("2027-07-01")
    year.scan()

    assert asked() == one
