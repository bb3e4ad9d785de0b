"""What charts are drawn of: x in hundredths of the width, y in pixels, colour by role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


class Palette(Protocol):
    """How a shape is placed and dressed: by classes on the page, by literals in print."""

    def x(self, share: float) -> str:
        """A place, or a width, along the picture."""

    def dress(self, role: str) -> SafeString:
        """The attributes that colour a shape of this role."""

    def frame(self, height: float) -> SafeString:
        """The attributes that give the picture its size."""

    def drawing(self, height: float, inside: SafeString) -> SafeString:
        """Free lines, whose x runs from 0 to 100."""


class Shape(Protocol):
    def draw(self, palette: Palette, height: float) -> SafeString:
        """The shape as SVG, in a picture of this height."""


def px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Line:
    role: str
    x1: float
    y1: float
    x2: float
    y2: float

    def draw(self, palette: Palette, height: float) -> SafeString:
        return format_html(
            '<line {} x1="{}" y1="{}" x2="{}" y2="{}"/>',
            palette.dress(self.role),
            palette.x(self.x1),
            px(self.y1),
            palette.x(self.x2),
            px(self.y2),
        )


@dataclass(frozen=True, slots=True)
class Rect:
    role: str
    x: float
    y: float
    width: float
    height: float
    radius: float = 0
    title: str = ""

    def draw(self, palette: Palette, height: float) -> SafeString:
        return format_html(
            '<rect {} x="{}" y="{}" width="{}" height="{}"{}>{}</rect>',
            palette.dress(self.role),
            palette.x(self.x),
            px(self.y),
            palette.x(self.width),
            px(self.height),
            format_html(' rx="{}"', px(self.radius)) if self.radius else "",
            told(self.title),
        )


@dataclass(frozen=True, slots=True)
class Dot:
    role: str
    x: float
    y: float
    radius: float = 4
    title: str = ""

    def draw(self, palette: Palette, height: float) -> SafeString:
        return format_html(
            '<circle {} cx="{}" cy="{}" r="{}">{}</circle>',
            palette.dress(self.role),
            palette.x(self.x),
            px(self.y),
            px(self.radius),
            told(self.title),
        )


@dataclass(frozen=True, slots=True)
class Diamond:
    role: str
    x: float
    y: float
    radius: float = 6.5
    title: str = ""

    def draw(self, palette: Palette, height: float) -> SafeString:
        r = px(self.radius)
        return format_html(
            '<svg x="{}" y="{}" overflow="visible">'
            '<path {} d="M0-{r}L{r} 0L0 {r}L-{r} 0z">{}</path></svg>',
            palette.x(self.x),
            px(self.y),
            palette.dress(self.role),
            told(self.title),
            r=r,
        )


@dataclass(frozen=True, slots=True)
class Label:
    role: str
    x: float
    y: float
    text: str
    anchor: str = "start"
    shift: float = 0
    """Pixels to the right, whatever the width."""
    title: str = ""

    def draw(self, palette: Palette, height: float) -> SafeString:
        return format_html(
            '<text {} x="{}" y="{}"{}{}>{}{}</text>',
            palette.dress(self.role),
            palette.x(self.x),
            px(self.y),
            format_html(' dx="{}"', px(self.shift)) if self.shift else "",
            format_html(' text-anchor="{}"', self.anchor) if self.anchor != "start" else "",
            self.text,
            told(self.title),
        )


@dataclass(frozen=True, slots=True)
class Track:
    """A line through points; None lifts the pen, for what is missing is not joined."""

    role: str
    points: tuple[tuple[float, float] | None, ...]

    def draw(self, palette: Palette, height: float) -> SafeString:
        path, down = "", False
        for point in self.points:
            if point is not None:
                path += f"{'L' if down else 'M'}{point[0]:.2f} {px(point[1])}"
            down = point is not None
        if not path:
            return mark_safe("")
        drawn = format_html(
            '<path {} d="{}" vector-effect="non-scaling-stroke"/>', palette.dress(self.role), path
        )
        return palette.drawing(height, drawn)


def told(title: str) -> SafeString | str:
    return format_html("<title>{}</title>", title) if title else ""
