"""By e-mail and password; on the demo with one click, and only as the people on show."""

import pytest
from django.contrib.auth import get_user

from .conftest import PASSWORD

URL = "/sign-in/"


def enter(client, email, password=PASSWORD, **more):
    return client.post(URL, {"username": email, "password": password, **more})


@pytest.mark.parametrize("typed", ["hana@example.org", " Hana@Example.ORG "])
def test_by_email_however_it_is_spelled(client, with_password, typed):
    hana = with_password("hana")
    response = enter(client, typed)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert get_user(client) == hana


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("hana@example.org", "kaleidoscope-43"),
        ("hana@example.org", ""),
        ("nobody@example.org", PASSWORD),
        ("", PASSWORD),
    ],
)
def test_a_wrong_pair_signs_nobody_in(client, with_password, email, password):
    with_password("hana")
    response = enter(client, email, password)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not get_user(client).is_authenticated


def test_the_answer_does_not_tell_who_has_an_account(client, with_password):
    with_password("hana")
    wrong, unknown = enter(client, "hana@example.org", "wrong"), enter(client, "x@example.org")
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_who_left_cannot_sign_in(client, with_password):
    with_password("ina")
    assert enter(client, "ina@example.org").status_code == 200
    assert not get_user(client).is_authenticated


def test_who_leaves_is_signed_out_at_once(client, with_password):
    hana = with_password("hana")
    enter(client, hana.email)
    hana.is_active = False
    hana.save()
    assert client.get("/profile/")["Location"] == f"{URL}?next=/profile/"


def test_one_goes_on_to_the_page_that_was_asked_for(client, with_password):
    with_password("hana")
    asked = client.get("/profile/")["Location"]
    assert asked == f"{URL}?next=/profile/"
    assert enter(client, "hana@example.org", next="/profile/")["Location"] == "/profile/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_one_is_not_sent_elsewhere(client, with_password, elsewhere):
    with_password("hana")
    assert enter(client, "hana@example.org", next=elsewhere)["Location"] == "/"


def test_who_is_signed_in_need_not_again(sign_in, cast):
    assert sign_in(cast.hana).get(URL)["Location"] == "/"


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def on_show(client):
    return [(r["user"].name, r["title"]) for r in client.get(URL).context["demo_roles"]]


def test_on_the_demo_one_person_for_each_role_is_on_show(demo, client, cast):
    assert on_show(client) == [
        ("Dana", "Clerk · Contact Centre"),
        ("Lily", "Head · Licensing"),
        ("Otto", "Officer of the improvement office · Quality"),
        ("Leo", "Member of the leadership group"),
        ("Cora", "Chair of the leadership group"),
        ("Xia", "Member of staff · Licensing"),
        ("Ada", "Administrator"),
    ]


def test_on_the_demo_one_click_signs_in(demo, client, cast):
    response = client.post(URL, {"demo": "cora@example.org", "next": "/approvals/"})
    assert response["Location"] == "/approvals/"
    assert get_user(client) == cast.cora


@pytest.mark.parametrize("name", ["sam", "ina", "nobody"])
def test_on_the_demo_only_the_people_on_show_are_open(demo, client, cast, name):
    assert client.post(URL, {"demo": f"{name}@example.org"}).status_code == 403
    assert not get_user(client).is_authenticated


def test_who_no_longer_holds_the_role_is_not_on_show(demo, client, cast):
    cast.cora.appointments.update(until="2021-12-31")
    assert "Cora" not in dict(on_show(client))
    assert client.post(URL, {"demo": "cora@example.org"}).status_code == 403


def test_outside_the_demo_one_click_is_refused(client, cast):
    assert on_show(client) == []
    assert client.post(URL, {"demo": "cora@example.org"}).status_code == 403
    assert not get_user(client).is_authenticated
