"""A document as a Word file: styles of the form, and a body written as XML at once.

python-docx makes the package, its styles and its pictures; rows of tables by its cells would take
ten times as long, so paragraphs and tables are elements of our own. It runs in a child process.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import docx as library
from docx.shared import Pt

from . import docx_page
from .content import Block, Document, Facts, Heading, Line, Listing, Paragraph, Picture, Run, Table
from .docx_xml import element, paragraph, table
from .pages import PICTURE_WIDTH, Form, counted

Words = Mapping[str, str]
Pictures = Mapping[str, bytes]
"""The charts that a paper holds, set as pictures, by their SVG: Word takes no other."""


def docx(paper: Document, words: Words, pictures: Pictures) -> bytes:
    """The bytes of the Word file."""
    made = library.Document()
    docx_page.dress(made, paper)
    body = made.element.body
    end = body.sectPr
    for part in head(paper, words):
        end.addprevious(part)
    if paper.contents:
        for part in contents(paper, words):
            end.addprevious(part)
    for block, number in paper.numbered():
        for part in parts(made, paper, block, number, pictures):
            end.addprevious(part)
    for part in foot(paper, words):
        end.addprevious(part)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def head(paper: Document, words: Words) -> list[Any]:
    match paper.form:
        case Form.MAINLAND:
            return mainland_head(paper, words)
        case Form.TAIWAN:
            return taiwan_head(paper, words)
        case _:
            return [
                paragraph([Run(paper.organization)], style="Organ"),
                paragraph([Run(paper.title)], style="Title"),
                *facts(paper.facts),
            ]


def mainland_head(paper: Document, words: Words) -> list[Any]:
    """The mark in red, the number above a red rule, title, main addressee."""
    colon = words["colon"].rstrip() if paper.language != "en" else ":"
    to = [paragraph([Run(paper.letter.to + colon)], style="Flat")] if paper.letter.to else []
    return [
        paragraph([Run(paper.mark())], style="Mark"),
        paragraph([Run(paper.number or paper.status)], style="Number"),
        paragraph([Run(paper.title)], style="Title"),
        *to,
    ]


def taiwan_head(paper: Document, words: Words) -> list[Any]:
    letter = paper.letter
    colon = words["colon"]
    points = [
        (words["explanation"], letter.points),
        (words["proposal"], letter.proposal),
    ]
    return [
        paragraph([Run(f"{words['file']}{colon}")], style="Archive"),
        paragraph([Run(f"{words['keep']}{colon}")], style="Archive"),
        paragraph([Run(f"{paper.organization}　{letter.kind}")], style="Title"),
        *(paragraph([Run(f"{name}{colon}{text}")], style="Small") for name, text in paper.facts),
        paragraph([Run(f"{words['purpose']}{colon}{letter.purpose}")], style="Flat"),
        *(
            paragraph([Run(text)], style=style)
            for name, texts in points
            for text, style in [
                (f"{name}{colon}", "Flat"),
                *((counted(paper.language, n) + t, "Point") for n, t in enumerate(texts, start=1)),
            ]
        ),
        paragraph([Run(f"{words['originals']}{colon}{letter.originals}")], style="Small"),
        paragraph([Run(f"{words['copies']}{colon}{letter.copies}")], style="Small"),
        *readers(paper, words),
        paragraph([Run(paper.signed_by)], style="Flat"),
        paragraph([Run(paper.title)], style="Title", new_page=True),
    ]


def foot(paper: Document, words: Words) -> list[Any]:
    """Name and day with room for the seal, then copies and printing between rules."""
    below = [] if paper.form == Form.TAIWAN else readers(paper, words)
    if paper.form != Form.MAINLAND:
        return below
    return [
        *below,
        *(paragraph([], style="Flat") for _ in range(4)),
        paragraph([Run(paper.signed_by)], style="Signed"),
        paragraph([Run(words["day"])], style="Signed"),
        paragraph([Run(f"{words['copies']}{words['colon']}{paper.letter.copies}")], style="Copies"),
        paragraph([Run(f"{paper.organization}　{words['printed']}".rstrip())], style="Printed"),
    ]


def readers(paper: Document, words: Words) -> list[Any]:
    """Who checked and countersigned: on the first page of a 簽, elsewhere below the text."""
    if paper.readers is None:
        return []
    return [
        paragraph([Run(words["readers"], bold=True)], style="Flat"),
        table(paper.readers, docx_page.text_width(paper)),
        paragraph([], style="After table"),
    ]


def contents(paper: Document, words: Words) -> list[Any]:
    """The list of headings as a field: Word puts the page numbers in when it is asked to."""
    entries = [
        (block.level, number + block.text)
        for block, number in paper.numbered()
        if isinstance(block, Heading) and block.level < 3
    ]
    listed = [paragraph([Run(text)], style=f"TOC {level}") for level, text in entries]
    if not listed:
        return []
    docx_page.around_with_field(listed, 'TOC \\o "1-2" \\h \\z \\u')
    return [paragraph([Run(words["contents"], bold=True)], style="Flat"), *listed]


def parts(made: Any, paper: Document, block: Block, number: str, pictures: Pictures) -> list[Any]:
    match block:
        case Heading(level=level, text=text, new_page=new_page):
            style = f"Heading {level}"
            return [paragraph([Run(number + text)], style=style, new_page=new_page)]
        case Paragraph(runs=runs):
            return [paragraph(runs, linked(made, runs))]
        case Listing(ordered=ordered, items=items, start=start):
            return [listed(made, item, n, ordered) for n, item in enumerate(items, start)]
        case Table():
            return [table(block, docx_page.text_width(paper)), paragraph([], style="After table")]
        case Facts(rows=rows):
            return facts(rows)
        case Picture():
            return picture(made, block, pictures[block.svg])


def linked(made: Any, runs: Line) -> dict[str, str]:
    """A relationship for every address that the line leads to."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    return {r.link: made.part.relate_to(r.link, kind, is_external=True) for r in runs if r.link}


def listed(made: Any, item: Line, number: int, ordered: bool) -> Any:
    sign = f"{number}.\t" if ordered else "•\t"
    return paragraph([Run(sign), *item], linked(made, item), style="Item")


def facts(rows: Any) -> list[Any]:
    """Name and text with a tab between them."""
    return [
        paragraph([Run(f"{name}\t", bold=True), Run(text)], style="Fact") for name, text in rows
    ]


def picture(made: Any, block: Picture, png: bytes) -> list[Any]:
    inline = made.part.new_pic_inline(io.BytesIO(png), width=Pt(PICTURE_WIDTH))
    inline.docPr.set("descr", block.sentence)
    drawn = element("w:r")
    drawn.append(element("w:drawing"))
    drawn[0].append(inline)
    shown = paragraph([], style="Picture")
    shown.append(drawn)
    return [shown, paragraph([Run(block.sentence)], style="Small")]
