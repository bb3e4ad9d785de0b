"""Two versions side by side: who sees them, which they are, what is marked."""

import pytest

from improvement.door.acts import record, take
from plans.route.acts import ask
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    """Handed in, returned, changed and handed in again."""
    plan = factories.make_plan(cast, planning_round, status="office_review")
    plan = take(plan, "send_back", by=cast.olga, reason="Once more.")
    factories.write(plan.sections.get(key="overview"), "Everything is new here.", by=cast.dana)
    record(plan.measures.get(), {"cost": 410000, "department": cast.qua}, by=cast.dana)
    new = factories.make_measure(cast, plan)
    record(new, {"title": "Call back instead of waiting"}, by=cast.dana)
    for asked in ask(by=cast.dana, plan=plan):
        take(asked, "agree", by=cast.hugo)
    return take(plan, "submit", by=cast.hana)


def test_changes_are_marked_with_names_for_codes(cast, plan, sign_in):
    response = sign_in(cast.leo).get(f"{plan.get_absolute_url()}compare/1..2/")
    text = response.content.decode()

    assert [block.key for block in response.context["blocks"]] == ["overview", "measures"]
    assert "<ins>410,000</ins>" in text
    assert "<del>320,000</del>" in text
    assert "Quality" in text
    assert "Call back instead of waiting" in text


def test_the_picker_leads_to_the_address_of_the_pair(cast, plan, sign_in):
    url = f"{plan.get_absolute_url()}compare/1..2/"

    response = sign_in(cast.dana).get(url, {"from": "2", "to": "1"})

    assert response.url == f"{plan.get_absolute_url()}compare/2..1/"
    assert sign_in(cast.dana).get(response.url).status_code == 200


def test_a_version_that_is_not_there_is_not_found(cast, plan, sign_in):
    assert sign_in(cast.dana).get(f"{plan.get_absolute_url()}compare/1..9/").status_code == 404


def test_the_same_version_differs_in_nothing(cast, plan, sign_in):
    response = sign_in(cast.dana).get(f"{plan.get_absolute_url()}compare/2..2/")

    assert response.context["blocks"] == []
    assert "The two versions are the same" in response.content.decode()


def test_a_stranger_finds_nothing(cast, plan, sign_in):
    assert sign_in(cast.xia).get(f"{plan.get_absolute_url()}compare/1..2/").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_two_versions_take_few_statements(
    cast, plan, sign_in, django_assert_max_num_queries, language
):
    """Names in the reader's script are one statement more."""
    client = sign_in(cast.hana)
    client.cookies.load({"django_language": language})
    client.get(f"{plan.get_absolute_url()}compare/1..2/")

    with django_assert_max_num_queries(7):
        client.get(f"{plan.get_absolute_url()}compare/1..2/")
