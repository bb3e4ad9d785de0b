"""Input of chapter 5: the figures of a department for one period."""

from .entering import ValueForm

__all__ = ["ValueForm"]
