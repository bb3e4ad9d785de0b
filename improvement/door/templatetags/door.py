"""Templates ask the same rules as everybody else."""

from __future__ import annotations

from typing import Any

from django import template

from improvement.door import acts
from improvement.door.views import one_time_key

register = template.Library()


@register.simple_tag(takes_context=True)
def steps_for(context: dict[str, Any], row: Any) -> list[Any]:
    """{% steps_for plan as steps %}: the arrows this person can take now, each with its URL."""
    user = context["request"].user
    return [
        {"arrow": arrow, "url": row.step_url(arrow.name)} for arrow in acts.steps_for(user, row)
    ]


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], action: str, row: Any) -> bool:
    """{% may "change" plan as can_change %}: has_perm, spelled by action and row."""
    return bool(context["request"].user.has_perm(acts.permission(action, row), row))


@register.simple_tag
def form_key() -> str:
    """The one-time key a form carries."""
    return one_time_key()
