"""A document as a PDF, set by Typst with the vendored faces and nothing from the machine.

It runs in a child process, which opens the faces and the template and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import typst

from .content import Block, Document, Facts, Heading, Listing, Paragraph, Picture, Table
from .pages import FONTS, PAGES, TEMPLATE, counted

FACES: Any = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
"""Only the vendored fonts: a paper looks the same on every machine."""

LANGUAGES = {"en": ("en", "US"), "zh-hant": ("zh", "TW"), "zh-hans": ("zh", "CN")}


def pdf(paper: Document, words: Mapping[str, str]) -> bytes:
    """The bytes of the PDF; tagged, so that it can be read out."""
    made: bytes = typst.compile(
        input=TEMPLATE.read_bytes(),
        root=str(TEMPLATE.parent),
        font_paths=FACES,
        sys_inputs={"data": data(paper, words)},
    )
    return made


def pages(paper: Document, words: Mapping[str, str]) -> int:
    """How many pages the paper fills."""
    found = typst.query(
        TEMPLATE.read_bytes(),
        "<pages>",
        root=str(TEMPLATE.parent),
        font_paths=FACES,
        sys_inputs={"data": data(paper, words)},
        field="value",
    )
    (count,) = json.loads(found)
    return int(count)


def png(svg: str, width: float) -> bytes:
    """A chart as a picture for Word, which takes no SVG; `width` in points, at 200 dots an inch."""
    source = (
        '#set page(width: auto, height: auto, margin: 0pt)\n#set text(font: "Noto Serif CJK SC")\n'
        '#image(bytes(sys.inputs.at("svg")), format: "svg", width: float(sys.inputs.width) * 1pt)'
    )
    made: bytes = typst.compile(
        input=source.encode(),
        format="png",
        ppi=200.0,
        font_paths=FACES,
        sys_inputs={"svg": svg, "width": str(width)},
    )
    return made


def pictures(drawn: Sequence[tuple[str, float]]) -> Iterator[bytes]:
    """A picture after the other, of charts and the widths they are set at."""
    for svg, width in drawn:
        yield png(svg, width)


def data(paper: Document, words: Mapping[str, str]) -> str:
    """Everything the template is told, as JSON."""
    return json.dumps(told(paper, words), ensure_ascii=False)


def told(paper: Document, words: Mapping[str, str]) -> dict[str, Any]:
    page, (lang, region) = PAGES[paper.form], LANGUAGES[paper.language]
    names = ("top", "bottom", "left", "right", "size", "pitch", "indent")
    letter = paper.letter
    return {
        "form": paper.form,
        "language": paper.language,
        "lang": lang,
        "region": region,
        "page": {name: getattr(page, name) for name in names},
        "title": paper.title,
        "organization": paper.organization,
        "mark": paper.mark(),
        "number-line": paper.number or paper.status,
        "signed_by": paper.signed_by,
        "day": words["day"],
        "facts": [list(row) for row in paper.facts],
        "footer": paper.footer,
        "contents": paper.contents,
        "depth": paper.depth,
        "words": {n: text for n, text in words.items() if n not in ("day", "readers")},
        "points": [counted(paper.language, number) for number in range(1, 21)],
        "letter": {
            "kind": letter.kind,
            "to": letter.to,
            "purpose": letter.purpose,
            "points": list(letter.points)[:20],
            "proposal": list(letter.proposal)[:20],
            "originals": letter.originals,
            "copies": letter.copies,
        },
        "blocks": [block_told(block, number) for block, number in paper.numbered()],
    } | readers_told(paper, words)


def readers_told(paper: Document, words: Mapping[str, str]) -> dict[str, Any]:
    """Who checked and countersigned, under its heading; nothing where nobody was asked."""
    if paper.readers is None:
        return {}
    return {"readers": {"title": words["readers"], **block_told(paper.readers, "")}}


def block_told(block: Block, number: str) -> dict[str, Any]:
    """One block as the template takes it."""
    match block:
        case Heading(level=level, text=text, new_page=new_page):
            return {
                "kind": "heading",
                "level": level,
                "text": text,
                "number": number,
                "new_page": new_page,
            }
        case Paragraph(runs=runs):
            return {"kind": "paragraph", "runs": [run._asdict() for run in runs]}
        case Listing(ordered=ordered, items=items, start=start):
            told_items = [[run._asdict() for run in item] for item in items]
            return {"kind": "listing", "ordered": ordered, "items": told_items, "start": start}
        case Table(header=header, rows=rows, widths=widths, right=right, height=height):
            told_table = {
                "kind": "table",
                "header": list(header),
                "rows": [list(row) for row in rows],
                "widths": list(widths or [1] * len(header)),
                "right": list(right),
            }
            return told_table | ({"height": height} if height else {})
        case Facts(rows=rows):
            return {"kind": "facts", "rows": [list(row) for row in rows]}
        case Picture(svg=svg, sentence=sentence):
            return {"kind": "picture", "svg": svg, "sentence": sentence}
