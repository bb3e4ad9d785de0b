"""How the group votes is set by the office with a reason, and each ballot keeps it (ours)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from improvement.approvals.models import VotingRule
from improvement.approvals.record import Sheet
from improvement.audit.models import Entry
from improvement.door.acts import create
from improvement.door.refusals import NotYours, StepRefused
from tests import factories

from .voting import vote

pytestmark = pytest.mark.django_db
PAGE = "/approvals/rules/"


def put_forward(cast: Any, code: str = "csc") -> Any:
    by, head = {"csc": ("dana", "hana"), "qua": ("dora", "hugo")}[code]
    plan = factories.make_plan(cast, None, code, by=by, head=head, status="leadership_approval")
    return factories.ballot_of(plan)


def set_rule(cast: Any, **switches: bool) -> VotingRule:
    made = VotingRule(reason="We speak in the meeting.", set_by=cast.olga, **switches)
    return create(made, by=cast.olga)


def test_ours_hold_where_nothing_is_set(cast: Any) -> None:
    ballot = put_forward(cast)
    assert (ballot.votes_hidden, ballot.chair_last) == (True, True)


def test_each_new_ballot_takes_over_what_holds(cast: Any) -> None:
    set_rule(cast, votes_hidden=False, chair_last=False)
    ballot = put_forward(cast)
    assert (ballot.votes_hidden, ballot.chair_last) == (False, False)

    set_rule(cast, votes_hidden=True, chair_last=True)
    ballot.refresh_from_db()
    assert (ballot.votes_hidden, ballot.chair_last) == (False, False), "as it began"


def test_the_chair_need_not_wait_where_it_is_so_set(cast: Any) -> None:
    with pytest.raises(StepRefused, match="votes last"):
        vote(put_forward(cast), cast.cora)
    set_rule(cast, chair_last=False)
    planning_round = factories.make_round(cast, year=2031)
    plan = factories.make_plan(cast, planning_round, status="leadership_approval")

    vote(factories.ballot_of(plan), cast.cora)


def test_votes_are_shown_as_they_are_cast(cast: Any, sign_in: Callable[..., Any]) -> None:
    set_rule(cast, votes_hidden=False)
    ballot = put_forward(cast)
    vote(ballot, cast.vic, "abstain")

    page = sign_in(cast.leo).get(ballot.get_absolute_url()).content.decode()

    assert "Abstained" in page and "Has voted" not in page
    assert "Votes are shown as they are cast." in page and PAGE in page


def test_the_record_says_by_which_rules_it_was_voted(
    cast: Any, sign_in: Callable[..., Any]
) -> None:
    set_rule(cast, votes_hidden=False, chair_last=False)
    ballot = put_forward(cast)
    factories.vote_through(cast, ballot.subject)
    ballot.refresh_from_db()

    page = sign_in(cast.leo).get(f"{ballot.get_absolute_url()}record/").content.decode()

    assert "Votes are shown as they are cast. Whoever presides votes at any time." in page
    assert Sheet(ballot).facts()["rules"] == [False, False]


def test_the_seal_of_what_was_voted_as_usual_stays(cast: Any) -> None:
    ballot = put_forward(cast)
    factories.vote_through(cast, ballot.subject)
    ballot.refresh_from_db()
    assert "rules" not in Sheet(ballot).facts()


def test_the_office_sets_it_with_a_reason(cast: Any, sign_in: Callable[..., Any]) -> None:
    client = sign_in(cast.olga)
    sent = {"chair_last": "on", "reason": ""}
    assert client.post(PAGE, sent).status_code == 409
    assert not VotingRule.objects.exists()

    answer = client.post(PAGE, sent | {"reason": "We speak in the meeting."}, follow=True)

    held = VotingRule.objects.get()
    assert (held.votes_hidden, held.chair_last, held.set_by) == (False, True, cast.olga)
    assert Entry.objects.about("approvals.votingrule", held.pk).get().actor == cast.olga
    assert "We speak in the meeting." in answer.content.decode()
    again = client.post(PAGE, sent | {"reason": "Once more."})
    assert again.status_code == 409 and "Nothing is different" in again.content.decode()


@pytest.mark.parametrize(
    ("name", "reads", "sets"),
    [
        ("olga", True, True),
        ("oscar", True, True),
        ("leo", True, False),
        ("cora", True, False),
        ("anna", True, False),
        ("hana", False, False),
        ("xia", False, False),
        ("ada", False, False),
    ],
)
def test_who_reads_and_who_sets_it(
    cast: Any, sign_in: Callable[..., Any], name: str, reads: bool, sets: bool
) -> None:
    """Ours: the office; never the administrator."""
    person = cast.people[name]
    assert (sign_in(person).get(PAGE).status_code == 200) is reads
    made = VotingRule(reason="Why not.", set_by=person, votes_hidden=False)
    if sets:
        create(made, by=person)
    else:
        with pytest.raises(NotYours):
            create(made, by=person)


def test_the_database_wants_a_reason(cast: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        VotingRule(reason="", set_by=cast.olga).save()


def test_the_page_reads_with_few_queries(
    cast: Any, sign_in: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    client = sign_in(cast.olga)
    for hidden in (False, True, False):
        set_rule(cast, votes_hidden=hidden)
    client.get(PAGE)
    with django_assert_max_num_queries(5):
        client.get(PAGE)
