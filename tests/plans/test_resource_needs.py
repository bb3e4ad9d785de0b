"""What a measure needs, line by line: what the database holds and what the record says."""

from decimal import Decimal

import pytest
from django.db import IntegrityError

from improvement.audit.models import Entry
from improvement.door.acts import create
from improvement.organization.models import Post
from plans.history import comparison
from plans.history.chronicle import page
from plans.history.differences import differences
from plans.models import ResourceNeed
from tests import factories
from tests.plans.test_drafting import typed


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


# In the form of the measure


@pytest.fixture
def draft(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="empty")
    factories.make_measure(cast, plan)
    return plan


@pytest.fixture
def dana(cast, sign_in):
    return sign_in(cast.dana)


def line(**fields):
    given = {"kind": "people", "name": "Desk staff", "amount": "20"} | fields
    return {f"resources-0-{name}": value for name, value in given.items()}


def test_needs_are_typed_with_their_measure(cast, draft, dana):
    """3.3.1: what a measure takes of people, by the day, from when to when."""
    measure = draft.measures.get()
    post = create(Post(department=draft.department, name="Desk officer"), by=cast.ada)
    page = dana.get(measure.get_absolute_url())
    starts, ends = draft.round.starts.isoformat(), draft.round.ends.isoformat()

    dana.post(
        measure.get_absolute_url(), typed(page, **line(post=post.pk, starts=starts, ends=ends))
    )

    kept = measure.resource_needs.get()
    assert (kept.kind, kept.name, kept.post, kept.amount) == ("people", "Desk staff", post, 20)
    assert (kept.starts, kept.ends) == (draft.round.starts, draft.round.ends)
    entry = Entry.objects.get(object_type="plans.resourceneed", object_id=kept.pk)
    assert (entry.verb, entry.actor) == ("create", cast.dana)
    text = dana.get(f"{draft.get_absolute_url()}text/").content.decode()
    assert "Desk staff" in text and "20 person-days" in text


def test_a_need_is_changed_and_taken_out(cast, draft, dana):
    measure = draft.measures.get()
    kept = create(need(measure), by=cast.dana)
    url = measure.get_absolute_url()

    dana.post(url, typed(dana.get(url), **line(amount="35")))
    kept.refresh_from_db()
    assert kept.amount == 35

    dana.post(url, typed(dana.get(url), **{"resources-0-removed": "on"}))
    kept.refresh_from_db()
    assert kept.archived
    assert measure.content()["resource_needs"] == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"amount": "0"}, "The amount must be more than zero."),
        ({"amount": ""}, "This field is required."),
        ({"starts": "2027-05-01", "ends": "2027-04-01"}, "It must end after it starts."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(draft, dana, wrong, sentence):
    measure = draft.measures.get()
    page = dana.get(measure.get_absolute_url())
    answer = dana.post(measure.get_absolute_url(), typed(page, **line(**wrong)))
    assert sentence in answer.content.decode()
    assert not measure.resource_needs.exists()


def test_only_people_have_a_post(cast, draft, dana):
    measure = draft.measures.get()
    post = create(Post(department=draft.department, name="Desk officer"), by=cast.ada)
    page = dana.get(measure.get_absolute_url())
    answer = dana.post(measure.get_absolute_url(), typed(page, **line(kind="goods", post=post.pk)))
    assert "Only people have a post." in answer.content.decode()
    assert not measure.resource_needs.exists()


def test_versions_differ_by_their_needs(cast, draft):
    """D54: what a plan costs in people is compared like its other figures."""
    before = draft.content()
    create(need(draft.measures.get()), by=cast.dana)

    [changed] = differences(before, draft.content()).measures

    assert [(row.kind, row.list, row.title) for row in changed.rows] == [
        ("added", "resource_needs", "Desk staff")
    ]
    [item] = comparison.sections(differences(before, draft.content()))[0].items
    assert item.below[0].title == "Desk staff"


@pytest.mark.parametrize("needs", [1, 3])
def test_more_needs_take_no_more_queries(cast, draft, dana, needs, django_assert_num_queries):
    measure = draft.measures.get()
    for number in range(needs):
        create(need(measure, name=f"Skill {number}"), by=cast.dana)
    dana.get(measure.get_absolute_url())
    with django_assert_num_queries(QUERIES):
        dana.get(measure.get_absolute_url())


QUERIES = 10
