"""What this room tells people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from improvement.notifications.kinds import Kind, register

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
    register(WAITING)
