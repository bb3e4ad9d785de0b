"""Indicators: what is measured, how, and by whom."""

from .indicator import Direction, Family, Indicator

__all__ = ["Direction", "Family", "Indicator"]
