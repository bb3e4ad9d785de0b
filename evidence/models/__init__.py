"""Indicators and their values: what is measured, how, by whom, and what came out."""

from evidence.lifecycle import IndicatorStatus, ValueStatus
from evidence.periods import Rhythm

from .finding import Finding
from .indicator import Direction, Family, Indicator, Path
from .period_lock import PeriodLock
from .target import PeriodTarget
from .value import Point, Value

__all__ = [
    "Direction",
    "Family",
    "Finding",
    "Indicator",
    "IndicatorStatus",
    "Path",
    "PeriodLock",
    "PeriodTarget",
    "Point",
    "Rhythm",
    "Value",
    "ValueStatus",
]
