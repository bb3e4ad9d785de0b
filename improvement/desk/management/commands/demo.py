"""`manage.py demo`: fill an empty database with Haiyan Public Services, all or nothing."""

import sys
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.utils import OperationalError
from django.utils import timezone

from improvement.desk.checks import no_answer
from improvement.desk.demo import build
from improvement.desk.health import migration_faults
from improvement.organization.models import Organization, User


class Command(BaseCommand):
    help = "Fill an empty database with an invented organization in the middle of its year."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        began = monotonic()
        try:
            if reason := occupied():
                sys.exit(reason)
            with transaction.atomic():
                build(timezone.localdate())
        except OperationalError as error:
            sys.exit(no_answer(error))
        people, seconds = User.objects.count(), monotonic() - began
        self.stdout.write(f"Haiyan Public Services is ready: {people} people, {seconds:.1f} s")


def occupied() -> str:
    """Why the demo is not built here; empty where it can be."""
    if behind := " ".join(migration_faults(connection)):
        return f"{behind} Run `manage.py migrate`."
    if organization := Organization.objects.first():
        return (
            f"This database already holds the organization {organization.name!r}. "
            "The demo needs an empty one: set DATABASE_URL to another and migrate it."
        )
    if User.objects.exists():
        return (
            "This database already holds people. "
            "The demo needs an empty one: set DATABASE_URL to another and migrate it."
        )
    return ""
