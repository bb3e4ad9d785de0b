"""What a person wrote in a section, as blocks of a document."""

from __future__ import annotations

from improvement import texts
from improvement.documents.content import Block, Heading, Listing, Paragraph, Run, Table


def text_blocks(text: str, level: int = 2) -> list[Block]:
    """Headings stand below the part they are in, at `level` and one lower."""
    return [block(found, level) for found in texts.blocks(text)]


def block(found: texts.Block, level: int) -> Block:
    match found:
        case texts.Heading():
            depth = min(level + found.level - 1, 3)
            return Heading(depth, words(found.runs), numbered=False)
        case texts.Paragraph():
            return Paragraph(line(found.runs))
        case texts.List():
            return Listing(found.ordered, [line(item) for item in found.items], found.start)
        case texts.Table():
            rows = [[words(cell) for cell in row] for row in found.rows]
            head = rows[0] if found.header else [""] * len(rows[0])
            return Table(head, rows[1:] if found.header else rows)


def line(runs: texts.Runs) -> list[Run]:
    return [Run(run.text, run.bold, run.link) for run in runs]


def words(runs: texts.Runs) -> str:
    return "".join(run.text for run in runs)
