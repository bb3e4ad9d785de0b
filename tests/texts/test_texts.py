"""Formatted text: what its signs mean, that it is safe, and that nothing typed is lost."""

import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.texts import Heading, List, Paragraph, Run, Table, blocks, html


def words(*texts):
    return tuple(Run(text) for text in texts)


def test_a_text_without_signs_is_paragraphs():
    assert blocks("One line\nand another.\n\nA second paragraph.") == [
        Paragraph(words("One line\nand another.")),
        Paragraph(words("A second paragraph.")),
    ]


def test_every_sign_has_its_block():
    text = (
        "## How it stands\nCalls wait.\n- by day\n- by night\n"
        "1. count\n2. mend\n### Next\n| Year | Calls |\n| --- | --- |\n| 2026 | 1,200 |"
    )
    assert blocks(text) == [
        Heading(1, words("How it stands")),
        Paragraph(words("Calls wait.")),
        List(False, (words("by day"), words("by night"))),
        List(True, (words("count"), words("mend"))),
        Heading(2, words("Next")),
        Table(
            ((words("Year"), words("Calls")), (words("2026"), words("1,200"))),
            header=True,
        ),
    ]


@pytest.mark.parametrize(
    ("typed", "block"),
    [
        ("1、先清點\n2、再改善", List(True, (words("先清點"), words("再改善")))),
        ("• pasted\n• points", List(False, (words("pasted"), words("points")))),
        ("3) third", List(True, (words("third"),), 3)),
        ("1.5 minutes less", Paragraph(words("1.5 minutes less"))),
        ("-5% a year", Paragraph(words("-5% a year"))),
        ("2027. a year is no step", Paragraph(words("2027. a year is no step"))),
        ("1\\. no step", Paragraph(words("1. no step"))),
        ("\\- no point", Paragraph(words("- no point"))),
        ("| a | b |\n| c |", Table(((words("a"), words("b")), (words("c"), ())))),
        ("|---|", Paragraph(words("|---|"))),
        ("### small first", Heading(1, words("small first"))),
        ("", None),
    ],
)
def test_lines_as_people_type_them(typed, block):
    assert blocks(typed) == ([block] if block else [])


def test_a_stretch_is_bold_or_leads_somewhere():
    [paragraph] = blocks("By **a third**, see [the survey](https://a.example/b?c=1) or /x.")
    assert paragraph.runs == (
        Run("By "),
        Run("a third", bold=True),
        Run(", see "),
        Run("the survey", link="https://a.example/b?c=1"),
        Run(" or /x."),
    )
    [alone] = blocks("見https://a.example/x。下一句")
    assert alone.runs == (
        Run("見"),
        Run("https://a.example/x", link="https://a.example/x"),
        Run("。下一句"),
    )


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,hi)",
        "[x](//elsewhere.example)",
        '[x](https://a.example/"onclick=alert(1))',
        "**<img src=x onerror=alert(1)>**",
        "| <b style=color:red>a</b> |",
        "## <h1>",
    ],
)
def test_nothing_typed_becomes_markup(typed):
    made = html(typed)
    assert set(re.findall(r"</?([a-z0-9]+)", made)) <= ALLOWED
    attributes = "".join(re.findall(r"<[^>]*>", made))
    assert not re.search(r"javascript:|data:|onclick|onerror|style=|=\"//", attributes)


ALLOWED = {*("h3", "h4", "p", "br", "strong", "a", "ul", "ol", "li", "div")} | {
    *("table", "thead", "tbody", "tr", "th", "td")
}
SIGNS = st.text(st.sampled_from("*|-#[]()\\<>\"'& \n1.、aé漢h:/t"), max_size=60)


@given(st.text(max_size=60) | SIGNS)
def test_any_text_can_be_read_and_is_safe(typed):
    made = html(typed)
    assert set(re.findall(r"</?([a-z0-9]+)", made)) <= ALLOWED
    assert nh3.clean(
        made,
        tags=ALLOWED,
        attributes={
            "a": {"href"},
            "ol": {"start"},
            "th": {"scope"},
            "div": {"class", "role", "aria-label", "tabindex"},
        },
        link_rel="noopener noreferrer nofollow",
    ) == str(made)


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40))
def test_letters_and_figures_are_never_lost(typed):
    said = "".join(run.text for block in blocks(f"a{typed}") for run in block.runs)
    assert said == f"a{typed}"


@pytest.mark.parametrize(
    "sign", ["[", "[a](", "**", "**a*", "|", "\\", "http://", "- ", "1. ", "#"]
)
def test_a_long_text_of_signs_alone_can_be_read(sign):
    assert len(blocks(sign * (20_000 // len(sign)))) >= 0


def test_a_page_says_it_in_its_own_headings():
    assert html("## A\n### B") == "<h3>A</h3><h4>B</h4>"
    assert html("a\nb") == "<p>a<br>b</p>"
    assert html("5. e\n6. f") == '<ol start="5"><li>e</li><li>f</li></ol>'


def test_a_table_scrolls_in_a_box_with_a_name():
    made = html("| A |\n|---|\n| 1 |")
    assert made.startswith(
        '<div class="table-box framed" role="group" aria-label="Table in the text"'
    )
    assert '<th scope="col">A</th>' in made
