"""What can be told: kinds, registered by the rooms above, and the notice a room hands in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of message. The texts may name {subject} and whatever the notice's context holds."""

    name: str  # "plans.plan.submit"
    title: StrOrPromise
    body: StrOrPromise
    decision: bool  # a decision is needed from the reader: e-mail at once, else in the digest
    resend: bool = False  # an e-mail in doubt may be sent again without asking anybody
    # Subject and text for a recipient, where they are made at sending and stand in no row.
    letter: Callable[[Any], tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell some people, once per kind, subject, occasion and recipient."""

    kind: str
    subject: Model
    occasion: str  # the round, period or version that makes this telling different from the last
    recipients: Iterable[int]
    context: dict[str, str] = field(default_factory=dict)  # never confidential text


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called from AppConfig.ready of the room that tells it."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"The kind {kind.name!r} is registered twice, with different texts.")


def get(name: str) -> Kind:
    """The registered kind; KeyError names one that no room has registered."""
    return _kinds[name]


def sent_again_by_policy() -> list[str]:
    """Names of the kinds (reminders) whose e-mails in doubt are sent again by themselves."""
    return [kind.name for kind in _kinds.values() if kind.resend]
