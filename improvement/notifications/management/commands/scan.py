"""Run the scanner once, by hand or from a crontab where no Celery beat runs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from kombu.exceptions import OperationalError

from improvement.notifications import bell, scanner


class Command(BaseCommand):
    help = "Do what the clock decides and remind of what is due, once, and print how much it was."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            results = scanner.run(timezone.now())
        except DatabaseError as error:
            reason = str(error).splitlines()[0]
            raise CommandError(
                f"The database cannot be used ({reason}). "
                "Check DATABASE_URL, and run `manage.py migrate` if it is new."
            ) from error
        for name, result in results.items():
            self.stdout.write(f"{name}: {result.error or result.done}")
        self.wake_a_worker()
        if failed := [name for name, result in results.items() if result.error]:
            raise CommandError(f"{len(failed)} of {len(results)} scanners failed.")

    def wake_a_worker(self) -> None:
        """Say so where no bell can ring; nothing is lost, the next sweep delivers."""
        with bell.caller().connection_for_write() as broker:
            try:
                broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
            except OperationalError as error:
                raise CommandError(
                    f"The broker at {broker.as_uri()} cannot be reached; mail waits for it. "
                    "Start it, or check REDIS_URL."
                ) from error
