"""What the page of a step shows beside the row: the status it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template

register = template.Library()


@dataclass(frozen=True, slots=True)
class Target:
    """A status that is not reached yet, as a row would show it."""

    status: str
    label: str

    def get_status_display(self) -> str:
        return self.label


@register.simple_tag
def arrives(row: Any, arrow: Any) -> Target:
    """{% arrives row arrow as target %}: the status after the step, for {% status_tag target %}."""
    labels = dict(row._meta.get_field("status").flatchoices)
    return Target(arrow.target, str(labels[arrow.target]))
