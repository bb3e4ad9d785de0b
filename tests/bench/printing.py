"""An organization plan of fifty pages with charts: as a PDF, and as Word against its library."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from tests.bench.ground import ground
from tests.bench.issuing import ready_to_issue
from tests.bench.measuring import interleaved, report

if TYPE_CHECKING:
    from improvement.documents.content import Document

DEPARTMENTS, PAGES, ROUNDS = 16, 50, 7


def measure() -> dict[str, float]:
    with ground() as (cast, _server):
        from improvement.documents import kept, making
        from improvement.documents.forms import Form
        from plans.papers.frames import organization_paper
        from tests.factories import YEAR

        plan = ready_to_issue(cast, YEAR, DEPARTMENTS)

        def paper() -> Document:
            return organization_paper(plan, form=Form.PLAIN, language="en")

        said = paper()
        assert making.pages(said) >= PAGES
        (made,) = interleaved(lambda: making.pdf(paper()), rounds=ROUNDS)
        kept.pdf(said)
        (found,) = interleaved(lambda: kept.pdf(paper()), rounds=ROUNDS)
        pictures = kept.pictures(said)
        ours, theirs = interleaved(
            lambda: making.docx(said, pictures),
            lambda: plainly(said, pictures),
            rounds=ROUNDS,
            warm_up=2,
        )
    return {
        "org_plan_pdf_s": made,
        "org_plan_cached_s": found,
        "org_plan_docx_vs_library": ours / theirs,
    }


def plainly(paper: Document, pictures: dict[str, bytes]) -> bytes:
    """The same document by the library's own calls; the pictures are there for both."""
    import docx

    made = docx.Document()
    made.add_heading(paper.title, 0)
    for block, number in paper.numbered():
        add(made, block, number, pictures)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def add(made: Any, block: Any, number: str, pictures: dict[str, bytes]) -> None:
    from improvement.documents.content import Facts, Heading, Listing, Paragraph, Picture, Table

    match block:
        case Heading():
            made.add_heading(number + block.text, block.level)
        case Paragraph():
            made.add_paragraph("".join(run.text for run in block.runs))
        case Listing():
            for item in block.items:
                made.add_paragraph("".join(run.text for run in item), style="List Bullet")
        case Table():
            add_table(made, [block.header, *block.rows])
        case Facts():
            for name, text in block.rows:
                line = made.add_paragraph()
                line.add_run(name).bold = True
                line.add_run(f"\t{text}")
        case Picture():
            made.add_picture(io.BytesIO(pictures[block.svg]))
            made.add_paragraph(block.sentence)


def add_table(made: Any, rows: Any) -> None:
    table = made.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


if __name__ == "__main__":
    report(measure())
