"""Names in the reader's script, never converted."""

import pytest
from django.template import Context, Template
from django.utils import translation

from improvement.desk import names
from improvement.desk.ui import CHAN, UNTRANSLATED
from improvement.organization.models import User

PLATO = User(name="Plato")


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "Chan Suk-yee"), ("zh-hant", "陳淑儀"), ("zh-hans", "陈淑仪")],
)
def test_a_person_is_named_as_entered_in_that_script(language: str, shown: str) -> None:
    with translation.override(language):
        assert names.spoken(CHAN)[0] == shown


def test_a_name_in_another_language_says_so() -> None:
    page = Template("{% name office %}")

    with translation.override("zh-hant"):
        shown = page.render(Context({"office": UNTRANSLATED}))

    assert shown == '<span lang="en">Bureau of Weights and Measures</span>'


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Chan Suk-yee", "CS"), ("陳淑儀", "陳"), ("Plato", "P"), ("", "?"), ("ann de b", "AB")],
)
def test_initials(name: str, letters: str) -> None:
    assert names.initials(name) == letters


@pytest.mark.parametrize(
    ("language", "text", "marked"),
    [
        ("en", "Shorter waits", ""),
        ("en", "縮短等候", ' lang="zh"'),
        ("zh-hant", "縮短等候 · Shorter waits", ""),
        ("zh-hans", "Recommended for approval.", ' lang="en"'),
        ("zh-hans", "85%", ""),
        ("zh-hant", "", ""),
        ("zh-hant", None, ""),
    ],
)
def test_what_people_wrote_in_another_language_says_so(
    language: str, text: str | None, marked: str
) -> None:
    with translation.override(language):
        assert Template("{% lang text %}").render(Context({"text": text})) == marked


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "To do: Chan Suk-yee, Plato"),
        ("zh-hans", 'To do:陈淑仪、<span lang="en">Plato</span>'),
    ],
)
def test_a_lead_and_a_list_of_names(language: str, line: str) -> None:
    page = Template("To do:{% blank %}{% names people %}")

    with translation.override(language):
        assert page.render(Context({"people": [CHAN, PLATO]})) == line
