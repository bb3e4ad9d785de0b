"""A chart as a value: its shapes, its words, its data; drawn for a page or for print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .palettes import ON_PAGE
from .shapes import Palette, Shape


class Key(NamedTuple):
    """One line of the legend: a small shape of a role, and its word."""

    kind: str
    """dot, line, bar or diamond."""
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything a reader needs, seeing or not: picture, title, description, table, sentence."""

    key: str
    """Names the chart on its page."""
    height: float
    shapes: Sequence[Shape]
    title: str
    description: str
    sentence: str
    """Reads the chart out."""
    header: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    legend: Sequence[Key] = ()
    wide: bool = False
    """Scrolls in its own box where there is no room."""
    small: bool = False

    def svg(self, palette: Palette = ON_PAGE) -> SafeString:
        drawn = format_html_join("", "{}", ((s.draw(palette, self.height),) for s in self.shapes))
        return format_html(
            '<svg class="chart" {frame} role="img" aria-labelledby="{key}-title {key}-text">'
            '<title id="{key}-title">{title}</title><desc id="{key}-text">{text}</desc>'
            "{drawn}</svg>",
            frame=palette.frame(self.height),
            key=f"chart-{self.key}",
            title=self.title,
            text=self.description,
            drawn=drawn,
        )


def sentences(*parts: str) -> str:
    """Sentences one after the other; Chinese has no blank between them."""
    chinese = (get_language() or "en").startswith("zh")
    return ("" if chinese else " ").join(part for part in parts if part)
