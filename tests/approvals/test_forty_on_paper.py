"""Forty plans the whole way on paper: pages, inputs and statements are counted (ours)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from improvement.approvals.models import Ballot, Condition, Minutes, Sitting
from improvement.approvals.packing import make_waiting
from improvement.approvals.steps import close_due
from improvement.door.acts import take
from improvement.door.models import Revision
from improvement.organization.models import Department
from plans.models import Plan
from plans.steps import begin_organization_plan, compile_plans
from tests import factories

from .test_meetings import LIST, PDF, Inputs, after_the_objections, html
from .voting import MONDAY

RETURN = {"on": "2", "choice": "return", "words": "The training comes too late."}
A_MATTER = 17
"""Statements of recording one matter more: each is entered in a transaction of its own."""
CONDITION = {"on": "1", "choice": "conditions", "words": "Report in May.", "due": "2027-05-31"}


@dataclass
class Way:
    """One person at the pages; what they open, fill in, and what it costs."""

    client: Any
    pages: int = 0
    inputs: int = 0
    statements: dict[str, int] = field(default_factory=dict)

    def open(self, name: str, address: str) -> Any:
        return self.counted(name, lambda: self.client.get(address))

    def send(self, name: str, address: str, page: Any, **typed: Any) -> Any:
        """Fill in what is typed, leave the rest as the page had it, and press the button."""
        found = Inputs(html(page))
        self.inputs += len(typed) + 1
        return self.counted(
            name, lambda: self.client.post(address, found.given | found.hidden | typed)
        )

    def counted(self, name: str, ask: Any) -> Any:
        with CaptureQueriesContext(connection) as found:
            answer = ask()
        self.pages += 1
        self.statements[name] = len(found)
        return answer


def endorsed(cast: Any, planning_round: Any, number: int) -> list[Plan]:
    made = []
    for n in range(number):
        code = f"y{planning_round.label}d{n}"
        department = Department.objects.create(code=code, name=f"Department {n}")
        plan = Plan(round=planning_round, department=department, status="endorsed")
        plan.save()
        Revision.freeze(plan, step="submit", by=cast.hana)
        made.append(plan)
    return made


def one_by_one(cast: Any, year: int, number: int) -> list[Ballot]:
    planning_round = factories.make_round(cast, year=year, open_drafting=False)
    plans = endorsed(cast, planning_round, number)
    return [factories.ballot_of(take(plan, "put_forward", by=cast.olga)) for plan in plans]


def as_a_list(cast: Any, year: int, number: int) -> list[Ballot]:
    planning_round = factories.make_round(cast, year=year, ballot_per_plan=False)
    endorsed(cast, planning_round, number)
    take(planning_round, "close_drafting", by=cast.olga)
    whole = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=whole)
    return [factories.ballot_of(take(whole, "put_forward", by=cast.olga))]


def line(n: int, seat: str, said: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{n}": value for name, value in (said | {"by": seat}).items()}


def walk(office: Any, **apart: str) -> Way:
    """From the open ballots to the signed minutes; with what was said apart from the rest."""
    way = Way(office)
    page = way.open("meetings", LIST)
    way.send("prepare", LIST, page, held_on="2026-10-12")
    sitting = Sitting.objects.first()
    assert sitting is not None
    page = way.open("meeting", sitting.get_absolute_url())
    asking = reverse("approvals:ask_pack", args=[sitting.public_id])
    answer = way.send("ask", asking, page, language="zh-hant", text="whole")
    assert make_waiting() == 1
    way.open("pack", answer.url)
    file = way.open("file", f"{answer.url}papers.pdf")
    assert file.content.startswith(b"%PDF")
    at = reverse("approvals:record_sitting", args=[sitting.public_id])
    page = way.open("sheet", at)
    typed = {"tail": sitting.tail, "file": ContentFile(PDF, "minutes.pdf"), "everybody": "on"}
    answer = way.send("record", at, page, **typed, **apart)
    assert answer.url == sitting.get_absolute_url()
    return way


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.DOCUMENTS_DIR = tmp_path


def put_away() -> None:
    """What a first walk has opened is on no further agenda."""
    Ballot.objects.update(confidential=True)


def test_forty_ballots_with_exceptions(clock: Any, cast: Any, sign_in: Any) -> None:
    """One seat absent, one return, one condition: eight pages, a line for each exception.

    Recording costs each matter the same; everything else costs forty no more than two.
    """
    office = sign_in(cast.olga)
    apart = {"seat_5": "absent"} | line(1, "3", RETURN) | line(2, "4", CONDITION)
    one_by_one(cast, 2027, 2)
    few = walk(office, **apart)
    put_away()
    ballots = one_by_one(cast, 2028, 40)

    many = walk(office, **apart)

    assert (many.pages, many.inputs) == (8, 2 + 3 + 4 + 1 + 4 + 5)
    cost = many.statements.pop("record") - few.statements.pop("record")
    assert cost <= 38 * A_MATTER, (few.statements, cost)
    assert all(many.statements[name] <= count for name, count in few.statements.items())
    assert Minutes.objects.filter(ballot__in=ballots).count() == 40
    after_the_objections(clock)
    mine = Ballot.objects.filter(pk__in=[one.pk for one in ballots])
    assert mine.filter(status="open").count() == 40, "who was absent may still vote on screen"
    clock.move_to(MONDAY + dt.timedelta(days=9), tick=False)
    close_due(timezone.now())
    assert mine.filter(status="approved").count() == 40
    assert Condition.objects.get(ballot=ballots[0]).status == "outstanding"


def test_a_list_of_forty_with_two_pulled(clock: Any, cast: Any, sign_in: Any) -> None:
    """One vote for all but the two that members pull; forty cost no more than twelve."""
    office = sign_in(cast.olga)
    as_a_list(cast, 2027, 12)
    few = walk(office, pulled="1.2, 1.5")
    put_away()
    (ballot,) = as_a_list(cast, 2028, 40)

    many = walk(office, pulled="1.3, 1.17")

    assert (many.pages, many.inputs) == (8, 2 + 3 + 4 + 1)
    assert all(many.statements[name] <= count for name, count in few.statements.items())
    pulled = ballot.items.exclude(pulled_at=None)
    assert [item.number for item in pulled] == [3, 17]
    assert {item.own_ballot.status for item in pulled} == {"open"}
    after_the_objections(clock)
    listed = ballot.items.listed().values("object_id")
    assert Plan.objects.filter(pk__in=listed, status="approved").count() == 38
