"""Awards, notices of criticism and the rectifications that follow from them."""

from .award import Award, AwardForm, Objection
from .criticism import Criticism, Reading
from .rectification import Rectification

__all__ = ["Award", "AwardForm", "Criticism", "Objection", "Reading", "Rectification"]
