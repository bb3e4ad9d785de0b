"""What a measure needs, line by line: what the database holds and what the record says."""

from decimal import Decimal

import pytest
from django.db import IntegrityError

from improvement.audit.models import Entry
from improvement.door.acts import create
from plans.chronicle import page
from plans.models import ResourceNeed
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round)


@pytest.fixture
def measure(plan):
    return plan.measures.get()


def need(measure, **fields):
    given = {"kind": "people", "name": "Desk staff", "amount": Decimal(20)} | fields
    return ResourceNeed(measure=measure, **given)


def test_a_need_stands_in_the_record_of_its_plan(cast, plan, measure):
    """3.3.1: what a measure takes is written down with who wrote it."""
    kept = create(need(measure), by=cast.dana)

    entry = Entry.objects.get(object_type="plans.resourceneed", object_id=kept.pk)
    assert (entry.verb, entry.actor, entry.chain) == ("create", cast.dana, f"plans.plan:{plan.pk}")
    assert page(plan, cast.hana).events[0].acts[0].about == "M1, resource: Desk staff"
    assert cast.dana.pk in plan.authors()


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "hope"}, {"amount": Decimal(0)}, {"amount": Decimal(-3)}],
)
def test_the_database_refuses_what_cannot_be(cast, measure, wrong):
    with pytest.raises(IntegrityError):
        create(need(measure, **wrong), by=cast.dana)


def test_it_may_not_end_before_it_starts(cast, plan, measure):
    with pytest.raises(IntegrityError):
        create(
            need(measure, starts=plan.round.ends, ends=plan.round.starts),
            by=cast.dana,
        )


def test_people_are_counted_in_days_unless_told_otherwise(measure):
    assert need(measure).counted_in == "person-days"
    assert need(measure, unit="hours").counted_in == "hours"
    assert need(measure, kind="goods", unit="tablets").counted_in == "tablets"
