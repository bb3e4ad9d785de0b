"""`manage.py example PATH`: published figures of real organizations go through the real steps."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.utils import OperationalError

from improvement.desk.checks import no_answer
from improvement.desk.example.kinds import recognize
from improvement.desk.example.likeness import near_duplicates
from improvement.desk.example.summary import as_json, write_report
from improvement.desk.example.table import ExampleRefused
from improvement.desk.health import migration_faults
from improvement.door.refusals import StepRefused
from improvement.organization.models import Organization, User


class Command(BaseCommand):
    help = "Take published figures through every step of real users, all or nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the folder of an example: its files say which")
        parser.add_argument(
            "--report",
            type=Path,
            default=settings.VAR / "example-rows.csv",
            help="where every skipped or peculiar row is listed (default: %(default)s)",
        )

    def handle(self, *, path: Path, report: Path, **options: Any) -> None:
        began = monotonic()
        try:
            example = recognize(path)
            reading = example.read(path)
            write_report(reading, report)
            with transaction.atomic():
                require_empty_database()
                example.carry_out(reading)
            summary = example.summarize(reading) | near_duplicates(path)
        except ExampleRefused as refusal:
            sys.exit(str(refusal))
        except StepRefused as refusal:
            gaps = [str(gap.sentence) for gap in refusal.gaps]
            sys.exit(" ".join(["The example was refused:", str(refusal.sentence), *gaps]))
        except OperationalError as error:
            sys.exit(no_answer(error))
        summary |= {"seconds": round(monotonic() - began, 1), "report": str(report)}
        self.stdout.write(as_json(summary))


def require_empty_database() -> None:
    """Nothing that somebody entered is mixed with the example."""
    if behind := " ".join(migration_faults(connection)):
        raise ExampleRefused(f"{behind} Run `manage.py migrate`.")
    if organization := Organization.objects.first():
        raise ExampleRefused(
            f"This database already holds the organization {organization.name!r}. "
            "The example needs an empty one: set DATABASE_URL to another and migrate it."
        )
    if User.objects.exists():
        raise ExampleRefused(
            "This database already holds people. "
            "The example needs an empty one: set DATABASE_URL to another and migrate it."
        )
