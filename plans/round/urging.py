"""Urging a department that has not handed in: once per item and working day, by the outbox."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.acts import create, create_many, require_right
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit
from improvement.organization.calendar import DayTest, working_day_test
from improvement.organization.models import Department
from plans.lifecycle import PlanStatus
from plans.models import Round, Urging

from . import roll

A_FORTNIGHT = dt.timedelta(days=14)


def working_day_of(today: dt.date, is_working: DayTest) -> dt.date:
    """The working day to which today belongs: itself, or the last one before it."""
    while not is_working(today):
        today -= dt.timedelta(days=1)
    return today


def today_as_working_day() -> dt.date:
    today = timezone.localdate()
    return working_day_of(today, working_day_test(today - A_FORTNIGHT, today))


def urge(*, by: Any, planning_round: Round, department: Any) -> Urging:
    """Write to those who draft; to the superior of the head as well once the date has passed."""
    with unit() as work:
        held = work.lock(planning_round)
        urging = Urging(round=held, department=department, day=today_as_working_day(), by=by)
        require_right(by, "add", urging)
        if sentence := refusal(held, department, urging.day):
            raise StepRefused(sentence, held.get_absolute_url())
        urging.due = held.due_for(department)
        return create(urging, by=by)


def urge_all(*, by: Any, planning_round: Round) -> list[Urging]:
    """Write to every department that has not handed in and was not urged on this working day."""
    with unit() as work:
        held = work.lock(planning_round)
        require_right(by, "add", Urging(round=held))
        if not held.takes_drafts:
            raise StepRefused(NOTHING_TO_URGE, held.get_absolute_url())
        day = today_as_working_day()
        left = roll.called(held, Department.objects.active()).filter(roll.urgeable(day))
        urged = [
            Urging(round=held, department=department, day=day, due=department.due, by=by)
            for department in left.order_by("path")
        ]
        if not urged:
            raise StepRefused(
                _("Everybody has handed in or has been urged on this working day already."),
                held.get_absolute_url(),
            )
        return create_many(urged, by=by)


NOTHING_TO_URGE = _("The round takes no plans now; there is nothing to urge.")


def refusal(planning_round: Round, department: Any, day: dt.date) -> Any:
    """Why this department is not urged now; nothing where it can be."""
    if not planning_round.takes_drafts:
        return NOTHING_TO_URGE
    if department.exemption:
        return _("The department is exempt; it has nothing to hand in.")
    plans = planning_round.plans.filter(department=department, submitted_at__isnull=False)
    if plans.exclude(status=PlanStatus.WITHDRAWN).exists():
        return _("The department has handed in.")
    if planning_round.urgings.filter(department=department, day=day).exists():
        return _("The department has been urged on this working day already.")
    return None
