"""Input of chapter 5: definition cards, figures of a period, and what customers told us."""

from .defining import IndicatorForm
from .entering import ValueForm
from .recording import CategoryForm, RecordForm
from .targets import TargetForm

__all__ = ["CategoryForm", "IndicatorForm", "RecordForm", "TargetForm", "ValueForm"]
