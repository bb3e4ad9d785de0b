"""The product as people meet it: its own process, its own folder, its own database."""

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

from tests.services.leash import Leash
from tests.services.obtain import ROOT, Missing
from tests.services.redis import free_port

PYTHON = sys.executable
MOVED = str(ROOT / "tests" / "moved")


class Site:
    """A web server on a free port; `environment` says what differs from the defaults."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.var = Path(tempfile.mkdtemp(prefix="tests-site-"))
        port = free_port()
        self.url = f"http://localhost:{port}"
        self.environment = {
            **plain_environment(),
            "VAR_DIR": str(self.var),
            "DATABASE_URL": f"sqlite:///{self.var / 'db.sqlite3'}",
            "SITE_URL": self.url,
            "PORT": str(port),
            "WEB_WORKERS": "1",
            **environment,
        }
        self.manage("bootstrap")
        self.serve()

    def serve(self) -> None:
        command = [PYTHON, "manage.py", "serve", "web"]
        folder = Path(tempfile.mkdtemp(prefix="tests-site-log-"))
        self.leash = Leash(command, folder, environment=self.environment)
        self.wait()

    def move_to(self, moment: dt.datetime) -> None:
        """Go on at another time: the same address, the same rows, and every command as well."""
        self.environment |= {"TESTS_NOW": moment.isoformat(), "PYTHONPATH": MOVED}
        self.leash.release()
        self.serve()

    def manage(self, *arguments: str) -> str:
        """Run a management command on this site and return what it printed."""
        return subprocess.run(
            [PYTHON, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    def wait(self) -> None:
        patience = time.monotonic() + 30
        while time.monotonic() < patience and not self.leash.ended():
            try:
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()
            except HTTPError as answer:
                raise Missing(
                    f"The site answers {answer.code}:\n{self.leash.last_words()}"
                ) from None
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise Missing(f"The site did not start:\n{self.leash.last_words()}")

    def close(self) -> None:
        self.leash.release()
        shutil.rmtree(self.var, ignore_errors=True)


def plain_environment() -> dict[str, str]:
    """This process's environment without what would lead a site to other servers."""
    others = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DEMO", "DEBUG", "PRODUCTION", "HOST"}
    return {name: value for name, value in os.environ.items() if name not in others}
