"""`manage.py anchor`: note outside the database where every chain of the record ends."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from improvement.audit.anchors import Damaged, anchor, default_path


class Command(BaseCommand):
    help = "Append the heads of all changed chains to the anchor file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=default_path(), help="the anchor file")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            result = anchor(file)
        except Damaged as damage:
            raise CommandError(f"{damage} Nothing was added. Keep {file} as it is.") from damage
        if result.chains:
            self.stdout.write(f"{result.chains} chains anchored in {file}.")
        else:
            self.stdout.write(f"Nothing has changed since the last anchor in {file}.")
        if result.seal:
            self.stdout.write(f"Keep this seal outside this machine: {result.seal}")
        if result.shrunk:
            raise CommandError(
                f"Entries are missing at the end of {', '.join(result.shrunk[:20])}. "
                "Run `manage.py verify_audit`."
            )
