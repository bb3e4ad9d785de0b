"""Facts as a notice keeps them, for the page of the notice and for the brief of its ballot."""

from __future__ import annotations

from typing import Any

from django import template

from incentives.facts import Fact, thawed

register = template.Library()


@register.filter
def as_facts(facts: list[dict[str, Any]]) -> list[Fact]:
    """{{ content.facts|as_facts }}"""
    return thawed(facts)
