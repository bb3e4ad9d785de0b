"""The page and the styles of a form in Word: margins, grid of lines, faces, page numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt, RGBColor

from .content import Document
from .docx_xml import UNPRINTABLE, element
from .pages import PAGES, WORD_FONTS, Form, Page

RED = "C8102E"
GREY = "5B6B75"
AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs")
"""What the schema puts behind the spacing of characters."""


def dress(made: Any, paper: Document) -> None:
    """Empty the library's own page and give it that of the form."""
    page_of(made, paper)
    styles_of(made, paper)
    if paper.form == Form.MAINLAND:
        made.settings.odd_and_even_pages_header_footer = True
        numbered(made.sections[0].footer, "right", "— ", " —")
        numbered(made.sections[0].even_page_footer, "left", "— ", " —")
    else:
        line = numbered(made.sections[0].footer, "left", f"{paper.footer}\t", "")
        line.paragraph_format.tab_stops.add_tab_stop(Pt(text_width(paper)), WD_TAB_ALIGNMENT.RIGHT)
    made.core_properties.title = UNPRINTABLE.sub("", paper.title)[:255]
    made.core_properties.author = UNPRINTABLE.sub("", paper.organization)[:255]
    made.core_properties.comments = ""


def page_of(made: Any, paper: Document) -> None:
    page, section = PAGES[paper.form], made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.footer_distance = Mm(28) if paper.form == Form.MAINLAND else Mm(12)
    for old in section._sectPr.findall(element("w:docGrid").tag):
        section._sectPr.remove(old)
    if paper.form == Form.MAINLAND:
        section._sectPr.append(
            element("w:docGrid", type="lines", linePitch=str(round(page.pitch * 20)))
        )


def text_width(paper: Document) -> float:
    """In points."""
    page = PAGES[paper.form]
    return (210 - page.left - page.right) * 72 / 25.4


def styles_of(made: Any, paper: Document) -> None:
    """The form's few styles; sizes in points, the Chinese face beside the Latin one."""
    page, official = PAGES[paper.form], paper.form != Form.PLAIN
    size = 16.0 if paper.form == Form.MAINLAND else page.size
    font = page.word_font or WORD_FONTS[paper.language]
    title = page.word_title or font
    indent = page.indent * size
    small = min(size, 9.5)
    style(made, "Normal", font, size, pitch=page.pitch, indent=indent)
    centre = {"align": "center", "indent": 0.0}
    style(
        made,
        "Title",
        title,
        22,
        bold=True,
        after=8,
        pitch=0,
        **(centre if official else {"indent": 0.0}),
    )
    for level, scale in ((1, 1.45), (2, 1.18), (3, 1.05)):
        points = size if official else size * scale
        face = (
            {1: "黑体", 2: "楷体_GB2312"}.get(level, font) if paper.form == Form.MAINLAND else font
        )
        style(
            made,
            f"Heading {level}",
            face,
            points,
            bold=True,
            before=8,
            after=4,
            pitch=0,
            indent=indent,
            keep=True,
        )
    style(made, "Organ", font, 10, indent=0.0, pitch=0)
    style(made, "Flat", font, size, indent=0.0, pitch=page.pitch)
    style(made, "Picture", font, size, indent=0.0, pitch=0, keep=True)
    style(made, "Small", font, small, indent=0.0, pitch=0, after=4)
    style(made, "Archive", font, 10, indent=0.0, pitch=0, align="right")
    style(made, "Point", font, size, indent=-2 * size, left=4 * size, pitch=page.pitch)
    style(made, "Item", font, size, indent=-1.5 * size, left=1.5 * size, pitch=page.pitch)
    style(made, "Fact", font, small, indent=-110.0, left=110.0, pitch=0, after=3)
    style(made, "Cell", font, small, before=2, after=2)
    style(made, "Cell right", font, small, before=2, after=2, align="right")
    style(made, "After table", font, 6, indent=0.0, pitch=0)
    for level in (1, 2):
        style(made, f"TOC {level}", font, small, indent=0.0, left=12.0 * (level - 1), pitch=0)
    mainland = paper.form == Form.MAINLAND
    style(made, "Footer", font, 14 if mainland else 8, colour="" if mainland else GREY)
    if mainland:
        mainland_styles(made, font, title, page)
    lined(made, official)


