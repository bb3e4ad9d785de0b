"""Figures as people write them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from plans import wording

register = template.Library()


@register.filter
def ranging(lower: str, upper: Decimal | str) -> str:
    """“15–20”: from this figure to the upper end."""
    return f"{lower}–{figure(upper)}"


@register.filter
def of_unit(amount: str, unit: str) -> str:
    return wording.with_unit(amount, unit)


@register.filter
def figure(value: Decimal | str | None) -> str:
    """“1,200”, “12.5”, or nothing."""
    return "" if value is None else wording.figure(str(value))
