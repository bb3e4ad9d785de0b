"""The rows of the record."""

from improvement.audit.models.entry import Entry
from improvement.audit.models.particular import ERASED, Particular

__all__ = ["ERASED", "Entry", "Particular"]
