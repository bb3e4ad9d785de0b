"""People with a password; the rest of the cast has none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

PASSWORD = "kaleidoscope-42"


class NoHasher(MD5PasswordHasher):
    """For tests in which no password may be compared."""

    def encode(self, password: str, salt: str) -> str:
        raise AssertionError("A password was compared.")


@pytest.fixture
def with_password(cast: Any, settings: Any) -> Callable[[str], Any]:
    """with_password("hana") gives Hana a password and returns her."""
    # The real hasher takes its time on purpose; how slow it is is not tested here.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    def given(name: str) -> Any:
        person = cast.people[name]
        person.set_password(PASSWORD)
        person.save()
        return person

    return given
