"""The names in a frozen content, for readers of each script."""

import pytest
from django.utils import translation

from evidence.models import Indicator
from improvement.organization.models import User
from plans.named import in_script


def content(indicator="Waiting time", person="Chan Ka-yan"):
    return {
        "goals": [{"title": "Wait less", "target_lines": [{"indicator": indicator}]}],
        "measures": [{"title": "Call back", "person": person, "post": ""}],
    }


@pytest.fixture
def named(db):
    Indicator.objects.create(
        code="wait",
        name="Waiting time",
        name_hant="輪候時間",
        name_hans="等候时间",
        family="process",
    )
    User.objects.create(email="kayan@example.org", name="Chan Ka-yan", name_hant="陳嘉欣")


def names(given):
    (said,) = in_script(given)
    return said["goals"][0]["target_lines"][0]["indicator"], said["measures"][0]["person"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Waiting time", "Chan Ka-yan")),
        ("zh-hant", ("輪候時間", "陳嘉欣")),
        ("zh-hans", ("等候时间", "陳嘉欣")),
    ],
)
def test_each_reads_them_in_their_script(named, language, said):
    with translation.override(language):
        assert names(content()) == said


def test_what_was_frozen_stays(named):
    frozen = content()

    with translation.override("zh-hant"):
        in_script(frozen)

    assert frozen == content()


def test_a_name_that_two_people_share_is_left_as_it_is(named):
    User.objects.create(email="other@example.org", name="Chan Ka-yan", name_hant="陳家恩")

    with translation.override("zh-hant"):
        assert names(content()) == ("輪候時間", "Chan Ka-yan")


def test_english_asks_nothing(django_assert_num_queries, named):
    with django_assert_num_queries(0), translation.override("en"):
        assert names(content()) == ("Waiting time", "Chan Ka-yan")


def test_words_of_their_own_are_left(named):
    with translation.override("zh-hant"):
        assert names(content(indicator="Calls lost", person="")) == ("Calls lost", "")
