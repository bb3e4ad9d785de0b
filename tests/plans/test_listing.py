"""The list of plans: who finds which, by what, page by page."""

import pytest

from plans.models import Plan
from plans.views import listing
from tests import factories

URL = "/plans/"


def codes(response):
    return [row["plan"].department.code for row in response.context["rows"]]


@pytest.fixture
def three(cast, planning_round):
    return [
        factories.make_plan(cast, planning_round, "csc", status="empty"),
        factories.make_plan(cast, planning_round, "lic", status="empty", by="lily", goals=1),
        factories.make_plan(cast, planning_round, "qua", status="empty", by="dora", goals=1),
    ]


def test_the_office_sees_every_plan_and_a_department_its_own(cast, three, sign_in):
    assert codes(sign_in(cast.olga).get(URL)) == ["lic", "csc", "qua"]
    assert codes(sign_in(cast.dana).get(URL)) == ["csc"]
    assert codes(sign_in(cast.sam).get(URL)) == []


def test_from_issue_everybody_sees_a_plan(cast, sign_in):
    factories.make_plan(cast, status="execution")

    assert codes(sign_in(cast.xia).get(URL)) == ["csc"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("licens", ["lic"]),
        ("質量", ["qua"]),
        ("质量", ["qua"]),
        ("CSC", ["csc"]),
        (f"sip-{factories.YEAR}-lic", ["lic"]),
        ("hotline", ["csc"]),
        ("nothing of the kind", []),
    ],
)
def test_it_is_searched_by_names_codes_and_goals(cast, three, sign_in, words, found):
    assert codes(sign_in(cast.olga).get(URL, {"q": words})) == found


def test_it_is_filtered_by_year_and_status(cast, three, sign_in):
    office = sign_in(cast.olga)
    factories.advance_goals(cast, three[0], to="office_review")

    assert codes(office.get(URL, {"round": str(factories.YEAR), "status": "draft"})) == [
        "lic",
        "csc",
        "qua",
    ]
    assert codes(office.get(URL, {"status": "approved"})) == []
    assert codes(office.get(URL, {"round": "1999"})) == []


def test_the_next_page_begins_behind_the_last_row(cast, three, sign_in, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    office = sign_in(cast.olga)

    first = office.get(URL)
    second = office.get(URL + first.context["older"])

    assert codes(first) == ["lic", "csc"]
    assert codes(second) == ["qua"]
    assert second.context["older"] == ""


def test_a_key_that_names_no_plan_begins_at_the_beginning(cast, three, sign_in):
    assert len(codes(sign_in(cast.olga).get(URL, {"after": "what"}))) == 3


def test_only_who_can_begin_a_plan_is_offered_to(cast, planning_round, sign_in):
    assert sign_in(cast.dana).get(URL).context["can_begin"]
    assert not sign_in(cast.sam).get(URL).context["can_begin"]

    factories.make_plan(cast, planning_round, "csc", status="empty")

    assert not sign_in(cast.dana).get(URL).context["can_begin"]


def test_more_plans_take_no_more_queries(cast, planning_round, sign_in, django_assert_num_queries):
    factories.make_plan(cast, planning_round, "csc", status="empty")
    office = sign_in(cast.olga)
    office.get(URL)
    with django_assert_num_queries(10, exact=False) as one:
        office.get(URL)
    factories.make_plan(cast, planning_round, "lic", status="empty", by="lily", goals=1)
    factories.make_plan(cast, planning_round, "qua", status="office_review", by="dora", head="hugo")
    assert Plan.objects.count() == 3

    with django_assert_num_queries(len(one)):
        office.get(URL)
