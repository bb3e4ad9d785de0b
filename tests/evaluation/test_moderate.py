"""Shown, objected to, moderated, put before the leadership group, published."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from evaluation.models import Evaluation
from evaluation.steps import Given, confirm_all, moderate, show_all
from improvement.door.acts import take
from improvement.door.refusals import NotYours, StepRefused
from improvement.organization.models.calendar import Holiday

D = Decimal


def test_an_objection_is_taken_for_three_working_days(year, contact_centre):
    Holiday.objects.create(day=dt.date(2027, 4, 14), name="A holiday")
    row = year.shown()  # on Tuesday, 13 April
    assert row.objections_until == dt.date(2027, 4, 19)

    year.at("2027-04-19", hour=23)
    objected = take(row, "object", by=year.cast.hana, reason="July was restated.")

    assert (objected.status, objected.objection) == ("objected", "July was restated.")


def test_an_objection_too_late_names_the_day_and_a_way_on(year, contact_centre):
    row = year.shown()
    year.at("2027-04-17")

    with pytest.raises(StepRefused, match=r"until 2027-04-16\. Ask the office"):
        take(row, "object", by=year.cast.hana, reason="Too late.")


def test_every_finished_score_is_shown_at_once(year, contact_centre):
    year.scored()

    shown = show_all(by=year.cast.olga, period=year.quarter)

    assert [row.status for row in shown] == ["shown"]
    assert shown[0].objections_until == dt.date(2027, 4, 16)


def test_moderation_begins_when_every_score_is_shown(year, contact_centre):
    year.plan("qua")
    year.shown()

    with pytest.raises(StepRefused, match="not shown yet: 1"):
        take(year.quarter, "begin_moderation", by=year.cast.olga)


def test_scores_without_objection_are_confirmed_after_the_days(year, contact_centre):
    year.shown()
    take(year.quarter, "begin_moderation", by=year.cast.olga)
    assert confirm_all(by=year.cast.olga, period=year.quarter) == []

    year.at("2027-04-17")
    assert [r.status for r in confirm_all(by=year.cast.olga, period=year.quarter)] == ["moderated"]


def test_a_moderated_score_counts_and_is_answered(year, contact_centre):
    row = year.in_moderation()
    goals = row.period.criteria.criteria.first()

    done = moderate(
        by=year.cast.olga, evaluation=row, given={goals: Given(D(95))}, answer="You are right."
    )

    # (40 * 95 + 25 * 82.6 + 20 * 72.6) / 85
    assert (done.total, done.grade, done.answer) == (D("86.1"), "b", "You are right.")


def test_the_chair_publishes_for_everybody(year, contact_centre):
    confirm_all(by=year.cast.olga, period=year.in_moderation().period)
    take(year.quarter, "put_forward", by=year.cast.olga)
    with pytest.raises(NotYours):
        take(year.quarter, "publish", by=year.cast.leo)
    assert not Evaluation.objects.visible_to(year.cast.sam).exists()

    take(year.quarter, "publish", by=year.cast.cora)

    assert year.scorecard().status == "published"
    assert Evaluation.objects.visible_to(year.cast.sam).exists()
    assert [*Evaluation.objects.published_for(contact_centre.department)] == [year.scorecard()]


def test_returned_scores_can_be_moderated_again(year, contact_centre):
    confirm_all(by=year.cast.olga, period=year.in_moderation().period)
    take(year.quarter, "put_forward", by=year.cast.olga)
    with pytest.raises(StepRefused, match="while the period is in moderation"):
        take(year.scorecard(), "moderate", by=year.cast.olga, answer="Once more.")

    take(year.quarter, "send_back", by=year.cast.cora, reason="Compare the two centres.")

    assert take(year.scorecard(), "moderate", by=year.cast.olga, answer="Compared.").answer
