"""Input of chapter 5: definition cards, figures of a period, and what customers told us."""

from .defining import IndicatorForm
from .entering import ValueForm
from .recording import CategoryForm, RecordForm

__all__ = ["CategoryForm", "IndicatorForm", "RecordForm", "ValueForm"]
