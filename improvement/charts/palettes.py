"""Two ways to dress a chart: classes on the page, literal colours and places in print."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from .shapes import px


class OnPage:
    """The style sheet colours by class, light and dark; the picture is as wide as its place."""

    def x(self, share: float) -> str:
        return f"{share:.2f}".rstrip("0").rstrip(".") + "%"

    def dress(self, role: str) -> SafeString:
        return format_html('class="chart-{}"', role)

    def frame(self, height: float) -> SafeString:
        return format_html('width="100%" height="{}"', px(height))

    def drawing(self, height: float, inside: SafeString) -> SafeString:
        return format_html(
            '<svg width="100%" height="{0}" viewBox="0 0 100 {0}" preserveAspectRatio="none"'
            ' overflow="visible">{1}</svg>',
            px(height),
            inside,
        )


ON_PAGE = OnPage()

FONT = "Inter, 'Noto Sans CJK TC', sans-serif"
INK, MUTED, FAINT, GRID, STRONG = "#14212a", "#44525d", "#586671", "#e9eef0", "#c9d3d9"
MAIN, COMMON, IMPROVE, CONCERN, TARGET = "#0f5f7a", "#66757f", "#1473c8", "#c75b00", "#673cab"
LIMIT, SUNKEN, SOFT, GOOD, WARN, BAD = (
    "#98a6af",
    "#edf1f3",
    "#a9cfdc",
    "#1a7347",
    "#8a5700",
    "#b1271f",
)


def stroke(colour: str, width: float = 1, dashes: str = "") -> dict[str, str]:
    dashed = {"stroke-dasharray": dashes} if dashes else {}
    return {"fill": "none", "stroke": colour, "stroke-width": f"{width:g}"} | dashed


def fill(colour: str, edge: str = "") -> dict[str, str]:
    return {"fill": colour} | ({"stroke": edge, "stroke-width": "1.5"} if edge else {})


def text(colour: str, weight: str = "400") -> dict[str, str]:
    return {"fill": colour, "font-family": FONT, "font-size": "11", "font-weight": weight}


LIGHT: dict[str, dict[str, str]] = {
    "grid": stroke(GRID),
    "grid-strong": stroke(STRONG),
    "line": stroke(COMMON, 1.5),
    "spark": stroke(MAIN, 1.5),
    "mean": stroke(MUTED, 1.25),
    "limit": stroke(LIMIT, 1.25, "4 3"),
    "target": stroke(TARGET, 1.5, "7 3"),
    "mark": stroke(MAIN, 1.25, "2 2"),
    "today": stroke(BAD, 1.5),
    "join": stroke(STRONG, 2),
    "band": fill(SUNKEN),
    "missing": fill(SUNKEN),
    "lane": fill("#f8fafb"),
    "chosen": fill("#e2f0f4"),
    "point-common": fill(COMMON, "#ffffff"),
    "point-improvement": fill(IMPROVE, "#ffffff"),
    "point-concern": fill(CONCERN, "#ffffff"),
    "dot": fill(MAIN),
    "dot-other": fill("#ffffff", COMMON),
    "track": fill(SUNKEN),
    "bar": fill(MAIN),
    "bar-good": fill(GOOD),
    "bar-warn": fill(WARN),
    "bar-bad": fill(BAD),
    "tick-line": stroke(INK, 2.5),
    "expected-line": stroke(FAINT, 1.5),
    "task-done": fill(GOOD),
    "task-progress": fill(MAIN),
    "task-late": fill(CONCERN),
    "task-suspended": fill(LIMIT),
    "task-rest": fill(SOFT),
    "task-plan": fill(SOFT),
    "link": stroke(STRONG),
    "link-broken": stroke(BAD, 1.5),
    "milestone": fill(TARGET, "#ffffff"),
    "milestone-open": fill("#ffffff", TARGET),
    "stack-1": fill(MAIN),
    "stack-2": fill("#5fa3bb"),
    "stack-3": fill(SOFT),
    "stack-4": fill(LIMIT),
    "heat-0": fill("#edf1f3"),
    "heat-1": fill("#c4dfe8"),
    "heat-2": fill("#86bacb"),
    "heat-3": fill("#3d88a3"),
    "heat-4": fill(MAIN),
    "cumulative": stroke(COMMON, 1.75),
    "over": stroke(BAD, 2),
    "capacity": stroke(BAD, 1.5, "6 3"),
    "text": text(FAINT),
    "text-label": text(MUTED),
    "text-strong": text(INK, "600"),
    "text-target": text(TARGET, "600"),
    "text-mark": text(MAIN, "600"),
    "text-today": text(BAD, "600"),
    "text-over": text(BAD, "600"),
}


@dataclass(frozen=True, slots=True)
class InPrint:
    """Literal colours and a fixed width, for PDF and Word, where no style sheet is read."""

    width: float = 560
    colours: dict[str, dict[str, str]] | None = None

    def x(self, share: float) -> str:
        return f"{share * self.width / 100:.1f}"

    def dress(self, role: str) -> SafeString:
        attributes = (self.colours or LIGHT)[role]
        pairs = (format_html('{}="{}"', name, value) for name, value in attributes.items())
        return mark_safe(" ".join(pairs))

    def frame(self, height: float) -> SafeString:
        return format_html(
            'width="{0}" height="{1}" viewBox="0 0 {0} {1}"', px(self.width), px(height)
        )

    def drawing(self, height: float, inside: SafeString) -> SafeString:
        return format_html('<g transform="scale({} 1)">{}</g>', f"{self.width / 100:.4g}", inside)
