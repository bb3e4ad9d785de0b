"""The containers: sound servers, a health check each, no secret by default."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]
SECRETS = ("SECRET_KEY", "AUDIT_KEY", "POSTGRES_PASSWORD", "EMAIL_URL")


def test_the_parts_of_production_are_there() -> None:
    assert SERVICES.keys() == {"web", "worker", "beat", "postgres", "redis"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_says_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_has_a_default(secret: str) -> None:
    uses = re.findall(rf"\$\{{{secret}([^}}]*)\}}", TEXT)
    assert uses
    assert all(use.startswith(":?") for use in uses)


def test_redis_forgets_nothing() -> None:
    command = " ".join(SERVICES["redis"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_what_must_survive_lies_in_volumes() -> None:
    kept = {volume.split(":")[0] for s in SERVICES.values() for volume in s["volumes"]}
    assert kept == COMPOSE["volumes"].keys()


def test_only_the_web_is_open_and_only_to_the_proxy() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert SERVICES["web"]["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]


def test_every_variable_is_one_that_the_settings_read() -> None:
    code = (ROOT / "improvement" / "settings.py").read_text()
    for name in SERVICES["web"]["environment"]:
        assert f'"{name}"' in code, name


def test_the_image_is_debian_slim_and_runs_without_rights() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert all("slim-bookworm" in line for line in lines if line.startswith("FROM"))
    assert "USER app" in lines
    assert lines.index("USER app") < next(i for i, x in enumerate(lines) if x.startswith("CMD"))
    assert any(line.startswith("HEALTHCHECK") for line in lines)
