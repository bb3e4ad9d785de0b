"""The official forms hold what they prescribe; golden files hold how they are written."""

import io
import json
import re
import zipfile
from pathlib import Path
from xml.dom import minidom

import pytest
from django.utils import translation

from improvement.documents import making, pdf
from improvement.documents.content import Paragraph, Run
from improvement.documents.forms import PAGES, Form, chinese
from improvement.documents.words import words

from .papers import SVG, paper, word_file

GOLDEN = Path(__file__).parent / "golden"
EVERY = [(form, language) for form in Form for language in ("en", "zh-hant", "zh-hans")]
MM = 36000
"""In the units of Word's library."""


def held(name, text):
    """Compare with the golden file; one that was removed is written anew, and the test fails."""
    path = GOLDEN / name
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{name} was not there and is written now: read it, then run again.")
    assert text == path.read_text(encoding="utf-8")


def body_of(made):
    """document.xml, spread out; the library's own numbering of pictures is left out."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        text = archive.read("word/document.xml")
    pretty = minidom.parseString(text).toprettyxml(indent=" ")
    return re.sub(r' xmlns:\w+="[^"]*"', "", pretty)


@pytest.mark.parametrize(("form", "language"), EVERY)
def test_the_word_file_is_written_as_before(form, language):
    with translation.override(language):
        made = word_file(paper(form, language))
    held(f"{form.value}-{language}.document.xml", body_of(made))


@pytest.mark.parametrize(("form", "language"), EVERY)
def test_the_pdf_is_told_as_before_and_fills_as_many_pages(form, language):
    with translation.override(language):
        one = paper(form, language)
        told = pdf.told(one, words(one)) | {"pages": making.pages(one)}
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    held(f"{form.value}-{language}.typst.json", text)


def test_the_mainland_page_is_that_of_gb_t_9704():
    from docx import Document as opened

    with translation.override("zh-hans"):
        made = opened(io.BytesIO(word_file(paper(Form.MAINLAND, "zh-hans"))))
    section = made.sections[0]

    assert (section.page_width // MM, section.page_height // MM) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side / MM) for side in margins] == [37, 35, 28, 26]
    grid = section._sectPr.xpath("w:docGrid")[0]
    assert round(int(grid.get(f"{{{grid.nsmap['w']}}}linePitch")) / 20 * 22 / 72 * 25.4) == 225
    closer = int(made.styles["Normal"].element.xpath("w:rPr/w:spacing/@w:val")[0]) / 20
    assert 156 * 72 / 25.4 // (made.styles["Normal"].font.size.pt + closer) == 28
    fonts = made.styles["Normal"].element.rPr.rFonts
    assert fonts.get(f"{{{fonts.nsmap['w']}}}eastAsia") == "仿宋_GB2312"
    assert made.styles["Normal"].font.size.pt == 16
    assert made.styles["Title"].font.size.pt == 22
    assert made.settings.odd_and_even_pages_header_footer


def test_a_mainland_page_holds_22_lines_of_28_characters():
    def pages(count):
        one = Paragraph([Run("字" * count)])
        return making.pages(paper(Form.MAINLAND, "zh-hans", [one], contents=False))

    page = 22 * 28
    with translation.override("zh-hans"):
        assert pages(30 * page) - pages(10 * page) == 20


def test_numbers_are_counted_as_in_papers():
    assert [chinese(n) for n in (1, 10, 12, 20, 35)] == ["一", "十", "十二", "二十", "三十五"]


@pytest.mark.parametrize("form", list(Form))
def test_what_people_type_is_never_markup(form):
    hostile = '#read("/etc/passwd") *b* $x$ <w:p> & \x00 \\ [@a] ]]> // "q" {{ x }}'
    one = paper(form, "en", [Paragraph([Run(hostile, bold=True)])], title=hostile)
    assert making.pdf(one).startswith(b"%PDF")
    assert "&lt;w:p&gt; &amp;" in body_of(word_file(one))


def test_a_paper_is_made_of_the_vendored_faces_alone():
    families = set(pdf.FACES.families())
    assert {"Noto Serif CJK SC", "FandolFang R"} <= families
    assert not any(family == "DejaVu Sans" for family in families)


def test_a_chart_is_a_picture_in_word():
    made = word_file(paper(Form.PLAIN, "en"))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert len(pictures) == 1
        assert archive.read(pictures[0]).startswith(b"\x89PNG")
    assert SVG not in body_of(made)


def test_every_form_has_a_page():
    assert set(PAGES) == set(Form)


@pytest.mark.parametrize("form", Form)
def test_word_cuts_neither_titles_nor_charts_to_the_line_of_the_text(form):
    """What a style does not say it has from the text, whose lines are of a fixed height."""
    from docx import Document as opened
    from docx.enum.text import WD_LINE_SPACING

    made = opened(io.BytesIO(word_file(paper(form, "en"))))
    drawn = next(p for p in made.paragraphs if p._p.xpath(".//w:drawing"))
    for style in (made.styles["Title"], drawn.style):
        assert style.paragraph_format.line_spacing_rule == WD_LINE_SPACING.SINGLE
