"""Formatted text: a line says by its first signs what it is (docs/decisions/0012).

    ## Heading      ### Smaller heading      - point      1. step      | cell | cell |
    **bold**        [words](https://…)       an address alone is a link too

`blocks()` is the neutral form for PDF and Word, `html()` the safe one for pages. Any text of any
age is a text of this kind: what has no signs is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look; a line break inside a paragraph is a newline in it."""

    text: str
    bold: bool = False
    link: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 or 2 below the title of the section it stands in."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True, slots=True)
class List:
    """Points, or steps that count from `start`."""

    ordered: bool
    items: tuple[Runs, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, all of one length; with `header` the first row names the columns."""

    rows: tuple[tuple[Runs, ...], ...]
    header: bool = False


Block = Heading | Paragraph | List | Table

HEADING = re.compile(r"(#{1,6})\s+(.*\S)")
POINT = re.compile(r"[-*•]\s+(.*\S)")
STEP = re.compile(r"(\d{1,3})(?:[.)]\s+|[、．]\s*)(.*\S)")
ROW = re.compile(r"\|(.*)\|")
RULE = re.compile(r"\|[\s:|]*-[\s:|-]*\|")
PIPE = re.compile(r"(?<!\\)\|")

INLINE = re.compile(
    r"\\(?P<literal>[\\*\[\]()|#•.-])"
    r"|\*\*(?P<bold>[^*\n]+(?:\*[^*\n]+)*)\*\*"
    r"|\[(?P<words>[^\[\]\n]{1,300})\]\((?P<target>[^()\s]{1,1000})\)"
    r"|(?P<address>https?://[^\s<>\"'|*，。；：、？！（）「」『』【】《》]{1,1000})"
)
"""Each alternative ends before its own first sign, so no text takes long to read."""

SAFE = re.compile(r"(?:https?://|mailto:|/(?!/))\S+", re.IGNORECASE)
"""Where a link may lead: the web, a mailbox, a page of this site."""

Kind = Literal["heading", "point", "step", "row", "text", "nothing"]


def kind_of(line: str) -> Kind:
    """What the first signs of a line say."""
    if not line:
        return "nothing"
    signs: list[tuple[Kind, re.Pattern[str]]] = [
        *(("heading", HEADING), ("point", POINT)),
        *(("step", STEP), ("row", ROW)),
    ]
    return next((kind for kind, sign in signs if sign.fullmatch(line)), "text")


def blocks(text: str) -> list[Block]:
    """The text as headings, paragraphs, lists and tables, in their order."""
    lines = [line.strip() for line in text.splitlines()]
    found: list[Block] = []
    for kind, group in groupby(lines, key=kind_of):
        found.extend(READ[kind](list(group)))
    return list(stepwise(found))


def stepwise(found: list[Block]) -> Iterator[Block]:
    """No smaller heading before a greater one: who listens to a page counts on the order."""
    deepest = 0
    for block in found:
        if isinstance(block, Heading):
            block = Heading(min(block.level, deepest + 1), block.runs)
            deepest = block.level
        yield block


def headings(lines: list[str]) -> Iterator[Block]:
    for line in lines:
        signs, text = matched(HEADING, line)
        yield Heading(1 if len(signs) <= 2 else 2, runs(text))


def points(lines: list[str]) -> Iterator[Block]:
    yield List(False, tuple(runs(matched(POINT, line)[0]) for line in lines))


def steps(lines: list[str]) -> Iterator[Block]:
    start = int(matched(STEP, lines[0])[0])
    yield List(True, tuple(runs(matched(STEP, line)[1]) for line in lines), start)


def table(lines: list[str]) -> Iterator[Block]:
    """A rule under the first row makes it the header; shorter rows are filled up."""
    header = len(lines) > 1 and bool(RULE.fullmatch(lines[1]))
    cells = [
        [runs(cell.strip()) for cell in PIPE.split(matched(ROW, line)[0])]
        for line in lines
        if not RULE.fullmatch(line)
    ]
    if not cells:
        yield from paragraph(lines)
        return
    width = max(map(len, cells))
    yield Table(tuple((*row, *((),) * (width - len(row))) for row in cells), header)


def paragraph(lines: list[str]) -> Iterator[Block]:
    yield Paragraph(runs("\n".join(lines)))


def nothing(lines: list[str]) -> Iterator[Block]:
    yield from ()


READ: dict[Kind, Callable[[list[str]], Iterator[Block]]] = {
    "heading": headings,
    "point": points,
    "step": steps,
    "row": table,
    "text": paragraph,
    "nothing": nothing,
}


def matched(sign: re.Pattern[str], line: str) -> tuple[str, ...]:
    """The parts of a line that `kind_of` has recognized."""
    found = sign.fullmatch(line)
    assert found
    return found.groups()


def runs(text: str, *, bold: bool = False) -> Runs:
    """The stretches of a line; neighbours of one look are one stretch."""
    found: list[Run] = []
    for run in pieces(text, bold):
        if found and (found[-1].bold, found[-1].link) == (run.bold, run.link):
            run = Run(found.pop().text + run.text, run.bold, run.link)
        found.append(run)
    return tuple(found)


def pieces(text: str, bold: bool) -> Iterator[Run]:
    at = 0
    for sign in INLINE.finditer(text):
        if sign.start() > at:
            yield Run(text[at : sign.start()], bold)
        yield from read(sign, bold)
        at = sign.end()
    if at < len(text):
        yield Run(text[at:], bold)


def read(sign: re.Match[str], bold: bool) -> Iterator[Run]:
    part = sign.groupdict()
    if part["literal"]:
        yield Run(part["literal"], bold)
    elif part["bold"]:
        yield from runs(part["bold"], bold=True)
    elif part["words"] and SAFE.fullmatch(part["target"]):
        yield Run(part["words"], bold, part["target"])
    elif part["address"]:
        address = part["address"].rstrip(".,;:!?)")
        yield Run(address, bold, address)
        if rest := part["address"][len(address) :]:
            yield Run(rest, bold)
    else:
        yield Run(sign.group(), bold)


# For pages


@lru_cache(maxsize=256)
def _html(text: str, top: int, label: str) -> SafeString:
    """Kept: the same texts are read by everybody, and change when somebody writes."""
    return SafeString("".join(fenced(written(block, top), label) for block in blocks(text)))


def html(text: str, *, top: int = 3) -> SafeString:
    """The text as safe HTML, its headings beginning with <h3> unless told otherwise."""
    return _html(text, top, _("Table in the text"))


def fenced(markup: SafeString, label: str) -> SafeString:
    """Let through what a text may hold and nothing else; a wide table scrolls in its own box.

    `written` escapes already. The fence stands for the day on which somebody forgets it there.
    """
    import nh3

    clean = mark_safe(
        nh3.clean(
            markup,
            tags={"h3", "h4", "h5", "p", "br", "strong", "a", "ul", "ol", "li"}
            | {"table", "thead", "tbody", "tr", "th", "td"},
            attributes={"a": {"href"}, "ol": {"start"}, "th": {"scope"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer nofollow",
        )
    )
    if not markup.startswith("<table"):
        return clean
    box = '<div class="table-box framed" role="group" aria-label="{}" tabindex="0">{}</div>'
    return format_html(box, label, clean)


def written(block: Block, top: int) -> SafeString:
    match block:
        case Heading(level, of):
            return format_html("<h{0}>{1}</h{0}>", top + level - 1, inline(of))
        case Paragraph(of):
            return format_html("<p>{}</p>", inline(of))
        case List(ordered, items, start):
            points = format_html_join("", "<li>{}</li>", ((inline(item),) for item in items))
            if ordered:
                return format_html('<ol start="{}">{}</ol>', start, points)
            return format_html("<ul>{}</ul>", points)
        case Table(rows, header):
            first, rest = (rows[:1], rows[1:]) if header else ((), rows)
            head = format_html("<thead>{}</thead>", table_rows(first, "th")) if first else ""
            return format_html("<table>{}<tbody>{}</tbody></table>", head, table_rows(rest, "td"))


def table_rows(rows: tuple[tuple[Runs, ...], ...], cell: str) -> SafeString:
    opening = mark_safe('th scope="col"') if cell == "th" else cell
    return format_html_join(
        "",
        "<tr>{}</tr>",
        (
            (format_html_join("", "<{}>{}</{}>", ((opening, inline(c), cell) for c in row)),)
            for row in rows
        ),
    )


def inline(of: Runs) -> SafeString:
    return format_html_join("", "{}", ((dressed(run),) for run in of))


def dressed(run: Run) -> SafeString:
    lines = run.text.split("\n")
    text = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
    if run.link:
        text = format_html('<a href="{}">{}</a>', run.link, text)
    return format_html("<strong>{}</strong>", text) if run.bold else text
