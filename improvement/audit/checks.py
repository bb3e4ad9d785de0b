"""`manage.py check --database default`: is the record still append-only?"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from improvement.audit.triggers import unprotected_tables


# A warning, because an error would also stop the `migrate` that puts the triggers back.
@register(Tags.database)
def append_only_tables(*, databases: Sequence[str] | None, **kwargs: Any) -> list[CheckMessage]:
    return [
        Warning(
            f"Rows of {table} can be changed: its triggers are missing.",
            hint="Run `manage.py migrate`; it puts them back.",
            id="audit.W001",
        )
        for alias in databases or ()
        for table in unprotected_tables(connections[alias])
    ]
