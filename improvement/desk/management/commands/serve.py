"""`manage.py serve`: the web, the worker and the beat together, or one of them by name."""

import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from improvement import probe
from improvement.desk.checks import refuse_to_start_unsound
from improvement.desk.health import broker_faults
from improvement.desk.supervisor import Supervisor

# Tasks carry no code (JSON only), which is what Celery warns root about.
ROOT_IS_FINE = "ignore:You're running the worker with superuser privileges"


class Command(BaseCommand):
    help = "Run the web server, the worker and the beat; Ctrl-C ends all of them."
    requires_system_checks = ()  # the assertions below say more, and in one sentence

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("part", nargs="?", choices=["web", "worker", "beat"])
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))

    def handle(self, *, part: str | None, host: str, port: str, **options: Any) -> None:
        refuse_to_start_unsound()
        if faults := list(broker_faults()):
            cure = "Is REDIS_URL right?" if settings.REDIS_URL else "Run `manage.py bootstrap`."
            sys.exit(f"{' '.join(faults)} {cure}")
        if part in (None, "web"):
            require_free(host, port)
        os.chdir(settings.BASE_DIR)  # where gunicorn and Celery look for the code
        programs = commands(host, port)
        if part:
            if part not in programs:
                sys.exit("Without Redis the beat runs inside the worker: start that one.")
            os.execv(programs[part][0], programs[part])
        self.supervise(programs, host, int(port))

    def supervise(self, programs: dict[str, list[str]], host: str, port: int) -> None:
        def announce() -> None:
            self.stdout.write(f"\nReady: {settings.SITE_URL}/  (Ctrl-C ends it)\n")
            self.stdout.flush()

        sys.exit(Supervisor(programs).run(lambda: answers(host, port), announce))


def commands(host: str, port: str) -> dict[str, list[str]]:
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = ["-m", "gunicorn", "improvement.wsgi", "--worker-class", "gthread", "--bind", address]
    web += ["--workers", os.environ.get("WEB_WORKERS", "2"), "--threads", "4"]
    web += ["--log-level", "warning", "--worker-tmp-dir", str(settings.VAR)]
    celery = ["-W", ROOT_IS_FINE, "-m", "celery", "--quiet", "--app", "improvement.celery"]
    worker = [*celery, "worker", "--loglevel", "warning", "--without-gossip", "--without-mingle"]
    schedule = ["--schedule", str(settings.VAR / "beat")]
    if not settings.REDIS_URL:
        # The broker in a folder serves one process only, so the beat lives in the worker.
        worker += ["--beat", *schedule, "--pool", "threads", "--concurrency", "2"]
        return {"web": python(web), "worker": python(worker)}
    worker += ["--concurrency", os.environ.get("WORKER_PROCESSES", "2")]
    beat = [*celery, "beat", "--loglevel", "warning", *schedule]
    return {"web": python(web), "worker": python(worker), "beat": python(beat)}


def python(arguments: list[str]) -> list[str]:
    return [sys.executable, *arguments]


def require_free(host: str, port: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, int(port)), family=family):
            return
    except (OSError, OverflowError, ValueError) as error:
        number = getattr(error, "errno", None)
        reason = os.strerror(number) if number else error
        sys.exit(
            f"Nothing can listen on port {port} of {host} ({reason}). "
            "Choose another: make run PORT=8001."
        )


def answers(host: str, port: int) -> bool:
    """Whether the web server has loaded the application; a redirect to https:// will do."""
    known_as = next(iter(settings.ALLOWED_HOSTS), "localhost").lstrip("*.") or "localhost"
    status = probe.status("/healthz", host, port, known_as)
    return status is not None and status < 500
