"""Which step of this room tells whom what; a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from improvement.door.telling import tell
from improvement.notifications.kinds import Kind, Notice, register

from . import models
from .recipients import drafting, office

ASKED = (
    "create",
    drafting,
    _("Data asked for: {subject}"),
    _("{actor} asks your department for data until {due}."),
    True,
)
ANSWERED = (
    "answer",
    office,
    _("Answered: {subject}"),
    _("{actor} has answered the request for data. Accept it, or return it with a word."),
    True,
)
RETURNED = (
    "send_back",
    drafting,
    _("Returned: {subject}"),
    _("{actor} has returned the answer. The reason stands on the page."),
    True,
)
ACCEPTED = (
    "accept",
    drafting,
    _("Accepted: {subject}"),
    _("{actor} has accepted what your department answered."),
    False,
)
WITHDRAWN = (
    "withdraw",
    drafting,
    _("Withdrawn: {subject}"),
    _("{actor} no longer asks for it. The reason stands on the page."),
    False,
)
WAITING = Kind(
    "evidence.dataimport.waits",
    _("A file waits for you: {file}"),
    _(
        "The file {file} of {source} came by its folder and was not written: look at what its "
        "columns mean and at the rows that are wrong."
    ),
    decision=True,
)


def announce() -> None:
    """Register every line of the table."""
    register(WAITING)
    for step, people, title, body, decision in (ASKED, ANSWERED, RETURNED, ACCEPTED, WITHDRAWN):
        name = f"{models.DataRequest._meta.label_lower}.{step}"
        kind = Kind(name, title, body, decision=decision)
        register(kind)
        tell(models.DataRequest, step, teller(kind, people))


def teller(kind: Kind, people: Callable[[Any], Iterable[int]]) -> Callable[..., Any]:
    """The notice of one step on a request."""

    def told(row: Any, *, by: Any, inputs: dict[str, Any]) -> Iterable[Notice]:
        yield Notice(
            kind=kind.name,
            subject=row,
            occasion=f"v{row.version}",
            recipients=people(row),
            context={"actor": by.name, "due": row.due.isoformat()},
        )

    return told
