"""The language: of the account, else of the cookie, else of the browser; switched by a form."""

import pytest

from improvement.audit.models import Entry

URL = "/language/"
PAGE = "/sign-in/"


def spoken(client, page=PAGE, accept="fr"):
    response = client.get(page, headers={"accept-language": accept})
    assert f'<html lang="{response["Content-Language"]}"' in response.content.decode()
    return response["Content-Language"]


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "en"),
        ("fr", "en"),
        ("zh-Hant", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-TW,en;q=0.5", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("fr,zh-Hans;q=0.8,en;q=0.3", "zh-Hans"),
    ],
)
def test_before_anything_is_chosen_the_browser_is_asked(client, db, accept, language):
    assert spoken(client, accept=accept) == language


def test_a_visitor_keeps_the_choice_in_a_cookie(client, db):
    response = client.post(URL, {"language": "zh-hant", "next": PAGE})

    assert response["Location"] == PAGE
    cookie = response.cookies["django_language"]
    assert (cookie.value, cookie["samesite"]) == ("zh-hant", "Lax")
    assert spoken(client, accept="zh-CN") == "zh-Hant"


def test_who_is_signed_in_keeps_it_in_the_account(sign_in, cast, client):
    sign_in(cast.hana).post(URL, {"language": "zh-hans", "next": "/profile/"})

    cast.hana.refresh_from_db()
    assert (cast.hana.language, cast.hana.version) == ("zh-hans", 1)
    entry = Entry.objects.about("organization.user", cast.hana.pk).get()
    assert (entry.verb, entry.actor_id) == ("change", cast.hana.pk)
    del client.cookies["django_language"]
    assert spoken(client, "/profile/") == "zh-Hans"


def test_the_account_goes_before_cookie_and_browser(sign_in, cast, client):
    cast.hana.language = "zh-hant"
    cast.hana.save()
    client.cookies["django_language"] = "zh-hans"
    assert spoken(sign_in(cast.hana), "/profile/", accept="en") == "zh-Hant"


def test_the_same_choice_again_writes_nothing(sign_in, cast):
    client = sign_in(cast.hana)
    for _ in range(2):
        client.post(URL, {"language": "zh-hans"})
    assert Entry.objects.about("organization.user", cast.hana.pk).count() == 1


@pytest.mark.parametrize("language", ["", "fr", "zh", "zh_Hant", "../en", "en\r\nX: y"])
def test_a_language_we_do_not_speak_changes_nothing(sign_in, cast, language):
    response = sign_in(cast.hana).post(URL, {"language": language, "next": "/profile/"})

    assert response["Location"] == "/profile/"
    assert "django_language" not in response.cookies
    cast.hana.refresh_from_db()
    assert cast.hana.language == ""


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "",
    ],
)
def test_one_is_not_sent_elsewhere(client, db, elsewhere):
    assert client.post(URL, {"language": "en", "next": elsewhere})["Location"] == "/"


def test_one_stays_on_the_page_with_what_was_asked_of_it(client, db):
    here = "/plans/?q=csc&page=2"
    assert client.post(URL, {"language": "en", "next": here})["Location"] == here


def test_a_link_does_not_switch(client, db):
    response = client.get(URL, {"language": "zh-hant"})
    assert response.status_code == 405
    assert "django_language" not in response.cookies


@pytest.mark.parametrize("page", [PAGE, "/profile/"])
def test_caches_keep_the_languages_apart(sign_in, cast, client, page):
    response = (sign_in(cast.hana) if page == "/profile/" else client).get(page)
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}


def test_after_signing_out_the_page_is_in_the_cookies_language(sign_in, cast, client):
    sign_in(cast.hana).post(URL, {"language": "zh-hans"})
    client.post("/sign-out/")
    assert spoken(client) == "zh-Hans"
