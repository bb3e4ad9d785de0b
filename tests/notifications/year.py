"""2027 lived through: plans issued, people who act late or never, a scanner that runs every day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from evaluation.models import Evaluation, Side
from evaluation.steps import Given, rate
from evidence.models import Indicator
from execution.models import ProgressReport
from execution.reporting import write_report
from execution.steps import break_down
from improvement.door.acts import record, take
from improvement.notifications import delivery, scanner
from improvement.notifications.models import Message
from improvement.organization.models import Appointment, Holiday, Role
from incentives import steps as incentives
from plans.models import Plan, TargetLine
from tests import factories
from tests.plans import adjustments

from . import calendar_of_2027 as calendar
from .calendar_of_2027 import DAY, KINDS, ONCE, Key

PREPARED = dt.date(2026, 11, 2)
MORNING, NINE = dt.time(8, 30), dt.time(9)


class Year:
    """The people of the cast, the clock in their hands, and what they do on which day."""

    def __init__(self, cast: Any, clock: Any) -> None:
        self.cast, self.clock = cast, clock
        self.acts: dict[dt.date, Callable[[], None]] = {
            calendar.FIRST: self.give_tasks,
            calendar.CRITICIZED: self.criticize,
            calendar.PLANNED: self.plan_rectification,
            calendar.SUBMITTED: self.report,
            calendar.ANSWERED: self.answer_report,
            calendar.ADJUSTED: self.adjust,
            calendar.REJECTED: self.reject,
            calendar.RATED: self.rate_oneself,
            calendar.SHOWN: self.show,
            calendar.DRAFTED: self.draft_adjustment,
            calendar.VOTED_ON: self.put_to_the_vote,
            calendar.CALLED: self.call_for_plans,
            calendar.HANDED_IN: self.hand_in,
        }
        self.at(PREPARED)
        for day, name in (calendar.HOLIDAYS | calendar.WORKED).items():
            Holiday.objects.create(day=day, name=name, working=day in calendar.WORKED)
        cast.appoint("tess", Role.MEMBER, "csc")
        planning_round = factories.make_round(
            cast, year=2027, deadline=dt.date(2026, 12, 1), changes_until=calendar.CUT_OFF_DAY
        )
        self.plan = factories.make_plan(cast, planning_round, status="approved")
        self.promise(self.plan)
        who = {"by": "dora", "head": "hugo"}
        self.other = factories.make_plan(cast, planning_round, "qua", status="approved", **who)
        factories.issue(cast, planning_round)

    @staticmethod
    def promise(plan: Plan) -> None:
        """The first goal stands on an indicator, of which no value is ever told."""
        line = TargetLine.objects.get(goal__plan=plan, goal__number=1)
        line.indicator = Indicator.objects.create(code="fcr", name="Solved at once", unit="%")
        line.save()

    # The clock

    def at(self, day: dt.date, time: dt.time = MORNING) -> dt.datetime:
        local = dt.datetime.combine(day, time, ZoneInfo(settings.TIME_ZONE))
        return self.move(local.astimezone(dt.UTC))

    def move(self, moment: dt.datetime) -> dt.datetime:
        self.clock.move_to(moment, tick=False)
        return moment

    def scan(self) -> None:
        """One run of the scanner; no job and no rule may fail."""
        failed = {name: r.error for name, r in scanner.run(timezone.now()).items() if r.error}
        assert not failed, failed

    def deliver(self) -> None:
        delivery.sweep()
        delivery.deliver()

    def live(self, day: dt.date) -> None:
        """A day: people act, the scanner runs, at nine the digests go out."""
        self.at(day)
        if act := self.acts.pop(day, None):
            act()
        self.scan()
        self.at(day, NINE)
        self.deliver()

    def live_by_the_hour(self, day: dt.date) -> None:
        """A day of 23, 24 or 25 hours, with a run in each."""
        moment, end = self.at(day, dt.time(0)), self.at(day + DAY, dt.time(0))
        while moment < end:
            self.move(moment)
            self.scan()
            self.deliver()
            moment += dt.timedelta(hours=1)

    # What people do

    def give_tasks(self) -> None:
        measure = self.plan.measures.get()
        given = {"by": self.cast.dana, "measure": measure, "starts": measure.starts}
        for title, due in calendar.TASKS.items():
            break_down(title=title, due=due, person=self.cast.sam, **given)
        done = break_down(
            title="Train the desk", due=dt.date(2027, 6, 30), person=self.cast.sam, **given
        )
        for step in ("accept", "start", "submit"):
            inputs = {"result": "Done."} if step == "submit" else {}
            done = take(done, step, by=self.cast.sam, **inputs)
        take(done, "confirm", by=self.cast.hana)
        due = calendar.LEFT_BEHIND_DUE
        break_down(title=calendar.LEFT_BEHIND, due=due, person=self.cast.tess, **given)
        Appointment.objects.filter(user=self.cast.tess).update(until=calendar.LEFT)

    def criticize(self) -> None:
        notice = incentives.propose(
            by=self.cast.olga,
            department=self.cast.csc,
            person=self.cast.sam,
            grounds="Four measures are overdue.",
        )
        notice = take(notice, "reply", by=self.cast.sam, answer="Two people left.")
        notice = take(notice, "put_forward", by=self.cast.olga, recommendation="Issue it.")
        factories.vote_through(self.cast, notice)
        notice.refresh_from_db()
        self.rectification = notice.rectification

    def plan_rectification(self) -> None:
        words = {"cause": "Nobody took over.", "measures": "A deputy for each measure."}
        due = {"due": calendar.RECTIFIED_BY}
        row = record(self.rectification, words | due, by=self.cast.sam)
        planned = take(row, "hand_in", by=self.cast.hana)
        take(planned, "begin", by=self.cast.olga)

    def report(self) -> None:
        report = ProgressReport.objects.get(plan=self.other, period="2027Q1")
        lines = self.other.goals.values_list("target_lines", flat=True)
        word = {"cause": "Two desks were closed.", "remedy": "They open again in May."}
        report = write_report(
            by=self.cast.dora,
            report=report,
            words={"health": "warn"},
            lines=dict.fromkeys(lines, word),
            measures={},
        )
        take(report, "submit", by=self.cast.hugo)

    def answer_report(self) -> None:
        report = ProgressReport.objects.get(plan=self.other, period="2027Q1")
        take(report, "acknowledge", by=self.cast.olga, assessment="On its way.")

    def adjust(self) -> None:
        draft = adjustments.proposing(self.cast, self.plan, cost=Decimal(1))
        self.adjustment = adjustments.submitted(self.cast, draft)

    def reject(self) -> None:
        take(self.adjustment, "reject", by=self.cast.olga, reason="Too late.")

    def draft_adjustment(self) -> None:
        adjustments.proposing(self.cast, self.plan, benefit=Decimal(1))

    def put_to_the_vote(self) -> None:
        adjustments.put_forward(
            self.cast, adjustments.proposing(self.cast, self.plan, cost=Decimal(2))
        )

    def rate_oneself(self) -> None:
        self.give(Side.SELF, self.cast.dana, 90, 80, 20, 70)
        take(self.scorecard(), "rate_oneself", by=self.cast.hana)

    def show(self) -> None:
        self.give(Side.SUPERIOR, self.cast.paul, 88, 82, 10, 72)
        take(self.scorecard(), "rate_above", by=self.cast.paul)
        self.give(Side.OFFICE, self.cast.olga, 86, 84, 0, 74)
        scored = take(self.scorecard(), "score", by=self.cast.olga)
        take(scored, "show", by=self.cast.olga)

    def scorecard(self) -> Evaluation:
        rows = Evaluation.objects.with_names()
        return rows.get(department__code="csc", period__key="2027Q2")

    def give(self, side: str, by: Any, *scores: float) -> None:
        row = self.scorecard()
        criteria = row.period.criteria.criteria.all()
        given = {c: Given(s, "As the figures say.") for c, s in zip(criteria, scores, strict=False)}
        rate(by=by, evaluation=row, side=side, given=given)

    def call_for_plans(self) -> None:
        self.next_round = factories.make_round(
            self.cast, year=2028, deadline=calendar.DEADLINE, open_drafting=True
        )

    def hand_in(self) -> None:
        who = {"by": "dora", "head": "hugo"}
        factories.make_plan(self.cast, self.next_round, "qua", status="office_review", **who)


# What was told


def reminders() -> Iterable[Message]:
    words = {"due", "overdue", "waiting", "missing"}
    kinds = {kind.format(word=word) for kind in KINDS.values() for word in words} | ONCE
    found = Message.objects.filter(kind__in=kinds).select_related("recipient")
    return found.prefetch_related("subject").order_by("pk")


def told(channel: str = "email") -> dict[Key, dt.date]:
    """Every reminder in the outbox with the day on which it was put there; none twice."""
    rows = [(key_of(row), row) for row in reminders() if row.channel == channel]
    doubled = [key for key, times in Counter(key for key, _row in rows).items() if times > 1]
    assert not doubled, doubled
    return {key: timezone.localdate(row.created) for key, row in rows}


def key_of(message: Message) -> Key:
    due, rung = "", ""
    if message.kind not in ONCE:
        due, rung = message.occasion.split(":")[-2:]
    return Key(message.kind, about(message), due, rung, message.recipient.name)


def about(message: Message) -> str:
    """What the calendar calls it."""
    subject: Any = message.subject
    name = type(subject).__name__
    if name == "Round":
        return f"{message.occasion.split(':')[0]} {subject.label}"
    if name == "Ballot":
        subject, name = subject.subject, "Adjustment"
    if name == "Adjustment":
        return f"{subject.plan.department.code} {subject.number}"
    if name == "ProgressReport":
        return f"{subject.plan.department.code} {subject.period}"
    if name == "Evaluation":
        return f"{subject.department.code} {subject.period.key}"
    if name == "Plan":
        late = message.kind.endswith("review_due")
        return f"{subject.department.code} {subject.round.label}" if late else code_of(subject)
    return str(subject.criticism.person.name if name == "Rectification" else subject.title)


def code_of(plan: Plan) -> str:
    return str(plan.department.code)
