"""Figures as people write them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from plans import wording

register = template.Library()


@register.filter
def figure(value: Decimal | str | None) -> str:
    """“1,200”, “12.5”, or nothing."""
    return "" if value is None else wording.figure(str(value))
