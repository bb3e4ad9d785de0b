"""Everybody finds who holds which role today."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.organization.models import Appointment, Department

URL = "/people/"


def held(response, code):
    department = next(d for d in response.context["departments"] if d.code == code)
    return [(a.user.name, a.role) for a in department.held]


def test_departments_with_the_people_of_today(sign_in, cast):
    """Neither an account that is closed nor a role that is over or still to come."""
    yesterday = dt.date.today() - dt.timedelta(days=1)
    cast.appoint("gone", "clerk", "csc", until=yesterday)
    cast.appoint("soon", "clerk", "csc", since=dt.date.today() + dt.timedelta(days=1))

    response = sign_in(cast.xia).get(URL)

    assert held(response, "csc") == [("Hana", "head"), ("Dana", "clerk"), ("Sam", "member")]
    assert [d.code for d in response.context["departments"]] == ["lic", "ops", "csc", "qua", "sec"]
    assert [a.user.name for a in response.context["leadership"]] == [
        "Cora",
        "Vic",
        "Leo",
        "Lena",
        "Luis",
    ]
    assert {a.user.name for a in response.context["office"]} == {"Olga", "Oscar", "Otto"}


def test_an_exempt_department_stands_there_with_its_reason(sign_in, cast):
    """D3: exempt only for a reason, and shown to leadership."""
    page = sign_in(cast.leo).get(URL).content.decode()
    assert page.count("Covered by another plan") == 2


@pytest.mark.parametrize(("name", "adds"), [("ada", True), ("olga", False), ("xia", False)])
def test_only_the_administrator_is_offered_to_add_people(sign_in, cast, name, adds):
    page = sign_in(cast.people[name]).get(URL).content.decode()
    assert ("/people/new/" in page) is adds


def test_a_person_with_their_roles_past_and_present(sign_in, cast):
    cast.appoint("hana", "deputy", "qua", until=dt.date(2021, 6, 30))

    response = sign_in(cast.xia).get(f"{URL}{cast.hana.public_id}/")

    page = response.content.decode()
    assert {(a.role, str(a.department)) for a in response.context["appointments"]} == {
        ("head", "Contact Centre"),
        ("deputy", "Quality"),
    }
    assert f"{URL}{cast.paul.public_id}/" in page
    assert "End today" not in page


def test_queries_do_not_grow_with_the_organization(sign_in, cast):
    client = sign_in(cast.olga)
    client.get(URL)  # the name of the house is kept for five minutes
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for n in range(3):
        cast.appoint(f"more{n}", "clerk", "lic")
    with CaptureQueriesContext(connection) as more:
        client.get(URL)
    assert len(more) == len(few) <= 10


def make_departments(number):
    """One under the other's neck: a code with a path of its own each."""
    for n in range(number):
        Department.objects.create(code=f"unit{n:03}", name=f"Unit {n}")


def test_fifty_departments_a_page_in_the_order_of_the_tree(sign_in, cast):
    make_departments(60)
    client = sign_in(cast.xia)
    everything = list(Department.objects.order_by("path").values_list("code", flat=True))

    first = client.get(URL)
    second = client.get(URL + first.context["older"])

    shown = [d.code for page in (first, second) for d in page.context["departments"]]
    assert len(first.context["departments"]) == 50
    assert shown == everything
    assert (first.context["newer"], second.context["newer"]) == ("", URL)
    assert second.context["older"] == ""


def test_of_a_large_department_a_few_and_the_rest_on_its_own_page(sign_in, cast):
    for n in range(120):
        cast.appoint(f"many{n}", "member", "lic")
    client = sign_in(cast.xia)

    page = client.get(URL).content.decode()
    card = page[page.index(f'aria-labelledby="d{cast.lic.pk}"') :].partition("</section>")[0]

    assert '<span class="count">100+</span>' in card
    assert card.count('class="row"><a') == 12
    assert "See all" in card
    seen, older = [], ""
    for _page in range(3):
        answer = client.get(f"/departments/{cast.lic.public_id}/{older}")
        seen += [a.user.name for a in answer.context["people"]]
        older = answer.context["older"]
    held_there = Appointment.objects.filter(department=cast.lic).order_by("pk")
    assert seen == [a.user.name for a in held_there if a.user.is_active]
    assert older == ""


@pytest.mark.parametrize("number", [0, 60])
def test_the_directory_asks_the_same_however_large_the_organization(sign_in, cast, number):
    client = sign_in(cast.olga)
    client.get(URL)
    make_departments(number)
    with CaptureQueriesContext(connection) as asked:
        client.get(URL)
    assert len(asked) <= 10
