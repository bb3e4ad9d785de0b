"""What must hold before a step: each answers None, or the sentence that is shown."""

from __future__ import annotations

from typing import Any

from improvement.door.refusals import Gap


def period_is_open(value: Any) -> Gap | None:
    """A locked period takes nothing but what the office has returned for correction."""
    sentence = value.period_closed()
    return Gap(sentence) if sentence else None
