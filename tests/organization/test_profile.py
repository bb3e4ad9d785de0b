"""What people decide about themselves."""

import pytest

from improvement.audit.models import Entry

URL = "/profile/"
TYPED = {"name": "Hana Hui", "name_hant": "許海娜", "name_hans": "", "language": ""}


def test_names_are_kept_as_entered_in_each_script(sign_in, cast):
    assert sign_in(cast.hana).post(URL, TYPED)["Location"] == URL

    cast.hana.refresh_from_db()
    assert (cast.hana.name, cast.hana.name_hant, cast.hana.name_hans) == ("Hana Hui", "許海娜", "")
    entry = Entry.objects.about("organization.user", cast.hana.pk).get()
    assert (entry.verb, entry.actor_id) == ("change", cast.hana.pk)
    assert "許海娜" not in entry.body


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "en", ""])
def test_the_language_of_the_account(sign_in, cast, language):
    client = sign_in(cast.hana)

    client.post(URL, TYPED | {"language": language})

    cast.hana.refresh_from_db()
    assert cast.hana.language == language
    spoken = client.get(URL, headers={"accept-language": "zh-hans"})["Content-Language"]
    expected = {"zh-hant": "zh-Hant", "zh-hans": "zh-Hans", "en": "en", "": "zh-Hans"}
    assert spoken == expected[language]


def test_single_key_shortcuts_can_be_switched_off(sign_in, cast):
    client = sign_in(cast.hana)
    assert client.get(URL).context["keys_off"] is False

    client.post(URL, TYPED)
    assert client.get(URL).context["keys_off"] is True

    client.post(URL, TYPED | {"shortcut_keys": "on"})
    assert client.get(URL).context["keys_off"] is False


@pytest.mark.parametrize("changed", [{"name": ""}, {"language": "xx"}])
def test_what_is_wrong_is_said_and_nothing_changes(sign_in, cast, changed):
    response = sign_in(cast.hana).post(URL, TYPED | changed)

    assert response.status_code == 409
    assert list(response.context["form"].errors) == list(changed)
    cast.hana.refresh_from_db()
    assert cast.hana.name == "Hana"


def test_nobody_changes_their_address_roles_or_account_here(sign_in, cast):
    more = {"email": "boss@example.org", "is_active": "", "reports_to": cast.cora.pk}

    sign_in(cast.hana).post(URL, TYPED | more)

    cast.hana.refresh_from_db()
    assert (cast.hana.email, cast.hana.is_active) == ("hana@example.org", True)
    assert cast.hana.reports_to == cast.paul


def test_roles_and_delegations_of_today_stand_there(sign_in, cast):
    cast.delegate("leo", to="lena")

    of_leo, of_lena = (sign_in(cast.people[n]).get(URL).context for n in ("leo", "lena"))

    assert [a.role for a in of_leo["appointments"]] == ["leader"]
    assert [d.delegate for d in of_leo["given"]] == [cast.lena]
    assert [d.principal for d in of_lena["held"]] == [cast.leo]
    assert not of_leo["held"] and not of_lena["given"]
