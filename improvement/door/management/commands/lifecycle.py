"""Print every machine as a Markdown table and a Mermaid diagram."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from improvement.door.diagram import markdown


class Command(BaseCommand):
    help = "Print the lifecycles, or write them to docs/lifecycle.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/lifecycle.md")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            text = markdown()
        if options["write"]:
            Path(settings.BASE_DIR, "docs", "lifecycle.md").write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)
