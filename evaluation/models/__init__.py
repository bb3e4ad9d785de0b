"""The nouns of chapter 5, one file each."""

from .criteria import CriteriaSet, Criterion, Grade, Kind, Method
from .evaluation import Evaluation
from .period import EvaluationPeriod
from .practice import Practice
from .rating import Rating, Side, Suggestion
from .verification import Verification

__all__ = [
    "CriteriaSet",
    "Criterion",
    "Evaluation",
    "EvaluationPeriod",
    "Grade",
    "Kind",
    "Method",
    "Practice",
    "Rating",
    "Side",
    "Suggestion",
    "Verification",
]
