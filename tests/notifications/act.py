"""One act in a process of its own: `python -m tests.notifications.act tell 5`."""

import sys

import django


def tell(people: str) -> int:
    """Ask that many people for a decision, and ring the bell."""
    from django.db import transaction

    from improvement.notifications import outbox
    from improvement.notifications.kinds import Notice
    from improvement.organization.models import Department, User

    from .room import ASKED

    names = [f"person{n}" for n in range(int(people))]
    with transaction.atomic():
        subject = Department.objects.create(name="Library", code="lib")
        to = [User.objects.create_user(f"{name}@example.org", name=name).pk for name in names]
        return outbox.add([Notice(ASKED.name, subject, "2027", to, {"actor": "Hana"})])


def call(*tasks: str) -> None:
    """What the beats do: ask for these tasks, one after the other."""
    from improvement.notifications.bell import caller

    for task in tasks:
        caller().send_task(f"improvement.notifications.tasks.{task}")


if __name__ == "__main__":
    django.setup()
    {"tell": tell, "call": call}[sys.argv[1]](*sys.argv[2:])
