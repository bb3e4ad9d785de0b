"""Indicators and their values: what is measured, how, by whom, and what came out."""

from evidence.lifecycle import ValueStatus
from evidence.periods import Rhythm

from .indicator import Direction, Family, Indicator
from .value import Point, Value

__all__ = ["Direction", "Family", "Indicator", "Point", "Rhythm", "Value", "ValueStatus"]
