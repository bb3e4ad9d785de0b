"""`manage.py verify_audit`: run the verifier, a program of its own, on this database."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from improvement.audit.anchors import default_path


class Command(BaseCommand):
    help = "Check that nobody has changed the record. Exit code 0: intact; 1: tampered; 2: unknown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anchors", type=Path, default=default_path(), help="the anchor file")
        parser.add_argument("--seal", help="a seal kept elsewhere, which the file must contain")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(
        self, *args: Any, anchors: Path, seal: str | None, json: bool, **options: Any
    ) -> None:
        command = [sys.executable, "-m", "improvement.audit.verify"]
        if anchors.exists():
            command += ["--anchors", str(anchors.resolve())]
        if seal:
            command += ["--seal", seal]
        if json:
            command += ["--json"]
        # Not as arguments: every user of the machine can read those.
        secrets = {"DATABASE_URL": address(), "AUDIT_KEY": settings.AUDIT_KEY}
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env={**os.environ, **secrets}, check=False
        )
        sys.exit(done.returncode)


def address() -> str:
    """The database Django uses now, as a URL."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        if not Path(at["NAME"]).is_file():
            raise CommandError("A database in memory cannot be read by another program.")
        return f"sqlite:///{quote(str(at['NAME']))}"
    login = ":".join(quote(at[name], safe="") for name in ("USER", "PASSWORD") if at[name])
    host, port = at["HOST"], f":{at['PORT']}" if at["PORT"] else ""
    options = {name: value for name, value in at["OPTIONS"].items() if isinstance(value, str)}
    if host.startswith("/"):
        host, options["host"] = "", host
    query = f"?{urlencode(options)}" if options else ""
    return f"postgresql://{login}{'@' if login else ''}{host}{port}/{quote(at['NAME'])}{query}"
