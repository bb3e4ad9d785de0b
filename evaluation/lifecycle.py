"""Every state and arrow of chapter 5, in the regulation's order."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import CLOCK, PARENT, PERSON, Stateful, StatusField, step
from improvement.organization.calendar import working_day_after

from . import conditions as only_if
from .calendar import OBJECTION_DAYS


class PeriodStatus(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    COLLECTING = "collecting", _("Collecting data")
    RATING = "rating", _("Rating")
    MODERATION = "moderation", _("Moderation")
    LEADERSHIP_REVIEW = "leadership_review", _("Leadership review")
    PUBLISHED = "published", _("Published")


class PeriodLifecycle(Stateful):
    """A quarter or half-year of a round; every plan in force is evaluated in it (5.3.1)."""

    published_on: dt.date | None
    return_reason: str

    status = StatusField(_("status"), choices=PeriodStatus.choices, default=PeriodStatus.SCHEDULED)

    class Meta:
        abstract = True

    def begin(self, opened_on: dt.date) -> None:
        """Keep the criteria in force and the dates; the model knows both."""
        raise NotImplementedError

    @step(
        PeriodStatus.SCHEDULED,
        PeriodStatus.COLLECTING,
        _("Open the evaluation"),
        clause="5.3.1",
        on=CLOCK,
        when=[only_if.period_is_over],
    )
    def open(self, *, opened_on: dt.date | None = None) -> None:
        self.begin(opened_on or timezone.localdate())

    @step(
        PeriodStatus.COLLECTING,
        PeriodStatus.RATING,
        _("Begin rating"),
        clause="5.3.1",
        on=(CLOCK, PERSON),
    )
    def begin_rating(self) -> None: ...

    @step(
        PeriodStatus.RATING,
        PeriodStatus.MODERATION,
        _("Begin moderation"),
        clause="5.3.2",
        when=[only_if.every_score_is_shown],
    )
    def begin_moderation(self) -> None:
        self.return_reason = ""

    @step(
        PeriodStatus.MODERATION,
        PeriodStatus.LEADERSHIP_REVIEW,
        _("Put before the leadership group"),
        clause="2.2.5",
        when=[only_if.every_score_is_moderated],
    )
    def put_forward(self) -> None: ...

    @step(
        PeriodStatus.LEADERSHIP_REVIEW,
        PeriodStatus.MODERATION,
        _("Return to moderation"),
        clause="ours",
        needs=["reason"],
    )
    def send_back(self, *, reason: str) -> None:
        self.return_reason = reason

    @step(
        PeriodStatus.LEADERSHIP_REVIEW,
        PeriodStatus.PUBLISHED,
        _("Publish the results"),
        clause="2.2.5",
    )
    def publish(self) -> None:
        self.published_on = timezone.localdate()
        self.return_reason = ""


class EvaluationStatus(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    COLLECTING = "collecting", _("Collecting data")
    SELF_RATED = "self_rated", _("Self-rated")
    SCORED = "scored", _("Scored")
    SHOWN = "shown", _("Shown to the department")
    OBJECTED = "objected", _("Objection")
    MODERATED = "moderated", _("Moderated")
    PUBLISHED = "published", _("Published")
    VERIFIED = "verified", pgettext_lazy("status of an evaluation", "Verified")


E = EvaluationStatus

DISCLOSED = (E.SHOWN, E.OBJECTED, E.MODERATED, E.PUBLISHED, E.VERIFIED)
"""From here on the department reads what others gave it."""

PUBLIC = (E.PUBLISHED, E.VERIFIED)
"""From here on everybody reads it."""

SETTLED = (E.MODERATED, E.PUBLISHED, E.VERIFIED)


class EvaluationLifecycle(Stateful):
    """One department in one period: its own rating first, then the others' (5.2.2)."""

    without_self: str
    rated_above_on: dt.date | None
    shown_on: dt.date | None
    objections_until: dt.date | None
    objection: str
    answer: str

    status = StatusField(_("status"), choices=E.choices, default=E.SCHEDULED)

    class Meta:
        abstract = True

    def weigh(self) -> None:
        """Set the totals from the ratings given so far; the model knows them."""
        raise NotImplementedError

    @step(E.SCHEDULED, E.COLLECTING, _("Open"), clause="5.3.1", on=PARENT)
    def open(self) -> None: ...

    @step(
        E.COLLECTING,
        E.SELF_RATED,
        _("Hand in the self-rating"),
        clause="5.2.2",
        when=[only_if.department_has_rated],
    )
    def rate_oneself(self) -> None:
        self.weigh()

    @step(
        E.COLLECTING,
        E.SELF_RATED,
        _("Go on without a self-rating"),
        clause="ours",
        needs=["reason"],
        when=[only_if.self_rating_is_overdue],
    )
    def go_without(self, *, reason: str) -> None:
        self.without_self = reason

    @step(
        E.SELF_RATED,
        E.SELF_RATED,
        _("Hand in the superior's rating"),
        clause="5.2.2",
        when=[only_if.superior_has_scored],
    )
    def rate_above(self) -> None:
        self.rated_above_on = timezone.localdate()
        self.weigh()

    @step(
        E.SELF_RATED,
        E.SCORED,
        _("Finish scoring"),
        clause="5.2.2",
        when=[
            only_if.figures_are_kept,
            only_if.superior_was_heard,
            only_if.office_has_scored,
        ],
    )
    def score(self) -> None:
        self.weigh()

    @step(E.SCORED, E.SHOWN, _("Show to the department"), clause="ours")
    def show(self, *, objections_until: dt.date | None = None) -> None:
        self.shown_on = today = timezone.localdate()
        self.objections_until = objections_until or working_day_after(today, OBJECTION_DAYS)

    @step(
        E.SHOWN,
        E.OBJECTED,
        _("Object to the score"),
        clause="ours",
        needs=["reason"],
        when=[only_if.objection_in_time],
    )
    def object(self, *, reason: str) -> None:
        self.objection = reason

    @step(
        E.SHOWN,
        E.MODERATED,
        _("Confirm the score"),
        clause="ours",
        when=[only_if.in_moderation, only_if.objections_are_over],
    )
    def confirm(self) -> None: ...

    @step(
        [E.SHOWN, E.OBJECTED, E.MODERATED],
        E.MODERATED,
        _("Moderate the score"),
        clause="5.3.2",
        needs=["answer"],
        when=[only_if.in_moderation, only_if.objections_are_over],
    )
    def moderate(self, *, answer: str) -> None:
        self.answer = answer
        self.weigh()

    @step(E.MODERATED, E.PUBLISHED, _("Publish"), clause="5.3.2", on=PARENT)
    def publish(self) -> None: ...

    @step(E.PUBLISHED, E.VERIFIED, _("Verify"), clause="5.4", on=CLOCK)
    def verify(self) -> None: ...

    @step(E.VERIFIED, E.PUBLISHED, _("Reconsider"), clause="ours", on=CLOCK)
    def reconsider(self) -> None: ...


