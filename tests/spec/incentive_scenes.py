"""Rows of chapter 6 in the states the tables name: olga proposed and checked, sam is concerned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from incentives.models import Award, Criticism, Objection, Rectification

TODAY = dt.date(2026, 10, 12)
PEOPLE = {"csc": ("hana", "sam"), "qua": ("hugo", "dora")}
"""Head and one of the staff of each department that is asked about."""


class IncentiveScenes:
    """Builders for awards, notices of criticism and rectifications."""

    people: Any
    departments: Any
    drafting: Any
    frozen: Any

    def award(self, code: str, state: str, situation: str) -> Award:
        head, staff = PEOPLE[code]
        announced = state == "announced"
        made = Award(
            round=self.drafting,
            title="Half the waiting time",
            form="title",
            department=self.departments[code],
            person=self.people[staff],
            grounds="From 148 s to 74 s.",
            nominated_by=self.people[head],
            announced_on=TODAY - dt.timedelta(days=8) if announced else None,
            objections_until=TODAY - dt.timedelta(days=1) if announced else None,
            status=state,
        )
        made.save()
        return made

    def objection(self, code: str, state: str, situation: str) -> Objection:
        made = Objection(
            award=self.award(code, "announced", ""),
            raised_by=self.people["xia"],
            text="The figures are of another year.",
            status=state,
        )
        made.save()
        return made

    def criticism(self, code: str, state: str, situation: str) -> Criticism:
        _head, staff = PEOPLE[code]
        made = Criticism(
            number=f"2026-{Criticism.objects.count() + 1}",
            department=self.departments[code],
            person=self.people[staff],
            grounds="Three measures are overdue.",
            proposed_by=self.people["olga"],
            reply_until=TODAY + dt.timedelta(days=3),
            appeal_until=TODAY + dt.timedelta(days=3),
            status=state,
        )
        made.save()
        return made

    def rectification(self, code: str, state: str, situation: str) -> Rectification:
        made = Rectification(
            criticism=self.criticism(code, "issued", ""),
            opened_on=TODAY,
            cause="Nobody took over.",
            measures="A deputy for each measure.",
            due=TODAY + dt.timedelta(days=30),
            report="Deputies are named.",
            checked_by=self.people["olga"],
            status=state,
        )
        made.save()
        return made
