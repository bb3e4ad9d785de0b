"""Anchors: what the record looked like, noted outside the database."""

import json

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from improvement.audit.anchorfile import Anchors, Line
from improvement.audit.anchors import Damaged, anchor
from improvement.audit.models import Entry
from improvement.audit.record import append

from .conftest import CHAIN, a_draft


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_the_first_anchor_holds_every_chain(five, anchor_file):
    result = anchor(anchor_file)

    (line,) = lines(anchor_file)
    heads = Entry.objects.heads([CHAIN, "plans.plan:4"])
    assert line["heads"] == {chain: list(head) for chain, head in heads.items()}
    assert (result.chains, result.seal) == (2, line["digest"])
    assert anchor_file.stat().st_mode & 0o777 == 0o600


def test_later_anchors_hold_only_what_has_grown(five, anchor_file):
    anchor(anchor_file)
    append([a_draft(version=6)])
    anchor(anchor_file)

    first, second = lines(anchor_file)
    assert list(second["heads"]) == [CHAIN]
    assert second["heads"][CHAIN][0] == 6
    assert second["previous"] == first["digest"]


def test_without_growth_nothing_is_written(five, anchor_file):
    before = anchor(anchor_file)
    again = anchor(anchor_file)
    assert (again.chains, again.seal) == (0, before.seal)
    assert len(lines(anchor_file)) == 1


def test_an_empty_record_needs_no_line(db, anchor_file):
    assert anchor(anchor_file).seal is None
    assert anchor_file.read_bytes() == b""


@pytest.mark.parametrize("chains", [1, 40])
def test_queries_do_not_depend_on_the_number_of_chains(
    db, anchor_file, chains, django_assert_num_queries
):
    append([a_draft(chain=f"plans.plan:{number}") for number in range(chains)])
    with django_assert_num_queries(2):
        anchor(anchor_file)


def test_many_chains_take_several_lines(db, anchor_file):
    append([a_draft(chain=f"plans.plan:{number}") for number in range(501)])
    anchor(anchor_file)
    assert [len(line["heads"]) for line in lines(anchor_file)] == [500, 1]


def test_a_chain_that_became_shorter_is_reported(five, tamper, anchor_file):
    anchor(anchor_file)
    tamper(f"DELETE FROM audit_entry WHERE chain = '{CHAIN}' AND sequence = 5")
    assert anchor(anchor_file).shrunk == [CHAIN]


def test_a_line_torn_by_a_crash_is_passed_over(five, anchor_file, inspect):
    anchor(anchor_file)
    with anchor_file.open("ab") as file:
        file.write(b'{"at":"2027-01-0')
    append([a_draft(version=6)])

    assert anchor(anchor_file).chains == 1

    findings, inspection = inspect()
    assert findings == []
    assert inspection.anchors.torn == 1
    assert inspection.anchors.last.heads == {CHAIN: (6, Entry.objects.of(CHAIN).last().digest)}


@pytest.fixture
def three():
    """Three lines of an anchor file."""
    made, last = [], None
    for count in (1, 2, 3):
        last = Line.following(last, settings.AUDIT_KEY, "now", {CHAIN: (count, f"{count}")})
        made.append(bytes(last))
    return made


def test_lines_that_hold_together(three):
    anchors = Anchors(three, settings.AUDIT_KEY)
    assert anchors.damage == []
    assert anchors.of(CHAIN) == {1: "1", 2: "2", 3: "3"}


@pytest.mark.parametrize(
    ("spoil", "damage"),
    [
        (
            lambda a, b, c: [a, b.replace(b'"2"', b'"9"'), c],
            "Line 2 of the anchor file was changed.",
        ),
        (lambda a, b, c: [a, c], "Before line 2 of the anchor file, lines are missing."),
        (lambda a, b, c: [b, c], "Before line 1 of the anchor file, lines are missing."),
        (
            lambda a, b, c: [a, b"spoilt\n", c],
            "Before line 3 of the anchor file, lines are missing.",
        ),
        (lambda a, b, c: [b, a, c], "Before line 1 of the anchor file, lines are missing."),
    ],
    ids=["changed", "removed", "removed first", "spoilt", "swapped"],
)
def test_a_spoilt_anchor_file(three, spoil, damage):
    assert Anchors(spoil(*three), settings.AUDIT_KEY).damage[0] == damage


def test_nothing_is_added_to_a_spoilt_file(five, anchor_file, three):
    anchor_file.write_bytes(three[1])
    with pytest.raises(Damaged):
        anchor(anchor_file)
    assert anchor_file.read_bytes() == three[1]


def test_the_command_says_what_it_did(five, anchor_file, capsys):
    call_command("anchor", "--file", str(anchor_file))
    printed = capsys.readouterr().out
    assert f"2 chains anchored in {anchor_file}." in printed
    assert lines(anchor_file)[-1]["digest"] in printed


def test_the_command_names_a_chain_that_became_shorter(five, tamper, anchor_file):
    call_command("anchor", "--file", str(anchor_file))
    tamper(f"DELETE FROM audit_entry WHERE chain = '{CHAIN}' AND sequence = 5")
    with pytest.raises(CommandError, match=CHAIN):
        call_command("anchor", "--file", str(anchor_file))
