"""Writing to the record: one chain per root, constant queries."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction
from django.db.transaction import TransactionManagementError

from improvement.audit.models import Entry, Particular
from improvement.audit.record import append
from improvement.audit.seal import GENESIS

from .conftest import CHAIN, a_draft


def test_a_chain_begins_at_one_and_each_entry_names_the_one_before(db):
    (first,) = append([a_draft()])
    second, third = append([a_draft(version=2), a_draft(version=3)])

    assert [first.sequence, second.sequence, third.sequence] == [1, 2, 3]
    assert [first.previous, second.previous, third.previous] == [
        GENESIS,
        first.digest,
        second.digest,
    ]
    assert list(Entry.objects.of(CHAIN)) == [first, second, third]


def test_chains_grow_side_by_side(db):
    append([a_draft(chain="plans.plan:1"), a_draft(chain="plans.plan:2")])
    append(
        [
            a_draft(chain="plans.plan:2"),
            a_draft(chain="plans.plan:1"),
            a_draft(chain="plans.plan:3"),
        ]
    )

    lengths = {
        chain: head.sequence
        for chain, head in Entry.objects.heads(
            ["plans.plan:1", "plans.plan:2", "plans.plan:3", "plans.plan:4"]
        ).items()
    }
    assert lengths == {"plans.plan:1": 2, "plans.plan:2": 2, "plans.plan:3": 1}


@time_machine.travel(datetime(2027, 1, 5, 8, 30, tzinfo=UTC), tick=False)
def test_an_entry_keeps_what_happened(dana):
    draft = a_draft(
        verb="approve",
        actor_id=dana.pk,
        version=4,
        changes={"budget": [Decimal("1.50"), None]},
        inputs={"reason": "太貴"},
        cause={"type": "approvals.ballot", "id": 5, "step": "approve"},
    )
    append([draft])

    entry = Entry.objects.get()
    assert entry.at == datetime(2027, 1, 5, 8, 30, tzinfo=UTC)
    assert (entry.actor, entry.verb, entry.version) == (dana, "approve", 4)
    assert entry.readable_changes == {"budget": ["1.50", None]}
    assert entry.readable_inputs == {"reason": "太貴"}
    assert entry.cause == draft.cause


@pytest.mark.parametrize("count", [1, 40])
def test_queries_do_not_depend_on_the_number_of_drafts(db, django_assert_num_queries, count):
    append([a_draft(chain=f"plans.plan:{number}") for number in range(count)])
    drafts = [a_draft(chain=f"plans.plan:{number}", version=2) for number in range(count)]
    with django_assert_num_queries(2):  # the heads, the entries
        append(drafts)


@pytest.mark.parametrize("count", [1, 40])
def test_personal_values_cost_one_query_more(db, django_assert_num_queries, count):
    draft = a_draft(inputs={"reason": "ill"}, personal=frozenset({"reason"}))
    with django_assert_num_queries(3):
        append([draft] * count)
    assert Particular.objects.count() == count


@pytest.mark.parametrize("count", [1, 40])
def test_reading_a_chain_with_its_personal_values(db, django_assert_num_queries, count):
    draft = a_draft(inputs={"reason": "ill"}, personal=frozenset({"reason"}))
    append([draft] * count)
    with django_assert_num_queries(2):
        inputs = [entry.readable_inputs for entry in Entry.objects.of(CHAIN).with_particulars()]
    assert inputs == [{"reason": "ill"}] * count


def test_nothing_to_write_is_nothing_written(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert append([]) == []


def test_refuses_to_write_outside_a_transaction(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), pytest.raises(TransactionManagementError):
        append([a_draft()])


def test_a_chain_cannot_fork(five):
    entry = five[-1]
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_an_entry_outlives_nobody(dana):
    append([a_draft(actor_id=dana.pk)])
    with pytest.raises(IntegrityError):
        dana.delete()


def test_history_of_one_object(db):
    append(
        [
            a_draft(object_type="plans.goal", object_id=3),
            a_draft(),
            a_draft(object_type="plans.goal", object_id=3, version=2),
        ]
    )
    assert [entry.version for entry in Entry.objects.about("plans.goal", 3)] == [1, 2]


def test_the_index_finds_the_head(five):
    """No scan of the record, however long it is."""
    with connections["default"].cursor() as cursor:
        if connections["default"].vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Entry.objects.of(CHAIN).reverse().explain()
    assert "audit_entry_chain_sequence" in plan or "sqlite_autoindex" in plan
