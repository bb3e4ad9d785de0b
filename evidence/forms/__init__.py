"""Input of chapter 5: definition cards, and the figures of a department for one period."""

from .defining import IndicatorForm
from .entering import ValueForm
from .targets import TargetForm

__all__ = ["IndicatorForm", "TargetForm", "ValueForm"]
