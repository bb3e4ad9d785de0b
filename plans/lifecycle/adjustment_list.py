"""Small adjustments of several plans, put to one vote (一攬子表決; ours)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.approvals.models import NO_MAJORITY, BallotSubject
from improvement.door.lifecycle import BALLOT, StatusField, step
from plans import conditions as only_if


class AdjustmentListStatus(models.TextChoices):
    COMPILING = "compiling", _("Compiling")
    LEADERSHIP_APPROVAL = "leadership_approval", _("Leadership approval")
    APPROVED = "approved", _("Approved")
    DISSOLVED = "dissolved", pgettext_lazy("status of a list", "Dissolved")


S = AdjustmentListStatus


class AdjustmentListLifecycle(BallotSubject):
    """The office bundles what it has read; the leadership group decides on all of it at once."""

    status = StatusField(_("status"), choices=S.choices, default=S.COMPILING)

    class Meta:
        abstract = True

    @step(S.COMPILING, S.COMPILING, _("Choose adjustments"), clause="ours")
    def choose(self, *, introduction: str = "", chosen: Any = ()) -> None:
        self.introduction = introduction

    @step(
        S.COMPILING,
        S.LEADERSHIP_APPROVAL,
        _("Put forward"),
        clause="4.4.3",
        when=[only_if.lists_several, only_if.listed_adjustments_stand],
        freeze=True,
    )
    def put_forward(self) -> None:
        self.return_reason = ""

    @step(S.LEADERSHIP_APPROVAL, S.APPROVED, _("Approve"), clause="4.4.3", on=BALLOT)
    def approve(self) -> None: ...

    @step(
        S.LEADERSHIP_APPROVAL,
        S.COMPILING,
        _("Return for revision"),
        clause="4.4.3",
        on=BALLOT,
    )
    def return_by_leaders(self, *, reason: str = "") -> None:
        self.return_reason = reason or NO_MAJORITY

    @step(S.LEADERSHIP_APPROVAL, S.COMPILING, _("Put back"), clause="ours", on=BALLOT)
    def put_back(self) -> None: ...

    @step(S.COMPILING, S.DISSOLVED, _("Dissolve the list"), clause="ours")
    def dissolve(self) -> None: ...
