"""Acts on extensions: a department asks, the office grants, of itself or another date (3.4.2)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from improvement.door.acts import create, record, take
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit
from plans import conditions
from plans.models import Extension, Round

OF_WHAT_IS_ASKED = (conditions.not_handed_in_yet, conditions.puts_the_date_off)


def ask(
    *,
    by: Any,
    planning_round: Round,
    department: Any,
    until: dt.date,
    reason: str,
    by_office: bool = False,
    key: str | None = None,
) -> Extension:
    """Ask for an own date; refused where there is nothing to put off, or a request waits."""
    with unit() as work:
        held = work.lock(planning_round)
        if not held.takes_drafts:
            raise StepRefused(_("The round takes no plans now; there is no date to extend."))
        waiting = held.extensions.asked().filter(department=department).first()
        if waiting:
            raise StepRefused(
                _("A request of this department waits for an answer already."),
                waiting.get_absolute_url(),
            )
        asked = Extension(
            round=held,
            department=department,
            until=until,
            reason=reason,
            by_office=by_office,
            asked_by=by,
        )
        for condition in OF_WHAT_IS_ASKED:
            if gap := condition(asked):
                raise StepRefused(gap.sentence, gap.link)
        return create(asked, by=by, key=key)


def give(
    *, by: Any, planning_round: Round, department: Any, until: dt.date, reason: str
) -> Extension:
    """The office puts the date off for one department that has not asked."""
    with unit():
        given = ask(
            by=by,
            planning_round=planning_round,
            department=department,
            until=until,
            reason=reason,
            by_office=True,
        )
        return take(given, "grant", by=by)


def grant(
    *,
    by: Any,
    extension: Extension,
    until: dt.date,
    answer: str = "",
    version: int | None = None,
    key: str | None = None,
) -> Extension:
    """Grant what was asked, or another date, with a word where there is something to say."""
    with unit() as work:
        held = work.lock(extension)
        if work.repeated(held, "grant", by, key):
            return held
        asked = record(held, {"until": until, "answer": answer}, by=by, version=version)
        return take(asked, "grant", by=by)
