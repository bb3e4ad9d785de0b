"""People to tell something, and things to tell it of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db.models import Q

from improvement.door.permissions import Predicate, table
from improvement.notifications.kinds import Kind, Notice
from improvement.notifications.models import Channel, Message
from improvement.organization.models import Department, User

from . import room
from .moody import MoodyServer

WORDS = {"actor": "Hana Hui", "due": "31 March"}


@pytest.fixture(scope="session", autouse=True)
def furnished() -> None:
    room.furnish()


@pytest.fixture
def people(db: None) -> Callable[..., User]:
    def person(name: str, **fields: Any) -> User:
        fields.setdefault("email", f"{name.lower()}@example.org")
        return User.objects.create_user(name=name, **fields)

    return person


@pytest.fixture
def dana(people: Callable[..., User]) -> User:
    return people("Dana")


@pytest.fixture
def hana(people: Callable[..., User]) -> User:
    return people("Hana")


@pytest.fixture
def subject(db: None, monkeypatch: pytest.MonkeyPatch) -> Department:
    """A department that, in this room, only shows while it is active."""
    rule = Predicate(lambda user, obj: obj.state == "active", lambda user: Q(state="active"))
    monkeypatch.setitem(table(), "organization.view_department", rule)
    return Department.objects.create(name="Library", name_hant="圖書館", code="lib")


@pytest.fixture
def about(subject: Department) -> Callable[..., Notice]:
    """A notice about the library."""

    def notice(kind: Kind, *to: User, occasion: str = "2027", **words: str) -> Notice:
        return Notice(kind.name, subject, occasion, [p.pk for p in to], WORDS | words)

    return notice


@pytest.fixture
def moody(settings: Any) -> Iterator[MoodyServer]:
    """Mail goes over the real backend to a server that treats some recipients badly."""
    with MoodyServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = *server.address, 5
        yield server


@pytest.fixture
def clock(db: None, time_machine: Any) -> Any:
    """Stands still until a test moves it."""
    time_machine.move_to(at("2027-03-01T10:00"), tick=False)
    return time_machine


def emails() -> list[tuple[str, str]]:
    """Kind and state of every e-mail row, in the order they were written."""
    rows = Message.objects.filter(channel=Channel.EMAIL).order_by("pk")
    return list(rows.values_list("kind", "state"))


def at(text: str) -> datetime:
    """A moment in Hong Kong."""
    return datetime.fromisoformat(f"{text}+08:00")
