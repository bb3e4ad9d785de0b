"""A department whose plan is executed, an award and a notice at any stage."""

import datetime as dt

import pytest
import time_machine

from improvement.door.acts import take
from incentives import steps
from tests import factories

MONDAY = dt.datetime(2027, 3, 1, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plan(cast):
    planning_round = factories.make_round(cast, year=2027, deadline=dt.date(2026, 12, 1))
    return factories.make_plan(cast, planning_round, status="execution")


@pytest.fixture
def nominate(cast, plan, clock):
    """nominate() is an award that hana has nominated for sam; nominate("announced") voted on."""

    def to(status="nominated"):
        award = steps.nominate(
            by=cast.hana,
            round=plan.round,
            title="Half the waiting time",
            form="title",
            department=cast.csc,
            person=cast.sam,
            goal=plan.goals.first(),
            grounds="From 148 s to 74 s in two months.",
        )
        if status == "nominated":
            return award
        award = take(award, "support", by=cast.olga, recommendation="The figures hold.")
        award = take(award, "put_forward", by=cast.olga)
        if status == "announced":
            factories.vote_through(cast, award)
            award.refresh_from_db()
        return award

    return to


@pytest.fixture
def propose(cast, plan, clock):
    """propose() is a notice about sam by olga; propose("issued") has been heard and voted on."""

    def to(status="proposed"):
        notice = steps.propose(
            by=cast.olga,
            department=cast.csc,
            person=cast.sam,
            grounds="CANARY-GROUNDS the knowledge base is late.",
        )
        if status == "proposed":
            return notice
        notice = take(notice, "reply", by=cast.sam, answer="CANARY-REPLY two people left.")
        if status == "heard":
            return notice
        notice = take(notice, "put_forward", by=cast.olga, recommendation="Issue it.")
        if status == "issued":
            factories.vote_through(cast, notice)
            notice.refresh_from_db()
        return notice

    return to
