"""One door: every step is locked, allowed, recorded, told, and counts once."""

import pytest

from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.models import Receipt, Revision
from improvement.door.refusals import Invisible, NotYours, Stale, StepRefused, WrongState
from improvement.notifications.models import Message
from plans.models import Goal, Plan
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round)


def entries(plan):
    return Entry.objects.of(f"plans.plan:{plan.pk}")


def test_a_step_moves_the_status_and_leaves_entry_revision_and_notice(cast, plan):
    before, told = entries(plan).count(), Message.objects.count()
    done = take(plan, "submit", by=cast.hana)
    assert (done.status, done.version) == ("office_review", plan.version + 1)
    entry = entries(plan).last()
    assert entries(plan).count() == before + 1
    assert (entry.verb, entry.actor, entry.object_id) == ("submit", cast.hana, plan.pk)
    assert entry.readable_changes["status"] == ["draft", "office_review"]
    assert Revision.objects.of(plan).count() == 1
    told_to = set(Message.objects.filter(kind="plans.plan.submit").values_list("recipient__name"))
    assert told_to == {("Olga",), ("Oscar",), ("Otto",)}
    assert Message.objects.count() > told


def test_whoever_may_not_see_it_is_not_told_that_it_exists(cast, plan):
    with pytest.raises(Invisible):
        take(plan, "submit", by=cast.xia)
    assert Plan.objects.get(pk=plan.pk).status == "draft"


def test_whoever_sees_it_but_may_not_is_told_who_can(cast, plan):
    with pytest.raises(NotYours) as refused:
        take(plan, "submit", by=cast.dana)
    assert "head of the department" in str(refused.value.who)
    assert entries(plan).filter(object_type="plans.plan", verb="submit").count() == 0


def test_an_inactive_head_has_nothing(cast, plan):
    with pytest.raises(Invisible):
        take(plan, "submit", by=cast.ina)


def test_rights_are_asked_after_the_lock(cast, plan):
    assert cast.hana.has_perm("plans.submit_plan", plan)
    cast.hana.appointments.update(until="2020-01-02")
    with pytest.raises((Invisible, NotYours)):
        take(plan, "submit", by=cast.hana)


def test_a_stale_version_is_told_before_the_missing_right(cast, plan):
    with pytest.raises(Stale) as refused:
        take(plan, "withdraw", by=cast.dana, version=plan.version - 1, reason="typed")
    assert refused.value.typed == {"reason": "typed"}


def test_a_step_from_the_wrong_status_is_refused(cast, plan):
    with pytest.raises(WrongState):
        take(plan, "recall", by=cast.hana)


def test_a_step_without_its_reason_is_refused(cast, plan):
    with pytest.raises(StepRefused, match="Say why"):
        take(plan, "withdraw", by=cast.hana)


def test_the_same_form_twice_counts_once(cast, plan):
    take(plan, "submit", by=cast.hana, key="form-1")
    count = entries(plan).count()
    again = take(plan, "submit", by=cast.hana, key="form-1")
    assert again.status == "office_review"
    assert entries(plan).count() == count
    assert Receipt.objects.filter(key="form-1").count() == 1


def test_a_refused_form_leaves_no_receipt(cast, plan):
    with pytest.raises(NotYours):
        take(plan, "submit", by=cast.dana, key="form-2")
    assert not Receipt.objects.filter(key="form-2").exists()


def test_arrows_that_follow_from_a_decision_are_taken_by_nobody(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="leadership_approval")
    for person in (cast.cora, cast.olga, cast.hana):
        with pytest.raises(NotYours):
            take(plan, "approve", by=person)


def test_an_undecided_ballot_is_no_cause(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="leadership_approval")
    with pytest.raises(StepRefused):
        take(plan, "approve", by=cast.cora, cause=factories.ballot_of(plan))
    assert Plan.objects.get(pk=plan.pk).status == "leadership_approval"


def test_an_incomplete_plan_is_refused_with_every_gap_linked(cast, planning_round):
    """D46, D56: the list of gaps, each with the place where it is mended."""
    plan = factories.make_plan(cast, planning_round, status="empty", goals=1)
    with pytest.raises(StepRefused) as refused:
        take(plan, "submit", by=cast.hana)
    assert len(refused.value.gaps) > 3
    assert all(gap.link.startswith("/") for gap in refused.value.gaps)


def test_goals_are_fixed_by_their_ballot_and_reopened_with_it(cast, planning_round):
    """D50: approved by the leadership group, only then fixed."""
    plan = factories.make_plan(cast, planning_round, status="leadership_approval")
    assert set(Goal.objects.filter(plan=plan).values_list("status", flat=True)) == {"fixed"}
    ballot = factories.ballot_of(plan)
    from improvement.approvals.steps import cast_vote

    for name in ("vic", "leo", "lena"):
        ballot = cast_vote(
            ballot,
            by=cast.people[name],
            choice="return",
            reason="The target is too low",
            over_goal=True,
            seen=ballot.digest,
        )
    plan.refresh_from_db()
    plan.goal_set.refresh_from_db()
    assert (plan.status, plan.goal_set.status) == ("draft", "draft")
    assert "too low" in plan.return_reason
    assert set(Goal.objects.filter(plan=plan).values_list("status", flat=True)) == {"draft"}


def test_entries_equal_versions(cast, planning_round):
    """One entry for each accepted write, on every object of the plan's chain."""
    plan = factories.make_plan(cast, planning_round, status="execution")
    for row in [plan, plan.goal_set, *plan.goals.all(), *plan.measures.all(), *plan.sections.all()]:
        row.refresh_from_db()
        count = Entry.objects.filter(object_type=row._meta.label_lower, object_id=row.pk).count()
        assert count == row.version, row
