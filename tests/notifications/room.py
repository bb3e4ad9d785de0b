"""A room in miniature that stands on the notifications: what it tells, and about which rows."""

from __future__ import annotations

from django.apps import AppConfig

from improvement.notifications.kinds import Kind, register

ASKED = Kind("room.asked", "Decide on {subject}", "{actor} asks you.", decision=True)
TOLD = Kind("room.told", "News of {subject}", "{actor} changed it.", decision=False)
URGED = Kind("room.urged", "Reminder: {subject}", "It was due on {due}.", True, resend=True)
NOTED = Kind("room.noted", "Due soon: {subject}", "It is due on {due}.", False, resend=True)
BROKEN = Kind("room.broken", "{nobody_knows}", "", decision=True)
BROKEN_LINE = Kind("room.broken_line", "{nobody_knows}", "", decision=False)


def furnish() -> None:
    """Register the kinds, and give departments the page every subject must have."""
    from improvement.organization.models import Department

    for kind in (ASKED, TOLD, URGED, NOTED, BROKEN, BROKEN_LINE):
        register(kind)
    if not hasattr(Department, "get_absolute_url"):
        Department.get_absolute_url = lambda self: f"/departments/{self.public_id}/"


class Room(AppConfig):
    name = "tests.notifications.room"
    path = "tests/notifications"

    def ready(self) -> None:
        furnish()
