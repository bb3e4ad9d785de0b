"""Guessing: ten attempts in fifteen minutes for one e-mail, and from one address."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from django.contrib.auth import get_user
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.organization import throttle
from improvement.organization.models import Attempt
from improvement.organization.models.attempt import Act
from improvement.organization.password_letter import written
from tests.services.website import Site

from .conftest import PASSWORD

URL, RESET = "/sign-in/", "/password/reset/"
HANA = "hana@example.org"
LATER = dt.timedelta(minutes=15, seconds=1)


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(dt.datetime(2027, 3, 1, 2, tzinfo=dt.UTC), tick=False)
    return time_machine


def enter(client, email=HANA, password="wrong", address="192.0.2.1"):
    return client.post(URL, {"username": email, "password": password}, REMOTE_ADDR=address)


def guess(client, times=10, **how):
    """Guess wrong several times; return the last answer."""
    for _n in range(times):
        answer = enter(client, **how)
    return answer


def said(answer):
    return [str(error) for error in answer.context["form"].non_field_errors()]


def test_the_tenth_wrong_password_shuts_the_door(clock, client, with_password):
    with_password("hana")
    assert guess(client, 9).status_code == 200

    tenth = enter(client)

    assert tenth.status_code == 429
    assert said(tenth) == ["Too many attempts. Try again in 15 minutes."]
    assert tenth["Retry-After"] == "900"
    assert "Too many attempts" in tenth.content.decode()


def test_then_not_even_the_right_one_opens_it_until_the_time_that_was_said(
    clock, client, with_password
):
    with_password("hana")
    guess(client)
    clock.shift(dt.timedelta(minutes=5))

    answer = enter(client, password=PASSWORD)

    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert said(answer) == ["Too many attempts. Try again in 10 minutes."]
    assert not get_user(client).is_authenticated
    clock.shift(dt.timedelta(minutes=10, seconds=1))
    assert enter(client, password=PASSWORD).status_code == 302


def test_a_door_that_is_shut_compares_no_password(clock, client, cast, settings):
    """Each comparison takes a processor for a moment, on purpose."""
    settings.PASSWORD_HASHERS = ["tests.organization.conftest.NoHasher"]
    Attempt.objects.bulk_create(
        Attempt(act=Act.SIGN_IN, person=throttle.digest(HANA), at=dt.datetime.now(dt.UTC))
        for _n in range(10)
    )
    assert enter(client).status_code == 429


def test_going_on_trying_does_not_shut_it_for_longer(clock, client, with_password):
    with_password("hana")
    guess(client)
    clock.shift(dt.timedelta(minutes=14))
    guess(client, 30)
    clock.shift(dt.timedelta(minutes=1, seconds=1))
    assert enter(client, password=PASSWORD).status_code == 302


def test_from_wherever_one_guesses(clock, client, with_password):
    with_password("hana")
    answers = [enter(client, address=f"192.0.2.{n}").status_code for n in range(10)]
    assert answers == [*[200] * 9, 429]
    assert enter(client, "leo@example.org", address="192.0.2.99").status_code == 200


@pytest.mark.parametrize("typed", ["HANA@example.org", " hana@example.org ", "hana@EXAMPLE.org"])
def test_however_the_email_is_spelled(clock, client, with_password, typed):
    with_password("hana")
    guess(client)
    assert enter(client, typed, PASSWORD, "192.0.2.99").status_code == 429


def test_a_letter_that_only_a_database_takes_for_the_same_is_the_same_here():
    """PostgreSQL compares capitals, and the capital of a dotless i is I."""
    assert throttle.digest("ına@example.org") == throttle.digest("ina@example.org")


def test_one_address_does_not_guess_at_everybody(clock, client, with_password):
    with_password("hana")
    answers = [enter(client, f"nobody{n}@example.org").status_code for n in range(10)]
    assert answers == [*[200] * 9, 429]
    assert enter(client, password=PASSWORD).status_code == 429
    assert enter(client, password=PASSWORD, address="192.0.2.99").status_code == 302


def test_who_is_shut_out_does_not_learn_whether_there_is_an_account(clock, client, with_password):
    with_password("hana")
    known = guess(client, address="192.0.2.1")
    unknown = guess(client, email="nobody@example.org", address="192.0.2.2")
    assert (known.status_code, said(known)) == (unknown.status_code, said(unknown))


def test_the_right_password_begins_anew(clock, client, with_password):
    with_password("hana")
    guess(client, 9)
    assert enter(client, password=PASSWORD).status_code == 302
    client.logout()
    assert guess(client, 9).status_code == 200
    assert enter(client).status_code == 429


def test_an_account_of_ones_own_does_not_buy_guesses_at_others(clock, client, with_password):
    with_password("hana")
    for n in range(9):
        enter(client, f"nobody{n}@example.org")
    enter(client, password=PASSWORD)
    client.logout()
    assert enter(client, "nobody@example.org").status_code == 429


def test_a_new_password_chosen_through_the_letter_opens_it_too(clock, client, with_password):
    hana = with_password("hana")
    guess(client)
    link = re.search(r"https?://[^/]+(/\S+)", written(hana)[1])[1]
    form = client.get(link, follow=True)
    new = {"new_password1": "umbrella-weather-9", "new_password2": "umbrella-weather-9"}
    client.post(form.request["PATH_INFO"], new)
    assert enter(client, password="umbrella-weather-9").status_code == 302


def test_what_is_left_blank_is_no_attempt(clock, client, cast):
    assert guess(client, 12, password="").status_code == 200
    assert not Attempt.objects.exists()


def test_what_was_typed_is_not_kept(clock, client, cast):
    """People type their password into the wrong field."""
    enter(client, "kaleidoscope-42", "kaleidoscope-42")
    kept = Attempt.objects.values_list().get()
    assert not any("kaleidoscope" in str(value) for value in kept)


def test_what_no_longer_counts_is_thrown_away(clock, client, with_password):
    with_password("hana")
    guess(client, 3, email="nobody@example.org")
    clock.shift(LATER)
    enter(client, password=PASSWORD)
    assert not Attempt.objects.exists()


def test_the_click_of_the_demo_is_not_counted(clock, client, cast, settings):
    settings.DEMO = True
    guess(client, email="cora@example.org")
    for _n in range(12):
        answer = client.post(URL, {"demo": "cora@example.org"}, REMOTE_ADDR="192.0.2.1")
        assert answer.status_code == 302
        client.logout()


def test_in_the_language_of_the_page(clock, client, cast):
    client.cookies["django_language"] = "zh-hant"
    assert said(guess(client)) == ["嘗試次數太多，請在15分鐘後再試。"]


def test_an_attempt_costs_two_statements_and_a_success_one_more(clock, client, with_password):
    with_password("hana")

    def about_attempts(password):
        with CaptureQueriesContext(connection) as asked:
            enter(client, password=password)
        return [q["sql"].split()[0] for q in asked if "organization_attempt" in q["sql"]]

    assert about_attempts("wrong") == ["INSERT", "SELECT"]
    assert about_attempts(PASSWORD) == ["INSERT", "SELECT", "DELETE"]


@pytest.mark.parametrize("email", [HANA, "nobody@example.org"])
def test_letters_are_not_asked_for_without_end(clock, client, cast, email):
    answers = [client.post(RESET, {"email": email}) for _n in range(11)]
    assert [a.status_code for a in answers] == [*[302] * 9, 429, 429]
    assert said(answers[-1]) == ["Too many attempts. Try again in 15 minutes."]
    assert enter(client, email).status_code == 200  # signing in is counted by itself


@pytest.mark.parametrize(
    ("behind", "sent", "found"),
    [
        (False, {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}, "192.0.2.7"),
        (False, {"REMOTE_ADDR": "::ffff:192.0.2.7"}, "192.0.2.7"),
        (False, {"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::"),
        (False, {"REMOTE_ADDR": ""}, ""),
        (True, {"HTTP_X_FORWARDED_FOR": "203.0.113.5, 198.51.100.1"}, "198.51.100.1"),
        (True, {"HTTP_X_FORWARDED_FOR": "198.51.100.1"}, "198.51.100.1"),
        (True, {"HTTP_X_FORWARDED_FOR": "unknown"}, ""),
        (True, {"REMOTE_ADDR": "192.0.2.7"}, ""),
    ],
)
def test_where_a_request_comes_from(rf, settings, behind, sent, found):
    """Behind a proxy its word is the last entry; the rest is what the visitor says."""
    settings.BEHIND_PROXY = behind
    assert throttle.address_of(rf.get("/", **sent)) == found


def test_where_the_address_is_not_known_only_the_email_counts(clock, client, cast):
    for n in range(12):
        assert enter(client, f"nobody{n}@example.org", address="").status_code == 200
    assert guess(client, address="").status_code == 429


def test_no_more_get_through_when_all_come_at_once():
    """Two processes of four threads each, on SQLite."""
    site = Site({"WEB_WORKERS": "2"})
    try:
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda n: guess_over_http(site.url), range(40)))
    finally:
        site.close()
    assert set(answers) == {200, 429}
    assert answers.count(200) <= 9


def guess_over_http(site):
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))
    browser.open(f"{site}{URL}").close()
    token = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    typed = {"username": HANA, "password": "wrong", "csrfmiddlewaretoken": token}
    try:
        with browser.open(f"{site}{URL}", urlencode(typed).encode()) as answer:
            return answer.status
    except HTTPError as error:
        return error.code
