"""What customers told us, in the states and situations that permissions.csv names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from evidence.models import ServiceRecord


class RecordScenes:
    """A complaint of October, handled by somebody."""

    departments: dict[str, Any]

    def service_record(self, code: str, state: str, situation: str) -> ServiceRecord:
        made = ServiceRecord(
            kind="complaint",
            channel="phone",
            department=self.departments[code],
            opened_on=dt.date(2026, 10, 5),
            closed_on=dt.date(2026, 10, 9) if state == "closed" else None,
            text="Nobody answers.",
            handler="Chan Tai Man",
            taken_out=situation == "import undone",
            status=state,
        )
        made.save()
        return made
