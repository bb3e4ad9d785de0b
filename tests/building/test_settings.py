"""What everybody knows protects nobody: no default key and no weak header beyond this machine."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from improvement.settings import is_this_machine
from tests.services.obtain import ROOT
from tests.services.website import plain_environment

ADDRESS = "https://improvement.example.org"
OWN = {
    "SECRET_KEY": "s" * 25 + "0123456789" * 3,
    "AUDIT_KEY": "a" * 25 + "9876543210" * 3,
    "DATABASE_URL": "sqlite:///var/db.sqlite3",
}
PRODUCTION = {
    **OWN,
    "PRODUCTION": "1",
    "SITE_URL": ADDRESS,
    "ALLOWED_HOSTS": "improvement.example.org",
}
PRINT = """
import json
from improvement import settings
print(json.dumps({n: v for n, v in vars(settings).items() if isinstance(v, (bool, int, str))}))
"""


def run(tmp_path: Path, given: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    left = {"SECRET_KEY", "AUDIT_KEY", "SITE_URL", "ALLOWED_HOSTS"}
    around = {name: value for name, value in plain_environment().items() if name not in left}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**around, "VAR_DIR": str(tmp_path), **given},
        capture_output=True,
        text=True,
    )


def settings_with(tmp_path: Path, **given: str) -> dict[str, object]:
    return json.loads(run(tmp_path, given, "-c", PRINT).stdout)


FAULT = """
import django, logging
django.setup()
log = logging.getLogger("django.request")
log.warning("Forbidden: /plans/")
try:
    1 / 0
except ZeroDivisionError:
    log.error("Internal Server Error: /plans/", exc_info=True)
"""


def test_a_fault_is_told_where_operators_look_and_a_refusal_is_not(tmp_path: Path) -> None:
    named = {"DJANGO_SETTINGS_MODULE": "improvement.settings"}
    told = run(tmp_path, named, "-c", FAULT).stderr
    assert told.count("Internal Server Error: /plans/") == 1
    assert "ZeroDivisionError" in told
    assert "Forbidden" not in told


@pytest.mark.parametrize("missing", OWN)
@pytest.mark.parametrize(
    ("further", "where"),
    [
        ({"SITE_URL": ADDRESS}, "SITE_URL leads beyond this machine"),
        ({"SITE_URL": "improvement"}, "SITE_URL leads beyond this machine"),
        ({"ALLOWED_HOSTS": "localhost,10.0.0.7"}, "ALLOWED_HOSTS leads beyond this machine"),
        ({"HOST": "0.0.0.0"}, "HOST leads beyond this machine"),
        ({"SITE_URL": ADDRESS, "DEMO": "1"}, "SITE_URL leads beyond this machine"),
        ({"PRODUCTION": "1"}, "in production"),
    ],
    ids=["site", "no address", "hosts", "host", "demo", "production"],
)
def test_beyond_this_machine_nothing_starts_with_what_everybody_knows(
    tmp_path: Path, missing: str, further: dict[str, str], where: str
) -> None:
    given = {name: value for name, value in OWN.items() if name != missing} | further

    result = run(tmp_path, given, "manage.py", "serve")

    assert result.returncode == 1
    assert result.stderr.startswith(f"{missing} must be set ")
    assert where in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"SITE_URL": "http://127.0.0.1:9000"},
        {"HOST": "::1"},
        {"DEMO": "1", "HOST": "0.0.0.0"},  # a container that only this machine reaches
        {**OWN, "SITE_URL": ADDRESS, "HOST": "0.0.0.0"},
    ],
)
def test_on_this_machine_it_starts_as_it_is(tmp_path: Path, given: dict[str, str]) -> None:
    assert run(tmp_path, given, "manage.py", "check").returncode == 0


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("plans.localhost", True),
        ("127.0.0.2", True),
        ("[::1]", True),
        ("", False),
        ("*", False),
        ("0.0.0.0", False),
        ("localhost.example.org", False),
        ("10.0.0.1", False),
    ],
)
def test_what_leads_nowhere_else(host: str, here: bool) -> None:
    assert is_this_machine(host) is here


def test_in_production_the_check_of_django_has_nothing_to_say(tmp_path: Path) -> None:
    command = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    result = run(tmp_path, PRODUCTION, *command)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "System check identified no issues (1 silenced).\n"


def test_over_https_no_cookie_travels_in_the_open_and_no_visit_goes_back(tmp_path: Path) -> None:
    found = settings_with(tmp_path, **PRODUCTION, BEHIND_PROXY="1")
    for name in (
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "CSRF_COOKIE_SECURE",
        "CSRF_COOKIE_HTTPONLY",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    ):
        assert found[name] is True, name
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["X_FRAME_OPTIONS"] == "DENY"
    assert found["DEBUG"] is False
    assert found["SESSION_COOKIE_AGE"] == 60 * 60 * 12


def test_the_cookies_of_a_visit(client, settings, db) -> None:  # type: ignore[no-untyped-def]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.DEMO = False
    answer = client.get("/sign-in/", secure=True)
    cookie = answer.cookies["csrftoken"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("poor", ["short-1", "password123", "8402917365", "hana@example.org"])
def test_poor_passwords_are_refused(poor: str) -> None:
    from improvement.organization.models import User

    with pytest.raises(ValidationError):
        validate_password(poor, User(email="hana@example.org", name="Hana"))
