"""What an adjustment proposes, read from its frozen content, for whoever decides on it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

from plans import proposals
from plans.models import AdjustmentReason, MajorProject

from .briefs import currency

register = template.Library()


@register.simple_tag
def proposed_lines(content: dict[str, Any]) -> list[proposals.Line]:
    return proposals.lines(content["changes"], currency())


@register.simple_tag
def money_before_and_after(content: dict[str, Any]) -> dict[str, list[Decimal]]:
    """The sums over all measures in force, today and once approved."""
    return proposals.in_figures(content["sums"])


@register.simple_tag
def major_projects_of(adjustment: Any) -> list[MajorProject]:
    """What the leadership group is asked, by a ballot of its own, because of the adjustment."""
    return list(adjustment.major_projects.select_related("measure__plan__department"))


@register.filter
def reason_name(reason: str) -> str:
    return str(AdjustmentReason(reason).label) if reason else ""
