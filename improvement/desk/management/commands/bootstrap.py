"""`manage.py bootstrap`: make this installation ready to serve; to repeat it does no harm."""

import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db.utils import OperationalError

from improvement.desk.checks import no_answer
from improvement.messages import compile_catalogues
from improvement.organization.models import Organization


class Command(BaseCommand):
    help = "Folders, translations, database, static files and, with DEMO=1, the demo organization."
    requires_system_checks = ()

    def handle(self, **options: Any) -> None:
        make_folders()
        compile_catalogues()
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as error:
            sys.exit(no_answer(error))
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        if settings.DEMO and not Organization.objects.exists():
            self.stdout.write("Filling the demo organization")
            call_command("demo")


def make_folders() -> None:
    """Nobody but the owner may look into var/: it holds the database and the mail."""
    for folder in (settings.VAR, settings.VAR / "queue", settings.VAR / "queue-control"):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
