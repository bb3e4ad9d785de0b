"""Which measures wait for which: what the database holds and what the record says (D59)."""

import pytest
from django.db import IntegrityError

from improvement.audit.models import Entry
from improvement.door.acts import create, record
from plans.history.chronicle import page
from plans.models import Dependency
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="empty")


@pytest.fixture
def measures(cast, plan):
    return [factories.make_measure(cast, plan) for _each in range(2)]


def test_a_dependency_stands_in_the_record_of_the_plan_that_waits(cast, plan, measures):
    """D59: plans rest on each other; who wrote down that one waits is kept."""
    first, second = measures
    kept = create(Dependency(measure=second, needs=first), by=cast.dana)

    entry = Entry.objects.get(object_type="plans.dependency", object_id=kept.pk)
    assert (entry.verb, entry.actor, entry.chain) == ("create", cast.dana, f"plans.plan:{plan.pk}")
    assert page(plan, cast.hana).events[0].acts[0].about == "M2 waits for CSC M1"
    assert cast.dana.pk in plan.authors()


def test_it_is_there_once_and_never_on_itself(cast, measures):
    first, second = measures
    create(Dependency(measure=second, needs=first), by=cast.dana)
    with pytest.raises(IntegrityError):
        create(Dependency(measure=second, needs=first), by=cast.dana)


def test_no_measure_waits_for_itself(cast, measures):
    with pytest.raises(IntegrityError):
        create(Dependency(measure=measures[0], needs=measures[0]), by=cast.dana)


def test_it_is_over_when_either_measure_is_taken_out(cast, measures):
    first, second = measures
    kept = create(Dependency(measure=second, needs=first), by=cast.dana)
    assert list(Dependency.objects.live()) == [kept]
    record(first, {"archived": True}, by=cast.dana)
    assert not Dependency.objects.live().exists()
