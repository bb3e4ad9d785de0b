"""Figures and charts in templates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

from improvement.charts import numbers
from improvement.charts.chart import Chart
from improvement.charts.small import SignalIcon

register = template.Library()


@register.filter
def amount(value: Any, unit: str = "") -> str:
    """{{ value|amount:indicator.unit }}: “12.5 s”, or a dash where nothing is known."""
    # Where a row is missing, its value reaches a filter as an empty text.
    known = None if value == "" else value
    return numbers.with_unit(known, unit, numbers.READ_TO if numbers.is_computed(known) else None)


@register.filter
def percentage(share: Decimal | float | None) -> str:
    """{{ attainment|percentage }}: a share of one as “85%”."""
    return numbers.percent(share)


@register.inclusion_tag("charts/chart.html")
def chart(
    drawn: Chart, legend: bool = True, words: bool = True, table: bool = True
) -> dict[str, Any]:
    """{% chart overview %}: the picture, its legend, the sentence that reads it, its data."""
    return {"chart": drawn, "legend": legend, "words": words, "table": table}


@register.inclusion_tag("charts/signal_icon.html")
def signal_icon(icon: SignalIcon | None) -> dict[str, Any]:
    """{% signal_icon variation %}: one of the two icons of a control chart."""
    return {"icon": icon}
