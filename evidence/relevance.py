"""What other rooms say of indicators: which departments tell them, and what they aim at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from . import rolling
from .models import Indicator, Value


class Aim(NamedTuple):
    """The target that a department has set itself for an indicator, and where it stands."""

    direction: str
    target: Decimal | None
    upper: Decimal | None
    name: str
    url: str


Finder = Callable[[Iterable[int]], QuerySet[Any]]
"""The keys of the indicators that a room above wants told by these departments."""

Aims = Callable[[Iterable[int], Iterable[int]], dict[tuple[int, int], Aim]]
"""The aims of (indicator, department), asked for many of both."""

Listener = Callable[[Iterable[tuple[int, int]]], None]
"""What a room above does when values of (indicator, department) begin or cease to count."""

_listeners: list[Listener] = []
_finders: list[Finder] = []
_aims: list[Aims] = []


def concern(finder: Finder, aims: Aims) -> None:
    """Have the indicators that `finder` names told by its departments, with their aims."""
    if finder not in _finders:
        _finders.append(finder)
        _aims.append(aims)


def indicators_of(departments: Iterable[int]) -> QuerySet[Indicator]:
    """All indicators in use that at least one of the departments tells: its own, those it has
    told before, and those other rooms name."""
    keys = list(departments)
    told = Value.objects.filter(department__in=keys).values("indicator")
    wanted = Q(owner__in=keys) | Q(pk__in=told)
    for finder in _finders:
        wanted |= Q(pk__in=finder(keys))
    return Indicator.objects.in_use().filter(wanted)


def aims_of(indicators: Iterable[int], departments: Iterable[int]) -> dict[tuple[int, int], Aim]:
    """The aims of all these indicators in all these departments, by both keys."""
    found: dict[tuple[int, int], Aim] = {}
    keys = list(indicators), list(departments)
    for aims in _aims:
        found |= aims(*keys)
    return found


def listen(listener: Listener) -> None:
    """Have a room above hear, in the same transaction, of values that begin or cease to count."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(values: Iterable[Value]) -> None:
    """Say whose values count from now, or no longer."""
    rows = list(values)
    pairs = [(value.indicator_id, value.department_id) for value in rows]
    tell_pairs(pairs, {value.period for value in rows})


def tell_pairs(told: Iterable[tuple[int, int]], periods: Iterable[str]) -> None:
    """The same of (indicator, department) in these periods, where values came by thousands.

    The roll-up has them before anybody hears of it.
    """
    pairs = dict.fromkeys(told)
    indicators, departments = ({pair[at] for pair in pairs} for at in (0, 1))
    rolling.roll_up_again(indicators, periods, departments)
    for listener in _listeners if pairs else []:
        listener(pairs)
