"""The planning year, from preparing to closed (2.2.2, 3.4, 5.3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import CLOCK, PARENT, PERSON, Stateful, StatusField, step
from plans import conditions as only_if


class RoundStatus(models.TextChoices):
    PREPARING = "preparing", _("Preparing")
    DRAFTING = "drafting", pgettext_lazy("status", "Drafting")
    CONSOLIDATING = "consolidating", _("Consolidating")
    LEADERSHIP_APPROVAL = "leadership_approval", _("Leadership approval")
    EXECUTING = "executing", pgettext_lazy("status", "Executing")
    EVALUATING = "evaluating", pgettext_lazy("status", "Evaluating")
    CLOSED = "closed", pgettext_lazy("status", "Closed")


class RoundLifecycle(Stateful):
    status = StatusField(_("status"), choices=RoundStatus.choices, default=RoundStatus.PREPARING)

    class Meta:
        abstract = True

    @step(
        RoundStatus.PREPARING,
        RoundStatus.DRAFTING,
        _("Open drafting"),
        clause="2.2.2",
        when=[only_if.dates_in_order, only_if.overall_goals_approved],
        freeze=True,
    )
    def open_drafting(self) -> None: ...

    @step(RoundStatus.DRAFTING, RoundStatus.CONSOLIDATING, _("Close drafting"), clause="3.4.2")
    def close_drafting(self) -> None: ...

    @step(
        RoundStatus.CONSOLIDATING,
        RoundStatus.DRAFTING,
        _("Reopen drafting"),
        clause="ours",
        needs=["reason"],
    )
    def reopen_drafting(self) -> None: ...

    @step(
        RoundStatus.CONSOLIDATING,
        RoundStatus.LEADERSHIP_APPROVAL,
        _("Submit the organization plan"),
        clause="3.4.3",
        on=PARENT,
    )
    def submit_organization_plan(self) -> None: ...

    @step(
        RoundStatus.LEADERSHIP_APPROVAL,
        RoundStatus.CONSOLIDATING,
        _("Reopen consolidation"),
        clause="3.4.3",
        on=PARENT,
    )
    def reopen_consolidation(self) -> None: ...

    @step(
        RoundStatus.LEADERSHIP_APPROVAL,
        RoundStatus.EXECUTING,
        _("Begin execution"),
        clause="3.4.3",
        on=PARENT,
    )
    def begin_execution(self) -> None: ...

    @step(
        RoundStatus.EXECUTING,
        RoundStatus.EVALUATING,
        _("Begin the year-end evaluation"),
        clause="5.3",
        on=(CLOCK, PERSON),
    )
    def begin_evaluation(self) -> None: ...

    @step(
        RoundStatus.EVALUATING,
        RoundStatus.CLOSED,
        _("Close the round"),
        clause="ours",
        when=[only_if.every_plan_is_closed],
    )
    def close(self) -> None: ...
