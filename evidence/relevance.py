"""Which indicators a department tells: its own, those it has told, and what other rooms name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from .models import Indicator, Value

Finder = Callable[[Iterable[int]], QuerySet[Any]]
"""The keys of the indicators that a room above wants told by these departments."""

_finders: list[Finder] = []


def concern(finder: Finder) -> None:
    """Have the indicators that `finder` names told by its departments, too."""
    if finder not in _finders:
        _finders.append(finder)


def indicators_of(departments: Iterable[int]) -> QuerySet[Indicator]:
    """All indicators that at least one of the departments tells."""
    keys = list(departments)
    told = Value.objects.filter(department__in=keys).values("indicator")
    wanted = Q(owner__in=keys) | Q(pk__in=told)
    for finder in _finders:
        wanted |= Q(pk__in=finder(keys))
    return Indicator.objects.filter(wanted)
