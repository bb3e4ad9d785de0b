"""Acts on practices: show a measure that has proved itself, copy it into a draft (5.4.2, 6.1.3)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from improvement.door.acts import create, take_many
from improvement.door.models import Revision
from improvement.door.refusals import Stale, StepRefused
from improvement.door.unit import unit
from plans import copying
from plans.carrying import DONE, Line
from plans.copying import Chosen
from plans.kits import Kit, kit_of_goal, kit_of_measure
from plans.models import Measure, Plan

from .lifecycle import VerificationStatus
from .models import Practice, Verification
from .practice_lifecycle import PracticeStatus


def to_showcase(verification: Verification) -> Any:
    """The measures that served the goal, are completed, and are not shown under it yet."""
    served = verification.goal.measures.live().filter(status__in=DONE)
    return served.exclude(practices__verification=verification)


def showcase(
    *,
    by: Any,
    verification: Verification,
    measure: Measure,
    key: str | None = None,
    **words: Any,
) -> Practice:
    """Begin the practice of a measure whose goal was verified as reached.

    Raises StepRefused where the verdict is another, or the measure is none of the goal's.
    """
    with unit() as work:
        held = work.lock(verification)
        if held.status != VerificationStatus.EFFECTIVE:
            raise StepRefused(
                _("Only what has been verified as effective is shown to others."),
                verification.get_absolute_url(),
            )
        if not to_showcase(held).filter(pk=measure.pk).exists():
            raise StepRefused(_("Choose a completed measure of this goal that is not shown yet."))
        verdict = Revision.objects.latest_of(held)
        begun = Practice(verification=held, measure=measure, revision=verdict, **words)
        return create(begun, by=by, key=key)


def lapse(verification: Verification, *, by: Any) -> None:
    """What stood on a verdict that is given up is not shown any longer."""
    shown = verification.practices.filter(status=PracticeStatus.PUBLISHED)
    take_many(shown, "lapse", by=by, cause=verification)


def kit_of(practice: Practice) -> Kit:
    """The measure with its goal, as another department can copy them."""
    goal = practice.goal
    measure = practice.measure
    return Kit(
        goals=[kit_of_goal(goal)],
        measures=[kit_of_measure(measure, goal.plan.round.starts, after=measure)],
    )


def take_up(
    *,
    by: Any,
    plan: Plan,
    practice: Practice,
    goal: bool = False,
    serves: Collection[int] = (),
    version: int | None = None,
    key: str | None = None,
) -> list[Line]:
    """Copy a practice into a draft as a measure, with its goal where that is wanted too.

    Raises StepRefused where it is not published any more, Stale where it was revised since it
    was read, and what the door raises.
    """
    with unit() as work:
        held = work.lock(practice)
        if held.status != PracticeStatus.PUBLISHED:
            raise StepRefused(_("The practice is not shown any more."), plan.get_absolute_url())
        if version not in (None, held.version):
            raise Stale(held, {})
        kit = kit_of(held)
        chosen = Chosen(
            goals=[each.number for each in kit.goals] if goal else [],
            measures=[each.number for each in kit.measures],
            serves=serves,
        )
        return copying.copy_into(by=by, plan=plan, kit=kit, chosen=chosen, key=key)
