"""Which scorecards wait for a person: to be rated by them, or answered."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from improvement.organization.rules import heads

from .lifecycle import EvaluationStatus
from .models import Evaluation
from .models.evaluation import EvaluationQuerySet
from .rules import handles, stands_above

ON_THE_DESK_OF_THE_OFFICE = (
    EvaluationStatus.SELF_RATED,
    EvaluationStatus.SCORED,
    EvaluationStatus.OBJECTED,
)


def waiting_for(user: Any) -> EvaluationQuerySet:
    """Of the head to rate the own department, of those above it, and of the office."""
    own = heads("department").q(user) & Q(status=EvaluationStatus.COLLECTING)
    below = stands_above("department").q(user) & Q(
        status=EvaluationStatus.SELF_RATED, rated_above_on=None
    )
    office = handles.q(user) & Q(status__in=ON_THE_DESK_OF_THE_OFFICE)
    return Evaluation.objects.filter(own | below | office)
