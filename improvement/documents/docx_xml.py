"""Paragraphs, runs and tables of WordprocessingML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from .content import Line, Run, Table

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff￾￿]")
"""What XML cannot carry."""


def element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def style_id(name: str) -> str:
    """Word finds a style by the name without blanks."""
    return name.replace(" ", "")


def paragraph(
    runs: Line, links: Mapping[str, str] | None = None, *, style: str = "", new_page: bool = False
) -> Any:
    made = element("w:p")
    if style or new_page:
        made.append(properties(style, new_page))
    for one in runs:
        made.append(link(one, links[one.link]) if links and one.link else run(one))
    return made


def properties(style: str, new_page: bool) -> Any:
    found = element("w:pPr")
    if style:
        found.append(element("w:pStyle", val=style_id(style)))
    if new_page:
        found.append(element("w:pageBreakBefore"))
    return found


def run(one: Run) -> Any:
    """Line ends and tabs are elements; the rest is text as it was typed."""
    made = element("w:r")
    if one.bold:
        made.append(element("w:rPr"))
        made[0].append(element("w:b"))
    for piece in re.split("(\n|\t)", UNPRINTABLE.sub("", one.text)):
        if piece == "\n":
            made.append(element("w:br"))
        elif piece == "\t":
            made.append(element("w:tab"))
        elif piece:
            text = element("w:t")
            text.text = piece
            text.set(SPACE, "preserve")
            made.append(text)
    return made


def link(one: Run, relation: str) -> Any:
    made = element("w:hyperlink")
    made.set(qn("r:id"), relation)
    made.append(run(one))
    return made


def table(block: Table, width: float) -> Any:
    """A table over the whole width; its first row is repeated on every page."""
    shares = list(block.widths or [1] * len(block.header))
    widths = [str(round(20 * width * share / sum(shares))) for share in shares]
    made = element("w:tbl")
    made.append(element("w:tblPr"))
    made[0].append(element("w:tblStyle", val="Lined"))
    made[0].append(element("w:tblW", w=str(round(20 * width)), type="dxa"))
    made[0].append(element("w:tblLayout", type="fixed"))
    made[0].append(element("w:tblLook", firstRow="1" if any(block.header) else "0"))
    grid = element("w:tblGrid")
    for one in widths:
        grid.append(element("w:gridCol", w=one))
    made.append(grid)
    if any(block.header):
        made.append(row(block.header, widths, block, head=True))
    for cells in block.rows:
        made.append(row(cells, widths, block))
    return made


def row(cells: Any, widths: list[str], block: Table, *, head: bool = False) -> Any:
    made = element("w:tr")
    settings = element("w:trPr")
    settings.append(element("w:cantSplit"))
    if head:
        settings.append(element("w:tblHeader"))
    made.append(settings)
    for at, (text, width) in enumerate(zip(cells, widths, strict=True)):
        cell = element("w:tc")
        cell.append(element("w:tcPr"))
        cell[0].append(element("w:tcW", w=width, type="dxa"))
        style = "Cell right" if at in block.right else "Cell"
        cell.append(paragraph([Run(text, bold=head)], style=style))
        made.append(cell)
    return made