def mainland_styles(made: Any, font: str, title: str, page: Page) -> None:
    """GB/T 9704: mark, number, signature and foot; 28 characters of 16 points in a line."""
    for name in ("Normal", "Flat", "Heading 1", "Heading 2", "Heading 3", "Item", "Point"):
        # Drawn together by a fifth of a point: some programs spread them over a grid instead.
        closer = element("w:spacing", val=str(math.floor((page.size - 16) * 20)))
        made.styles[name].element.rPr.insert_element_before(closer, *AFTER_SPACING)
    pitch = page.pitch
    style(
        made,
        "Mark",
        title,
        30,
        align="center",
        indent=0.0,
        pitch=0,
        before=65,
        after=pitch,
        colour=RED,
    )
    style(made, "Number", font, 16, align="center", indent=0.0, pitch=0, after=2 * pitch, rule=RED)
    style(made, "Signed", font, 16, align="right", indent=0.0, right=64.0, pitch=pitch)
    style(made, "Copies", font, 14, indent=0.0, pitch=0, before=pitch, rule="000000")
    style(made, "Printed", font, 14, indent=0.0, pitch=0, rule="000000")


def style(
    made: Any,
    name: str,
    font: str,
    size: float,
    *,
    bold: bool = False,
    align: str = "",
    indent: float = 0.0,
    left: float = 0.0,
    right: float = 0.0,
    before: float = 0.0,
    after: float = 0.0,
    pitch: float = 0.0,
    colour: str = "",
    rule: str = "",
    keep: bool = False,
) -> None:
    """Write a paragraph style anew, whatever the library's template says of it."""
    styles = made.styles
    found = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    found.element.style_id = name.replace(" ", "")
    for old in (found.element.pPr, found.element.rPr):
        if old is not None:
            found.element.remove(old)
    found.font.name, found.font.size, found.font.bold = "Times New Roman", Pt(size), bold
    found.font.color.rgb = RGBColor.from_string(colour or "000000")
    found.element.rPr.rFonts.set(f"{{{found.element.nsmap['w']}}}eastAsia", font)
    shape = found.paragraph_format
    shape.first_line_indent, shape.left_indent, shape.right_indent = Pt(indent), Pt(left), Pt(right)
    shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(after), keep
    # Said in every style: a large title or a picture would be cut to the line of the text.
    shape.line_spacing = Pt(pitch) if pitch else 1.0
    if not pitch:
        off_grid = element("w:snapToGrid", val="0")
        found.element.pPr.insert_element_before(off_grid, "w:spacing", "w:ind", "w:jc")
    if align:
        shape.alignment = {"center": 1, "right": 2}[align]
    if rule:
        edges = element("w:pBdr")
        edges.append(element("w:bottom", val="single", sz="12", space="4", color=rule))
        found.element.pPr.insert_element_before(edges, "w:shd", "w:spacing", "w:ind", "w:jc")


def lined(made: Any, official: bool) -> None:
    """A table style: lines all around where the form is official, else below each row."""
    found = made.styles.add_style("Lined", WD_STYLE_TYPE.TABLE)
    edges = element("w:tblBorders")
    colour = "000000" if official else "C9D3D9"
    sides = (
        ("top", "left", "bottom", "right", "insideH", "insideV")
        if official
        else ("top", "bottom", "insideH")
    )
    for side in sides:
        edges.append(element(f"w:{side}", val="single", sz="4", space="0", color=colour))
    properties = element("w:tblPr")
    properties.append(edges)
    found.element.append(properties)
    if not official:
        shaded = element("w:tblStylePr", type="firstRow")
        shaded.append(element("w:tcPr"))
        shaded[0].append(element("w:shd", val="clear", color="auto", fill="EDF2F4"))
        found.element.append(shaded)


def numbered(footer: Any, align: str, before: str, after: str) -> Any:
    """The page number as a field; the line it stands in."""
    line = footer.paragraphs[0]
    line.alignment = {"left": 0, "right": 2}[align]
    if before:
        line.add_run(before)
    field(line._p, "PAGE")
    if after:
        line.add_run(after)
    return line


def field(line: Any, instruction: str) -> None:
    simple = element("w:fldSimple", instr=instruction)
    simple.append(element("w:r"))
    simple[0].append(element("w:t"))
    simple[0][0].text = "1"
    line.append(simple)


def around_with_field(lines: Sequence[Any], instruction: str) -> None:
    """Make the lines the present result of a field that Word can work out anew."""
    begin, said, split, end = (element("w:r") for _ in range(4))
    begin.append(element("w:fldChar", fldCharType="begin", dirty="true"))
    text = element("w:instrText")
    text.text = f" {instruction} "
    said.append(text)
    split.append(element("w:fldChar", fldCharType="separate"))
    end.append(element("w:fldChar", fldCharType="end"))
    first = 1 if len(lines[0]) and lines[0][0].tag.endswith("}pPr") else 0
    for at, part in enumerate((begin, said, split)):
        lines[0].insert(first + at, part)
    lines[-1].append(end)