class VerificationStatus(models.TextChoices):
    PENDING = "pending", _("Pending")
    EFFECTIVE = "effective", _("Effective")
    PARTLY = "partly", _("Partly effective")
    NOT_EFFECTIVE = "not_effective", _("Not effective")


V = VerificationStatus


class VerificationLifecycle(Stateful):
    """Whether a goal was reached, judged by its own method by somebody else (5.4.1)."""

    assessment: str
    cause_analysis: str
    verified_by: Any
    verified_on: dt.date | None

    status = StatusField(_("status"), choices=V.choices, default=V.PENDING)

    class Meta:
        abstract = True

    @step(
        V.PENDING,
        V.EFFECTIVE,
        _("Confirm the effect"),
        clause="5.4.1",
        needs=["assessment"],
        when=[only_if.plan_is_evaluated],
        freeze=True,
    )
    def confirm(self, *, assessment: str, by: Any = None) -> None:
        self.judge(by, assessment)

    @step(
        V.PENDING,
        V.PARTLY,
        _("Confirm in part"),
        clause="5.4.1",
        needs=["assessment", "cause_analysis"],
        when=[only_if.plan_is_evaluated],
        freeze=True,
    )
    def confirm_partly(self, *, assessment: str, cause_analysis: str, by: Any = None) -> None:
        self.judge(by, assessment, cause_analysis)

    @step(
        V.PENDING,
        V.NOT_EFFECTIVE,
        _("Find no effect"),
        clause="5.4.2",
        needs=["assessment", "cause_analysis"],
        when=[only_if.plan_is_evaluated],
        freeze=True,
    )
    def refute(self, *, assessment: str, cause_analysis: str, by: Any = None) -> None:
        self.judge(by, assessment, cause_analysis)

    @step(
        [V.EFFECTIVE, V.PARTLY, V.NOT_EFFECTIVE],
        V.PENDING,
        _("Reconsider the verdict"),
        clause="ours",
        needs=["reason"],
        when=[only_if.plan_is_evaluated],
    )
    def reconsider(self, *, reason: str = "") -> None:
        self.verified_by = self.verified_on = None

    def judge(self, by: Any, assessment: str, cause_analysis: str = "") -> None:
        self.assessment, self.cause_analysis = assessment, cause_analysis
        self.verified_by, self.verified_on = by, timezone.localdate()
