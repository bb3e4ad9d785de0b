"""The stages of a life cycle as the stepper and the dots draw them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Stage = dict[str, Any]
PITCH, FIRST = 13, 5


def stages_of(given: Sequence[Any]) -> list[Stage]:
    """Dicts or objects with `label`, `note` and `state`: done, now, part or ahead."""
    return [
        {
            "label": _get(stage, "label", ""),
            "note": _get(stage, "note", ""),
            "state": _get(stage, "state", "ahead"),
        }
        for stage in given
    ]


def _get(stage: Any, name: str, default: str) -> Any:
    if isinstance(stage, dict):
        return stage.get(name, default)
    return getattr(stage, name, default)


def present(stages: Sequence[Stage]) -> Stage | None:
    """The one to name where only one can be: the first under way, else the last one reached."""
    under_way = [stage for stage in stages if stage["state"] == "now"]
    reached = [stage for stage in stages if stage["state"] in ("done", "part")]
    return next(iter(under_way), reached[-1] if reached else None)


def dots(stages: Sequence[Stage]) -> list[dict[str, Any]]:
    """Where each dot stands, and where the line before it begins."""
    return [
        {"x": FIRST + PITCH * n, "line": PITCH * n - 3, "state": stage["state"]}
        for n, stage in enumerate(stages)
    ]


def width(stages: Sequence[Stage]) -> int:
    return PITCH * len(stages) - 3
