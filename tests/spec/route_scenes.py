"""Drafts on their way through the house, as permissions.csv speaks of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from improvement.organization.models import Role
from plans.models import Countersign, DraftCheck, DraftingRoute, Plan
from plans.route.concern import digest_of_draft

IN_TIME = dt.date(2026, 10, 15)
ANSWERED = ("agreed", "objected")
READ = ("passed", "changed", "returned")


class RouteScenes:
    """Builders of checks and countersigns; the department asked is the one that Paul heads."""

    people: dict[str, Any]
    departments: dict[str, Any]
    appoint: Any
    a_plan: Any

    def draft_check(self, code: str, state: str, situation: str) -> DraftCheck:
        plan = self.a_plan(code, "office_review" if situation == "plan in review" else "draft")
        clerk, head = ("dana", "hana") if code == "csc" else ("dora", "hugo")
        named = situation == "dana is named and hana said that it is ready"
        if named:
            DraftingRoute.objects.create(
                department=plan.department, checked=True, checker=self.people["dana"]
            )
        read = {"checked_by": self.people[head], "checked_at": timezone.now()}
        check = DraftCheck(
            plan=plan,
            ready_by=self.people[head if named else clerk],
            due=IN_TIME,
            status=state,
            digest=digest_of_draft(plan) if state == "passed" else "",
            **(read if state in READ else {}),
        )
        check.save()
        return check

    def countersign(self, code: str, state: str, situation: str) -> Countersign:
        plan = self.a_plan(code, "office_review" if situation == "plan in review" else "draft")
        if situation == "xia is a deputy of the department asked":
            self.appoint("xia", Role.DEPUTY, "lic")
            return self.a_countersign(plan, "lic", state)
        return self.a_countersign(plan, "ops", state)

    def a_countersign(self, plan: Plan, asked: str, state: str) -> Countersign:
        given = {
            "answered_by": self.people["paul"],
            "answered_at": timezone.now(),
            "word": "In March we are short of two.",
        }
        made = Countersign(
            plan=plan,
            department=self.departments[asked],
            due=IN_TIME,
            digest="as asked",
            status=state,
            **(given if state in ANSWERED else {}),
        )
        made.save()
        return made

    def asked_of_xia(self, plan: Plan, state: str) -> None:
        self.appoint("xia", Role.DEPUTY, "lic")
        self.a_countersign(plan, "lic", state)
