"""Acts on what a round asks for: sections of its own, hints and templates, key areas (ours)."""

from __future__ import annotations

from typing import Any

from improvement.door.acts import create, create_many, record
from improvement.door.unit import unit
from plans.lifecycle import PlanStatus
from plans.models import Round, RoundSection, Section
from plans.models.asked import OWN

BEING_WRITTEN = (
    PlanStatus.DRAFT,
    PlanStatus.OFFICE_REVIEW,
    PlanStatus.ENDORSED,
    PlanStatus.WITHDRAWN,
)
"""A plan further on was decided without the section and is not asked for it."""


def ask_for_section(*, by: Any, planning_round: Round, **typed: Any) -> RoundSection:
    """A section beyond the six; plans that are being written get it with its template."""
    with unit() as work:
        held = work.lock(planning_round)
        number = held.asked_sections.filter(key__startswith=OWN).count() + 1
        asked = create(RoundSection(round=held, key=f"{OWN}{number}", **typed), by=by)
        plans = held.plans.filter(status__in=BEING_WRITTEN).order_by("pk")
        create_many(
            [Section(plan=plan, key=asked.key, body=asked.template) for plan in plans],
            by=by,
            cause=asked,
        )
    return asked


def give_along(
    *, by: Any, planning_round: Round, key: str, version: int | None = None, **typed: Any
) -> RoundSection:
    """Hint and template of a section; begun with what is first given along to one of the six."""
    with unit() as work:
        held = work.lock(planning_round)
        known = held.asked_sections.filter(key=key).first()
        if known is None:
            return create(RoundSection(round=held, key=key, **typed), by=by)
        return record(known, typed, by=by, version=version)
