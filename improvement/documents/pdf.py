"""A document as a PDF, set by Typst with the vendored faces and nothing from the machine."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .content import Block, Document, Facts, Heading, Listing, Paragraph, Picture, Table
from .forms import PAGES, chinese, spoken

HERE = Path(__file__).parent
TEMPLATE = HERE / "templates" / "document.typ"
FONTS = HERE / "fonts"

LANGUAGES = {"en": ("en", "US"), "zh-hant": ("zh", "TW"), "zh-hans": ("zh", "CN")}


def pdf(paper: Document) -> bytes:
    """The bytes of the PDF; tagged, so that it can be read out."""
    made: bytes = typst().compile(
        input=TEMPLATE.read_bytes(),
        root=str(TEMPLATE.parent),
        font_paths=faces(),
        sys_inputs={"data": data(paper)},
    )
    return made


def pages(paper: Document) -> int:
    """How many pages the paper fills."""
    found = typst().query(
        TEMPLATE.read_bytes(),
        "<pages>",
        root=str(TEMPLATE.parent),
        font_paths=faces(),
        sys_inputs={"data": data(paper)},
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
    made: bytes = typst().compile(
        input=source.encode(),
        format="png",
        ppi=200.0,
        font_paths=faces(),
        sys_inputs={"svg": svg, "width": str(width)},
    )
    return made


def typst() -> Any:
    """Loaded when the first document is asked for: it is large."""
    import typst

    return typst


@cache
def faces() -> Any:
    """Only the vendored fonts, read once: a paper looks the same on every machine."""
    return typst().Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def data(paper: Document) -> str:
    """Everything the template is told, as JSON."""
    return json.dumps(told(paper), ensure_ascii=False)


def told(paper: Document) -> dict[str, Any]:
    page, (lang, region) = PAGES[paper.form], LANGUAGES[paper.language]
    names = ("top", "bottom", "left", "right", "size", "pitch", "indent")
    letter = paper.letter
    return {
        "form": paper.form.value,
        "language": paper.language,
        "lang": lang,
        "region": region,
        "page": {name: getattr(page, name) for name in names},
        "title": paper.title,
        "organization": paper.organization,
        "mark": mark(paper),
        "number-line": paper.number or paper.status,
        "signed_by": paper.signed_by,
        "day": spoken(paper.date, paper.form, paper.language),
        "facts": [list(row) for row in paper.facts],
        "footer": paper.footer,
        "contents": paper.contents,
        "depth": paper.depth,
        "words": words(paper),
        "points": [counted(paper, number) for number in range(1, 21)],
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
    }


def mark(paper: Document) -> str:
    """The mark of the organ: its full name, with 文件 in Chinese papers."""
    return paper.organization + ("文件" if paper.language != "en" else "")


def counted(paper: Document, number: int) -> str:
    return f"{number}." if paper.language == "en" else f"{chinese(number)}、"


def words(paper: Document) -> dict[str, str]:
    """The printed words of the forms."""
    day = spoken(paper.date, paper.form, paper.language)
    return {
        "contents": _("Contents"),
        "colon": pgettext("after a label", ": "),
        "copies": pgettext("official document", "Copies"),
        "originals": pgettext("official document", "Originals"),
        "purpose": pgettext("official document", "Subject"),
        "explanation": pgettext("official document", "Explanation"),
        "proposal": pgettext("official document", "Proposed action"),
        "file": pgettext("official document", "File number"),
        "keep": pgettext("official document", "Kept for"),
        "printed": pgettext("official document", "Printed on %(day)s") % {"day": day}
        if day
        else "",
    }


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
