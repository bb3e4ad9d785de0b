"""Which step tells whom: rooms hand in their tables, the door reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from improvement.notifications.kinds import Notice

Teller = Callable[..., Iterable[Notice]]
"""Called as teller(row, by=person, inputs={...}) after the step, inside its transaction."""

_tellers: defaultdict[tuple[str, str], list[Teller]] = defaultdict(list)


def tell(model: type, step: str, teller: Teller) -> None:
    """Have `teller` asked whenever `step` has been taken on a row of `model`."""
    _tellers[model._meta.label_lower, step].append(teller)  # type: ignore[attr-defined]


def notices(row: Any, step: str, *, by: Any, inputs: dict[str, Any]) -> list[Notice]:
    """Everything the step has to tell."""
    found: list[Notice] = []
    for teller in _tellers[row._meta.label_lower, step]:
        found.extend(teller(row, by=by, inputs=inputs))
    return found
