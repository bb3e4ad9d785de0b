"""The page that shows every lifecycle as the code has it."""

import pytest
from django.utils import translation
from django.utils.html import escape

from improvement.door.lifecycle import machines, rows

URL = "/help/lifecycle/"
MACHINES = {
    *("ballot", "round", "overallgoalset", "plan", "goalset", "goal"),
    *("review", "comment", "organizationplan"),
}


@pytest.fixture
def response(sign_in, cast):
    return sign_in(cast.xia).get(URL)


def test_every_machine_is_there(response):
    shown = {machine["anchor"] for machine in response.context["machines"]}
    assert shown == {model._meta.model_name for model in machines()}
    assert shown >= MACHINES
    for anchor in shown:
        assert f'id="{anchor}"' in response.content.decode()


def test_every_arrow_of_every_machine_is_there(response):
    shown = {
        machine["anchor"]: [
            (row["arrow"].sources[0], row["arrow"].name, row["arrow"].target)
            for row in machine["rows"]
        ]
        for machine in response.context["machines"]
    }
    for model in machines():
        assert shown[model._meta.model_name] == [
            (source, arrow.name, arrow.target) for source, arrow in rows(model)
        ]


def test_each_row_says_who_and_by_which_clause(response):
    page = response.content.decode()
    for machine in response.context["machines"]:
        for row in machine["rows"]:
            assert row["who"]
            assert row["arrow"].clause
            for words in (row["arrow"].label, row["source"], row["target"]):
                assert escape(str(words)) in page


def test_it_is_for_everybody_who_is_signed_in(client, response):
    assert response.status_code == 200
    client.logout()
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_it_speaks_the_readers_language(sign_in, cast, language):
    cast.xia.language = language
    cast.xia.save()
    page = sign_in(cast.xia).get(URL)
    plan = next(machine for machine in page.context["machines"] if machine["anchor"] == "plan")
    words = [w for row in plan["rows"] for w in (row["source"], row["target"], row["arrow"].label)]
    with translation.override(language):
        said = [str(word) for word in words]
    assert not [word for word in said if word.isascii()]
    assert not [word for word in said if escape(word) not in page.content.decode()]


def test_it_asks_the_database_nothing_of_its_own(sign_in, cast, django_assert_max_num_queries):
    client = sign_in(cast.xia)
    client.get(URL)
    with django_assert_max_num_queries(5):
        client.get(URL)
