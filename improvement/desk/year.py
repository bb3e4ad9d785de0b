"""The year of a round as six stages, with how many departments stand at each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.lifecycle import PlanStatus
from plans.models import Round

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


def round_stages(planning_round: Round, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Six stages for the stepper; several can be under way at once."""
    at = [0] * 6
    for row in rows:
        at[COLUMNS[row["plan"].status] if row["plan"] else 0] += 1
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
    return ngettext("%(count)d department", "%(count)d departments", count) % {"count": count}
