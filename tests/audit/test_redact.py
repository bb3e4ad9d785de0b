"""Personal values can be forgotten without breaking the chain."""

import pytest
from django.db import IntegrityError, transaction

from improvement.audit.models import ERASED, Entry, Particular
from improvement.audit.record import append, redact

from .conftest import CHAIN, a_draft

ILLNESS = "Wong Siu-ming is ill"


@pytest.fixture
def entry(db):
    (entry,) = append(
        [
            a_draft(
                changes={"phone": ["2345 6789", None], "title": ["A", "B"]},
                inputs={"reason": ILLNESS},
                personal=frozenset({"phone", "reason", "never used"}),
            )
        ]
    )
    return entry


def test_clear_text_stands_beside_the_sealed_body(entry):
    assert ILLNESS not in entry.body
    assert "2345" not in entry.body
    assert entry.readable_inputs == {"reason": ILLNESS}
    assert entry.readable_changes == {"phone": ["2345 6789", None], "title": ["A", "B"]}


def test_equal_values_do_not_look_equal(entry):
    append([a_draft(inputs={"reason": ILLNESS}, personal=frozenset({"reason"}))])
    digests = {entry.content["personal"]["inputs"]["reason"] for entry in Entry.objects.of(CHAIN)}
    assert len(digests) == 2


def test_redacted_text_is_gone_and_the_chain_holds(entry, inspect):
    assert redact(entry, "reason") == 1

    entry = Entry.objects.get()
    assert entry.readable_inputs == {"reason": ERASED}
    assert entry.readable_changes["phone"] == ["2345 6789", None]
    row = Particular.objects.get(name="reason")
    assert (row.salt, row.value) == (None, None)
    assert row.redacted_at is not None
    findings, inspection = inspect()
    assert findings == []
    assert inspection.redacted == 1


def test_a_redacted_change_shows_that_there_was_one(entry):
    redact(entry, "phone")
    assert Entry.objects.get().readable_changes["phone"] == [ERASED, ERASED]


def test_redacting_again_changes_nothing(entry):
    redact(entry, "reason")
    assert redact(entry, "reason") == 0


def test_many_are_redacted_with_one_query(entry, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert Particular.objects.filter(entry__chain=CHAIN).redact() == 2


def test_half_a_redaction_is_refused(entry):
    with pytest.raises(IntegrityError), transaction.atomic():
        Particular.objects.update(salt=None)
