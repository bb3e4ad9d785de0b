"""What every test can ask for: the cast, rows at any stage, a signed-in browserless client."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from . import cast as casting
from . import factories

pytest_plugins = ["tests.services"]


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end, and need not be looked through again
    and again for what might be thrown away; it is a tenth of the time of all tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def files_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests attach never lies beside what people attach."""
    settings.FILES_DIR = tmp_path_factory.mktemp("files")
    settings.IMPORTS_DIR = tmp_path_factory.mktemp("imports")


@pytest.fixture(autouse=True)
def nothing_kept_from_before() -> None:
    """What one test kept for five minutes would else run out in the middle of another."""
    cache.clear()


@pytest.fixture
def cast(db: None) -> casting.Cast:
    """Dana drafts, Hana heads, Olga is the office, Leo leads, Cora chairs, Xia is a stranger."""
    return casting.assemble()


@pytest.fixture
def planning_round(cast: casting.Cast) -> Any:
    """Next year's round, open for drafting."""
    return factories.make_round(cast)


@pytest.fixture
def sign_in(client: Client) -> Callable[[Any], Client]:
    """sign_in(cast.hana) gives a client on which she is signed in."""

    def signed_in(person: Any) -> Client:
        client.force_login(person)
        return client

    return signed_in
