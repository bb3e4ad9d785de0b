"""A consent list: one vote for all, and any member pulls an item for its own decision."""

from __future__ import annotations

from typing import Any

import pytest

from improvement.approvals.models import Ballot
from improvement.approvals.steps import cast_vote
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.refusals import NotYours, StepRefused
from improvement.notifications.models import Message
from plans.models import Plan
from tests import factories

from .voting import vote


@pytest.fixture
def together(clock: Any, cast: Any) -> Ballot:
    """Two departments' plans on the list of the organization plan."""
    return factories.ballot_of(factories.put_together(cast, "csc", "qua"))


def statuses() -> dict[str, str]:
    return dict(Plan.objects.order_by("pk").values_list("department__code", "status"))


def pull(ballot: Ballot, person: Any, item: Any = 1, reason: str = "") -> Ballot:
    return take(ballot, "pull", by=person, item=item, reason=reason)


def test_what_is_put_forward_together_waits_together(together: Ballot) -> None:
    """D60, D61: the endorsed plans are items of the organization plan's ballot."""
    assert together.size == 2
    assert [item.department.code for item in together.items.all()] == ["csc", "qua"]
    assert statuses() == {"csc": "leadership_approval", "qua": "leadership_approval"}
    assert Ballot.objects.open().filter(content_type__model="plan").count() == 0


def test_one_vote_approves_all(cast: Any, together: Ballot) -> None:
    factories.vote_by(cast, together, *factories.LEADERS)

    together.refresh_from_db()
    assert together.status == "approved"
    assert together.subject.status == "approved"
    assert statuses() == {"csc": "approved", "qua": "approved"}
    for plan in Plan.objects.all():
        entry = Entry.objects.of(f"plans.plan:{plan.pk}").order_by("sequence").last()
        assert (entry.verb, entry.version) == ("approve", plan.version)
        assert entry.cause == {"type": "approvals.ballot", "id": together.pk}
    told = Message.objects.filter(kind="plans.plan.approve", channel="inapp")
    assert {message.recipient.name for message in told} == {"Dana", "Hana", "Dora", "Hugo"}


def test_a_returned_list_leaves_its_plans_endorsed(cast: Any, together: Ballot) -> None:
    factories.vote_by(cast, together, *factories.LEADERS, choice="return", reason="Too dear.")

    together.refresh_from_db()
    subject = together.subject
    assert (together.status, subject.status) == ("returned", "compiling")
    assert subject.return_reason == "Too dear.\nToo dear.\nToo dear."
    assert statuses() == {"csc": "endorsed", "qua": "endorsed"}


def test_a_recalled_list_leaves_its_plans_endorsed(cast: Any, together: Ballot) -> None:
    take(together, "recall", by=cast.olga, reason="One figure is wrong.")

    assert statuses() == {"csc": "endorsed", "qua": "endorsed"}


def test_a_pulled_item_has_a_ballot_of_its_own_on_the_same_content(
    cast: Any, together: Ballot
) -> None:
    pull(together, cast.leo, reason="The cost is to be explained.")

    item = together.items.get(number=1)
    own = item.own_ballot
    assert (item.pulled_by, item.pulled_because) == (cast.leo, "The cost is to be explained.")
    assert own.subject == item.subject
    assert (own.revision_id, own.digest) == (item.revision_id, item.revision.digest)
    assert (own.department, own.opened_by) == (item.department, cast.olga)
    assert own.recommendation == item.recommendation == "Clear goals, sound figures."
    entry = Entry.objects.get(object_type="approvals.ballot", verb="pull")
    assert (entry.actor_id, entry.readable_inputs["item"]) == (cast.leo.pk, 1)
    asked = Message.objects.filter(kind="approvals.ballot.opened", object_id=own.pk)
    assert {m.recipient.name for m in asked} == {"Cora", "Vic", "Leo", "Lena", "Luis"}


def test_the_vote_on_the_list_does_not_decide_on_it(cast: Any, together: Ballot) -> None:
    pull(together, cast.leo)
    factories.vote_by(cast, together, *factories.LEADERS)

    assert statuses() == {"csc": "leadership_approval", "qua": "approved"}
    own = together.items.get(number=1).own_ballot
    factories.vote_by(cast, own, *factories.LEADERS, choice="return", reason="Not yet.")
    assert statuses() == {"csc": "draft", "qua": "approved"}


def test_its_own_vote_is_by_the_rules_for_one_department(clock: Any, cast: Any) -> None:
    """On the list whoever is concerned declares it and votes; on the plan alone they are out."""
    planning_round = factories.make_round(cast, ballot_per_plan=False)
    factories.endorse(cast, planning_round, "csc", "qua")
    cast.appoint("leo", "member", "csc")
    together = factories.ballot_of(factories.put_together(cast, planning_round=planning_round))

    pull(together, cast.lena)

    on_the_list = together.seats.get(holder=cast.leo)
    alone = together.items.get(number=1).own_ballot.seats.get(holder=cast.leo)
    assert (on_the_list.declared, on_the_list.recused) == (True, False)
    assert (alone.declared, alone.recused) == (False, True)
    factories.vote_by(cast, together, *factories.LEADERS)
    together.refresh_from_db()
    assert together.status == "approved"


def test_pulled_after_having_voted(cast: Any, together: Ballot) -> None:
    vote(together, cast.leo)
    pull(together, cast.leo, 2)

    assert not together.items.get(number=2).listed


def test_two_members_pull_one_item(cast: Any, together: Ballot) -> None:
    pull(together, cast.leo)

    with pytest.raises(StepRefused, match="pulled already"):
        pull(together, cast.lena)

    assert Ballot.objects.filter(content_type__model="plan").count() == 1


@pytest.mark.parametrize("item", [3, "", "x", "-1", "1" * 30])
def test_only_what_is_on_the_list_is_pulled(cast: Any, together: Ballot, item: Any) -> None:
    with pytest.raises(StepRefused):
        pull(together, cast.lena, item)

    assert not Ballot.objects.filter(content_type__model="plan").exists()


def test_the_last_item_is_decided_by_the_list(cast: Any, together: Ballot) -> None:
    pull(together, cast.leo)

    with pytest.raises(StepRefused, match="only item left"):
        pull(together, cast.leo, 2)


def test_who_holds_no_seat_pulls_nothing(cast: Any, together: Ballot) -> None:
    with pytest.raises(NotYours):
        pull(together, cast.olga)


def test_after_the_vote_nothing_is_pulled(cast: Any, together: Ballot) -> None:
    factories.vote_by(cast, together, *factories.LEADERS)

    with pytest.raises(StepRefused):
        pull(together, cast.leo)


def test_there_is_nothing_to_pull_from_one_matter(cast: Any, of_everybody: Ballot) -> None:
    with pytest.raises(StepRefused, match="one matter only"):
        pull(of_everybody, cast.leo)


def test_a_delegate_pulls_for_whom_they_vote(cast: Any, together: Ballot) -> None:
    cast.delegate("leo", "xia")
    plan = Plan.objects.get(department__code="csc")
    assert cast.xia.has_perm("plans.view_plan", plan)
    assert plan in Plan.objects.visible_to(cast.xia)

    pull(together, cast.xia, 2)

    assert together.items.get(number=2).pulled_by == cast.xia
    cast_vote(together, by=cast.xia, choice="approve", seen=together.digest)
    assert together.votes.get().principal == cast.leo
