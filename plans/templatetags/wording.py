"""Figures as people write them."""

from __future__ import annotations

from decimal import Decimal

from django import template

from plans import wording

register = template.Library()


@register.filter
def ranging(lower: str, upper: Decimal | str | None) -> str:
    """“15–20” where there is an upper end."""
    return f"{lower}–{figure(upper)}" if upper not in (None, "") else lower


@register.filter
def of_unit(amount: str, unit: str) -> str:
    return wording.with_unit(amount, unit)


@register.filter
def figure(value: Decimal | str | None) -> str:
    """“1,200”, “12.5”, or nothing."""
    return "" if value is None else wording.figure(str(value))
