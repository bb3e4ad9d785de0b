"""Input of chapter 5: figures of a period, and what customers told us."""

from .entering import ValueForm
from .recording import CategoryForm, RecordForm

__all__ = ["CategoryForm", "RecordForm", "ValueForm"]
