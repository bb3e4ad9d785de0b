"""Names in the reader's script, never converted."""

import pytest
from django.template import Context, Template
from django.utils import translation

from improvement.desk import names
from improvement.desk.ui import CHAN, UNTRANSLATED


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
