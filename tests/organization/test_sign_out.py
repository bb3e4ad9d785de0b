"""Signing out is an act: a link or an image on another page cannot do it."""

from django.contrib.auth import get_user
from django.test import Client


def test_a_click_signs_out(sign_in, cast):
    client = sign_in(cast.hana)
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert not get_user(client).is_authenticated


def test_reading_an_address_does_not(sign_in, cast):
    client = sign_in(cast.hana)
    assert client.get("/sign-out/").status_code == 405
    assert get_user(client) == cast.hana


def test_a_form_of_another_site_does_not(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.hana)
    assert client.post("/sign-out/").status_code == 403
    assert get_user(client) == cast.hana
