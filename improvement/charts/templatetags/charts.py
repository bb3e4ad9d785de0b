"""Figures and charts in templates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

from improvement.charts import numbers

register = template.Library()


@register.filter
def amount(value: Any, unit: str = "") -> str:
    """{{ value|amount:indicator.unit }}: “12.5 s”, or a dash where nothing is known."""
    return numbers.with_unit(value, unit)


@register.filter
def percentage(share: Decimal | float | None) -> str:
    """{{ attainment|percentage }}: a share of one as “85%”."""
    return numbers.percent(share)
