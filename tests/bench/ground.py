"""The product inside this process, on PostgreSQL, with the cast in it and as in production."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import django

from tests.services import postgres

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast


@contextmanager
def ground() -> Iterator[tuple[Cast, str]]:
    """The cast and the address of the server; the database goes with everything in it."""
    with (
        postgres.running() as server,
        postgres.database(server) as url,
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
    ):
        os.environ |= {"DATABASE_URL": url, "VAR_DIR": folder}
        os.environ["DJANGO_SETTINGS_MODULE"] = "improvement.settings"
        django.setup()
        from django.core.management import call_command
        from django.db import connections

        from tests import cast

        call_command("bootstrap")
        yield cast.assemble(), server
        connections.close_all()


def signed_in(person: Any) -> Client:
    """A client of the WSGI handler, with the check of the form's token switched on."""
    from django.test import Client

    client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    client.force_login(person)
    return client


def queries(act: Callable[[], Any]) -> int:
    """How many statements the act sends, without those that only open and close transactions."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    frame = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(frame) for query in captured)
