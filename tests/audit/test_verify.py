"""Every kind of tampering is noticed, and named where it happened."""

import pytest

from improvement.audit.anchors import anchor
from improvement.audit.models import Particular
from improvement.audit.record import append

from .conftest import CHAIN, a_draft

MINE = f"WHERE chain = '{CHAIN}'"
COPY = """
    INSERT INTO audit_entry (chain, sequence, at, actor_id, verb, object_type, object_id, version,
        body, previous, digest)
    SELECT chain, {sequence}, at, actor_id, verb, object_type, object_id, version, body,
        {previous}, digest FROM audit_entry
"""


def test_an_untouched_record_is_intact(five, dana, inspect):
    append([a_draft(actor_id=dana.pk, inputs={"reason": "ill"}, personal=frozenset({"reason"}))])
    findings, inspection = inspect()
    assert findings == []
    assert (inspection.entries, inspection.chains) == (7, 2)


@pytest.mark.parametrize(
    "column",
    [
        "verb = 'approve'",
        "body = '{}'",
        "at = '2020-01-01 00:00:00'",
        "object_type = 'plans.goal'",
        "object_id = 18",
        "version = 9",
        "digest = 'f'",
    ],
)
def test_an_edit(five, tamper, kinds, column):
    tamper(f"UPDATE audit_entry SET {column} {MINE} AND sequence = 3")
    assert ("altered", 3) in kinds()


def test_another_actor(five, dana, tamper, kinds):
    tamper(f"UPDATE audit_entry SET actor_id = {dana.pk} {MINE} AND sequence = 3")
    assert kinds() == [("altered", 3)]


def test_an_edit_is_named_once(five, tamper, inspect):
    tamper(f"UPDATE audit_entry SET verb = 'approve' {MINE} AND sequence = 3")
    (finding,), _ = inspect()
    assert finding.sentence == (
        "Entry 3 of plans.plan:17 was changed, moved or not written by this system."
    )


def test_a_deletion(five, tamper, inspect):
    tamper(f"DELETE FROM audit_entry {MINE} AND sequence IN (2, 3)")
    (finding,), _ = inspect()
    assert (finding.kind, finding.sequence) == ("missing", 2)
    assert finding.sentence == "Entries 2 to 3 of plans.plan:17 are missing."


def test_a_deletion_at_the_beginning(five, tamper, kinds):
    tamper(f"DELETE FROM audit_entry {MINE} AND sequence = 1")
    assert kinds() == [("missing", 1)]


def test_a_deletion_with_the_gap_closed(five, tamper, kinds):
    tamper(
        f"DELETE FROM audit_entry {MINE} AND sequence = 3",
        f"UPDATE audit_entry SET sequence = 3 {MINE} AND sequence = 4",
        f"UPDATE audit_entry SET sequence = 4 {MINE} AND sequence = 5",
    )
    assert kinds() == [("unlinked", 3), ("altered", 3), ("altered", 4)]


def test_a_swap(five, tamper, kinds):
    tamper(
        f"UPDATE audit_entry SET sequence = 99 {MINE} AND sequence = 2",
        f"UPDATE audit_entry SET sequence = 2 {MINE} AND sequence = 3",
        f"UPDATE audit_entry SET sequence = 3 {MINE} AND sequence = 99",
    )
    found = kinds()
    assert ("altered", 2) in found
    assert ("altered", 3) in found


def test_a_move_to_another_chain(five, tamper, kinds):
    tamper(f"UPDATE audit_entry SET chain = 'plans.plan:4' {MINE} AND sequence = 5")
    assert ("altered", 5) in kinds()


def test_an_insertion(five, tamper, kinds):
    copied = COPY.format(sequence=6, previous="digest")
    tamper(f"{copied} {MINE} AND sequence = 5")
    assert kinds() == [("altered", 6)]


def test_an_insertion_in_between(five, tamper, kinds):
    tamper(
        f"UPDATE audit_entry SET sequence = 7 {MINE} AND sequence = 5",
        f"UPDATE audit_entry SET sequence = 5 {MINE} AND sequence = 4",
        f"UPDATE audit_entry SET sequence = 6 {MINE} AND sequence = 7",
        f"{COPY.format(sequence=4, previous='digest')} {MINE} AND sequence = 3",
    )
    assert {("altered", 4), ("altered", 5), ("altered", 6)} <= set(kinds())


def test_a_chain_cut_off_since_the_anchor(five, tamper, inspect, anchor_file):
    anchor(anchor_file)
    tamper(f"DELETE FROM audit_entry {MINE} AND sequence >= 4")
    (finding,), _ = inspect()
    assert (finding.kind, finding.sequence) == ("truncated", 4)
    assert finding.sentence == "Entries 4 to 5 of plans.plan:17 are missing at the end."


def test_a_whole_chain_removed_since_the_anchor(five, tamper, inspect, anchor_file):
    anchor(anchor_file)
    tamper(f"DELETE FROM audit_entry {MINE}")
    (finding,), _ = inspect()
    assert finding.sentence == "All 5 entries of plans.plan:17 are missing."


def test_a_recomputation_with_the_stolen_key(five, tamper, reseal, kinds, anchor_file):
    anchor(anchor_file)
    append([a_draft(version=6)])
    tamper(f"UPDATE audit_entry SET verb = 'approve' {MINE} AND sequence = 2")
    reseal(CHAIN, 2)
    assert kinds() == [("rewritten", 5)]


def test_what_an_old_anchor_saw_is_not_forgotten(five, tamper, reseal, kinds, anchor_file):
    """Anchoring a rewritten chain again does not make it true."""
    anchor(anchor_file)
    tamper(f"UPDATE audit_entry SET verb = 'approve' {MINE} AND sequence = 2")
    reseal(CHAIN, 2)
    append([a_draft(version=6)])
    anchor(anchor_file)
    assert kinds() == [("rewritten", 5)]


def test_growth_since_the_anchor_is_no_tampering(five, kinds, anchor_file):
    anchor(anchor_file)
    append([a_draft(version=6), a_draft(chain="plans.plan:99")])
    assert kinds() == []


def test_another_key(five, inspect):
    findings, inspection = inspect(key="another key")
    assert {finding.kind for finding in findings} == {"altered"}
    assert inspection.broken == inspection.entries == 6


@pytest.fixture
def personal(db):
    return append([a_draft(inputs={"reason": "ill"}, personal=frozenset({"reason"}))])[0]


def test_a_personal_value_changed(personal, inspect):
    Particular.objects.update(value='"lazy"')
    (finding,), _ = inspect()
    assert finding.sentence == (
        "Entry 1 of plans.plan:17 had another personal value inputs.reason."
    )


def test_a_personal_value_lost(personal, inspect):
    Particular.objects.all().delete()
    (finding,), _ = inspect()
    assert finding.sentence == (
        "Entry 1 of plans.plan:17 has lost the personal value inputs.reason."
    )


def test_a_personal_value_added(personal, inspect):
    Particular.objects.create(entry=personal, part="inputs", name="motive", salt="0", value='"x"')
    (finding,), _ = inspect()
    assert finding.sentence == (
        "Entry 1 of plans.plan:17 never had the personal value inputs.motive."
    )
