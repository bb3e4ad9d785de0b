"""A room in miniature that stands on the notifications: what it tells, and about which rows."""

from __future__ import annotations

from datetime import datetime

from django.apps import AppConfig

from improvement.notifications.kinds import Kind, Notice, register

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
        from improvement.notifications.scanner import register_rule

        furnish()
        register_rule("room.everybody_is_late", everybody_is_late)


def everybody_is_late(now: datetime) -> list[Notice]:
    """A rule of this room: urge everybody, about every department."""
    from improvement.organization.models import Department, User

    people = list(User.objects.values_list("pk", flat=True))
    words = {"due": "31 March"}
    return [Notice(URGED.name, row, "2027", people, words) for row in Department.objects.all()]
