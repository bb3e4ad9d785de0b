"""The year of a round as six stages, with how many departments stand at each."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from improvement.door.gathered import Counted, capped
from improvement.organization.models import Department
from plans.lifecycle import PlanStatus
from plans.models import Plan, Round

from .dates import spelled

COLUMNS = {
    PlanStatus.DRAFT: 0,
    PlanStatus.WITHDRAWN: 0,
    PlanStatus.OFFICE_REVIEW: 1,
    PlanStatus.ENDORSED: 1,
    PlanStatus.LEADERSHIP_APPROVAL: 2,
    PlanStatus.APPROVED: 2,
    PlanStatus.EXECUTION: 3,
    PlanStatus.ADJUSTMENT: 4,
    PlanStatus.EVALUATION: 5,
    PlanStatus.CLOSED: 5,
}


def with_stage_counts(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Each year with how many departments stand at each stage, counted up to 101.

    A department that has not begun drafts as one that has; it is counted apart, having no plan.
    """
    everybody = Department.objects.must_plan()
    plans = Plan.objects.filter(round=OuterRef("pk"), department__in=everybody)
    begun = Plan.objects.filter(round=OuterRef(OuterRef("pk")), department=OuterRef("pk"))
    numbers = {
        f"at_{stage}": Counted(plans.filter(status__in=statuses_at(stage))) for stage in range(6)
    }
    return rounds.annotate(
        not_begun=Counted(everybody.filter(~Exists(begun))), covered=Counted(everybody), **numbers
    )


def statuses_at(stage: int) -> list[PlanStatus]:
    return [status for status, at in COLUMNS.items() if at == stage]


def round_stages(planning_round: Any) -> list[dict[str, Any]]:
    """Six stages for the stepper; several can be under way at once."""
    at = [getattr(planning_round, f"at_{stage}") for stage in range(6)]
    at[0] += planning_round.not_begun
    due = spelled(planning_round.deadline, "day")
    notes = [
        _("%(count)s · until %(date)s") % {"count": departments(at[0]), "date": due},
        departments(at[1]),
        departments(at[2]),
        _("from %(date)s") % {"date": spelled(planning_round.starts, "day")},
        _("when needed"),
        _("each quarter and at year end"),
    ]
    reached = max((n for n in range(6) if at[n]), default=0)
    return [
        {
            "label": label,
            "note": note,
            "state": "now" if at[n] else "done" if n < reached else "ahead",
        }
        for n, (label, note) in enumerate(zip(labels(), notes, strict=True))
    ]


def labels() -> list[str]:
    return [
        _("Drafting"),
        _("Office review"),
        _("Leadership approval"),
        _("Execution"),
        _("Adjustment"),
        _("Evaluation"),
    ]


def departments(count: int) -> str:
    """Capped as it was counted: “100+ departments”."""
    text = ngettext("%(count)s department", "%(count)s departments", count)
    return text % {"count": capped(count)}
