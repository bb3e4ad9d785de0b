"""The life of one plan as six stages; the second line is always a date, a round or a vote."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import dateformat, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .lifecycle import PlanStatus

if TYPE_CHECKING:
    from .models import Plan

Stage = dict[str, Any]

AT = {
    PlanStatus.DRAFT: 0,
    PlanStatus.OFFICE_REVIEW: 1,
    PlanStatus.ENDORSED: 1,
    PlanStatus.LEADERSHIP_APPROVAL: 2,
    PlanStatus.APPROVED: 2,
    PlanStatus.EXECUTION: 3,
    PlanStatus.ADJUSTMENT: 4,
    PlanStatus.EVALUATION: 5,
    PlanStatus.CLOSED: 5,
}
"""Which of the six stages a status belongs to; a withdrawn plan stands at none."""

WEEK = 7


def stages(plan: Plan, ballot: Any = None, today: dt.date | None = None) -> list[Stage]:
    """The six stages of a plan; `ballot` is its latest one, with `voted` and `base` counted."""
    today = today or timezone.localdate()
    at = AT.get(PlanStatus(plan.status), -1)
    notes = (
        drafting(plan),
        review(plan, at),
        approval(plan, ballot, at),
        execution(plan, at, today),
        _("under way") if plan.status == PlanStatus.ADJUSTMENT else _("when needed"),
        _("until %(date)s") % {"date": day(plan.round.ends, today)},
    )
    labels = (
        _("Draft"),
        _("Office review"),
        _("Leadership approval"),
        _("Execution"),
        _("Adjustment"),
        _("Evaluation"),
    )
    ended = plan.status in {PlanStatus.APPROVED, PlanStatus.CLOSED}
    return [
        {
            "label": label,
            "note": note,
            "state": state(n, at, ended),
        }
        for n, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]


def state(stage: int, at: int, ended: bool) -> str:
    """While an adjustment is under way the version in force goes on being executed (4.4.3)."""
    adjusting = AT[PlanStatus.ADJUSTMENT]
    if stage == at:
        return "done" if ended else "now"
    if stage > at:
        return "ahead"
    return "part" if at == adjusting and stage == AT[PlanStatus.EXECUTION] else "done"


def drafting(plan: Plan) -> str:
    """“Draft 2 · until 2 Dec”, then the day it was handed in."""
    if plan.status == PlanStatus.DRAFT:
        return _("draft %(number)d · until %(date)s") % {
            "number": plan.times_returned + 1,
            "date": day(plan.due),
        }
    if plan.submitted_at:
        return _("handed in %(date)s") % {"date": day(plan.submitted_on)}
    return _("until %(date)s") % {"date": day(plan.due)}


def review(plan: Plan, at: int) -> str:
    if at < AT[PlanStatus.OFFICE_REVIEW]:
        return _("from %(date)s") % {"date": day(plan.due)}
    rounds = plan.times_returned + 1
    if plan.status == PlanStatus.ENDORSED:
        return _("endorsed in round %(number)d") % {"number": rounds}
    if plan.status == PlanStatus.OFFICE_REVIEW:
        return _("round %(number)d") % {"number": rounds}
    return ngettext("%(number)d round", "%(number)d rounds", rounds) % {"number": rounds}


def approval(plan: Plan, ballot: Any, at: int) -> str:
    """“3 of 5 voted · until 8 Dec”, then “16 Dec · 5 of 5 voted”."""
    if ballot is None or at < AT[PlanStatus.LEADERSHIP_APPROVAL]:
        return _("before %(date)s") % {"date": day(plan.round.starts)}
    turnout = {"voted": ballot.voted, "base": ballot.base}
    if ballot.closed_at is None:
        return _("%(voted)d of %(base)d voted · until %(date)s") % {
            **turnout,
            "date": day(timezone.localdate(ballot.deadline)),
        }
    return _("%(date)s · %(voted)d of %(base)d voted") % {
        **turnout,
        "date": day(timezone.localdate(ballot.closed_at)),
    }


def execution(plan: Plan, at: int, today: dt.date) -> str:
    starts, ends = plan.round.starts, plan.round.ends
    if at < AT[PlanStatus.EXECUTION] or today < starts:
        return _("from %(date)s") % {"date": day(starts)}
    last = ((ends - starts).days + 1) // WEEK
    return _("week %(number)d of %(last)d") % {
        "number": min((today - starts).days // WEEK + 1, last),
        "last": last,
    }


def day(date: dt.date, today: dt.date | None = None) -> str:
    """“8 Dec”, with the year where it is not this one; Chinese takes no zeros and no blanks."""
    chinese = (get_language() or "en").startswith("zh")
    if date.year == (today or timezone.localdate()).year:
        return dateformat.format(date, "n月j日" if chinese else "j M")
    return dateformat.format(date, "Y年n月j日" if chinese else "j M Y")
