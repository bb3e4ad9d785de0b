"""What an adjustment proposes, read from its frozen content, for whoever decides on it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

from plans import proposals
from plans.lifecycle import AdjustmentStatus
from plans.models import AdjustmentReason, MajorProject

from .briefs import currency, money

register = template.Library()


@register.simple_tag
def proposed_lines(content: dict[str, Any]) -> list[proposals.Line]:
    return proposals.lines(content["changes"], currency())


@register.simple_tag
def money_before_and_after(content: dict[str, Any]) -> dict[str, list[Decimal]]:
    """The sums over all measures in force, today and once approved."""
    return proposals.in_figures(content["sums"])


@register.simple_tag
def lines_of_items(items: list[Any]) -> list[Any]:
    """The items of a list, each with its lines; the values of all are named in one go.

    An item that was overtaken while the ballot is open has `left`: the list decides without it.
    """
    contents = [item.revision.content["changes"] for item in items]
    said = iter(proposals.lines((c for changes in contents for c in changes), currency()))
    for item, changes in zip(items, contents, strict=True):
        item.lines = [next(said) for _change in changes]
        waiting = item.listed and not item.passed_over and item.ballot.closed_at is None
        item.left = waiting and item.subject.status != AdjustmentStatus.LEADERSHIP_APPROVAL
    return items


@register.simple_tag
def net_of_items(items: list[Any]) -> dict[str, Any]:
    """What all that is still on the list changes in cost and benefit, and of how many departments.

    Two adjustments of one plan each tell its sums as they stand without the other.
    """
    listed = [item for item in items if item.listed]
    sums = [proposals.in_figures(item.revision.content["sums"]) for item in listed]
    net = {
        name: sum((one[name][1] - one[name][0] for one in sums), Decimal(0))
        for name in ("cost", "benefit")
    }
    return {**net, "departments": len({item.department_id for item in listed})}


@register.filter
def less(after: Decimal, before: Decimal) -> Decimal:
    return after - before


@register.filter
def signed_money(amount: Decimal) -> str:
    """With its sign: +HK$12,000, −HK$3,000; what does not change is ±0."""
    if not amount:
        return "±0"
    return ("+" if amount > 0 else "−") + money(abs(amount))


@register.simple_tag
def major_projects_of(adjustment: Any) -> list[MajorProject]:
    """What the leadership group is asked, by a ballot of its own, because of the adjustment."""
    return list(adjustment.major_projects.select_related("measure__plan__department"))


@register.filter
def reason_name(reason: str) -> str:
    return str(AdjustmentReason(reason).label) if reason else ""
