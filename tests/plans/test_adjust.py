"""An issued plan changes only by an adjustment that was approved (4.4.3, D80, D81)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from improvement.audit.models import Entry
from improvement.door.acts import create, record, take
from improvement.door.clock import sweep
from improvement.door.models import Revision
from improvement.door.refusals import NotYours, StepRefused, WrongState
from improvement.notifications.models import Message
from plans import adjusting
from plans.history.differences import differences
from plans.models import Measure, Milestone, Round
from tests import factories
from tests.plans.adjustments import approved, begin, proposing, put, put_forward, submitted


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="execution")


@pytest.fixture
def measure(plan):
    return plan.measures.get()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def revisions(plan):
    return list(Revision.objects.of(plan))


def test_the_old_version_stays_in_force_until_the_leaders_approve(cast, plan, measure):
    adjustment = proposing(cast, plan, cost=Decimal(300_000), person=cast.sam)
    put_forward(cast, adjustment)

    assert fresh(plan).status == "adjustment"
    assert (fresh(measure).cost, fresh(measure).person) == (Decimal(320_000), cast.dana)

    factories.vote_through(cast, adjustment)

    assert fresh(adjustment).status == "applied"
    assert fresh(adjustment).applied_at
    assert (fresh(measure).cost, fresh(measure).person) == (Decimal(300_000), cast.sam)
    assert fresh(plan).status == "execution"


def test_what_is_applied_is_one_version_of_the_row_and_a_revision_of_the_plan(cast, plan, measure):
    before = revisions(plan)[-1]

    adjustment = approved(cast, proposing(cast, plan, cost=Decimal(0), ends=plan.round.starts))

    after = revisions(plan)[-1]
    assert (after.number, after.step) == (before.number + 1, "adjust")
    (row,) = differences(before.content, after.content).measures
    assert {f.name: (f.before, f.after) for f in row.fields} == {
        "cost": ("320000", "0"),
        "ends": (plan.round.ends.isoformat(), plan.round.starts.isoformat()),
    }
    assert fresh(measure).version == measure.version + 1
    entry = Entry.objects.about("plans.measure", measure.pk).last()
    assert entry.cause == {"type": "plans.adjustment", "id": adjustment.pk}


def test_a_target_a_date_and_a_text_of_a_goal_change(cast, plan):
    goal = plan.goals.get(number=1)
    line = goal.target_lines.get()
    adjustment = begin(cast, plan)
    put(cast, adjustment, line, target=Decimal(75), due=dt.date(plan.round.starts.year, 9, 30))
    put(cast, adjustment, goal, title="Solve letters at the first contact")

    approved(cast, adjustment)

    assert fresh(line).target == 75
    assert fresh(line).due == dt.date(plan.round.starts.year, 9, 30)
    assert fresh(goal).title == "Solve letters at the first contact"


def test_a_measure_is_suspended_resumed_and_cancelled(cast, plan, measure):
    approved(cast, proposing(cast, plan, operation="suspend"))
    assert fresh(measure).status == "suspended"
    assert revisions(plan)[-1].content["measures"][0]["status"] == "suspended"

    approved(cast, proposing(cast, plan, operation="resume"))
    assert fresh(measure).status == "in_progress"

    approved(cast, proposing(cast, plan, operation="cancel"))
    assert fresh(measure).status == "cancelled"
    assert revisions(plan)[-1].content["measures"] == []


def test_a_goal_is_cancelled_and_leaves_the_content_in_force(cast, plan):
    goal = plan.goals.get(number=3)

    approved(cast, proposing(cast, plan, goal, operation="cancel"))

    assert fresh(goal).status == "cancelled"
    assert [g["number"] for g in revisions(plan)[-1].content["goals"]] == ["G1", "G2"]


def test_a_milestone_is_added(cast, plan, measure):
    adjustment = begin(cast, plan)
    put(cast, adjustment, milestone=("All desks live", plan.round.ends))

    approved(cast, adjustment)

    assert Milestone.objects.get(measure=measure, title="All desks live").due == plan.round.ends


def test_a_plan_is_terminated_and_what_runs_of_it_is_cancelled(cast, plan, measure):
    other = proposing(cast, plan, cost=Decimal(1))

    approved(cast, begin(cast, plan, kind="terminate"))

    assert fresh(plan).status == "closed"
    assert {*plan.goals.values_list("status", flat=True)} == {"cancelled"}
    assert fresh(measure).status == "cancelled"
    assert fresh(other).status == "lapsed"
    assert len(revisions(plan)[-1].content["goals"]) == 3
    assert revisions(plan)[-1].step == "terminate"


# Conflicts


def test_who_comes_second_goes_back_to_draft_and_its_ballot_is_void(cast, plan, measure):
    first = proposing(cast, plan, cost=Decimal(300_000))
    second = proposing(cast, plan, cost=Decimal(280_000), risk="More to clean")
    ballot = put_forward(cast, second)

    approved(cast, first)

    second.refresh_from_db()
    ballot.refresh_from_db()
    assert (second.status, second.overtaken_by) == ("draft", first)
    assert ballot.status == "void"
    assert [c.place for c in adjusting.moved(second)] == ["M1 · Cost"]
    assert fresh(plan).status == "adjustment"
    told = Message.objects.filter(kind="plans.adjustment.outdate", channel="inapp")
    assert {m.recipient.name for m in told} == {"Dana", "Hana"}
    with pytest.raises(StepRefused) as refused:
        submitted(cast, second)
    assert "M1 · Cost has changed since you proposed it" in str(refused.value.sentence)

    put(cast, second, cost=Decimal(280_000))
    approved(cast, second)

    assert fresh(measure).cost == 280_000
    assert fresh(measure).risk == "More to clean"
    assert fresh(plan).status == "execution"


def test_others_that_touch_something_else_go_on(cast, plan):
    first = proposing(cast, plan, cost=Decimal(300_000))
    second = proposing(cast, plan, benefit=Decimal(500_000))
    ballot = put_forward(cast, second)

    approved(cast, first)

    second.refresh_from_db()
    ballot.refresh_from_db()
    assert (second.status, ballot.status) == ("leadership_approval", "open")
    factories.vote_through(cast, second)
    assert fresh(plan).status == "execution"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"starts": dt.date(factories.YEAR, 6, 1)}, {"ends": dt.date(factories.YEAR, 3, 1)}),
        ({"operation": "cancel"}, {"cost": Decimal(1)}),
        ({"cost": Decimal(1)}, {"operation": "cancel"}),
        ({"operation": "suspend"}, {"operation": "cancel"}),
        ({"operation": "cancel"}, {"milestone": ("More", dt.date(factories.YEAR, 3, 1))}),
    ],
)
def test_what_does_not_go_together_is_a_conflict(cast, plan, one, two):
    first, second = begin(cast, plan), begin(cast, plan)
    put(cast, first, **one)
    put(cast, second, **two)
    submitted(cast, second)

    approved(cast, first)

    assert fresh(second).status == "draft"


def test_a_cancelled_goal_takes_its_target_lines_along(cast, plan):
    goal = plan.goals.get(number=1)
    first = proposing(cast, plan, goal, operation="cancel")
    second = submitted(cast, proposing(cast, plan, goal.target_lines.get(), target=Decimal(70)))

    approved(cast, first)

    assert fresh(second).status == "draft"
    with pytest.raises(StepRefused):
        submitted(cast, second)


def test_a_step_of_the_measure_overtakes_what_was_to_suspend_it(cast, plan, measure):
    adjustment = proposing(cast, plan, operation="suspend")
    ballot = put_forward(cast, adjustment)

    measure = take(measure, "start", by=cast.dana)
    assert fresh(adjustment).status == "leadership_approval"
    take(measure, "complete", by=cast.dana, result="All calls answered.")

    ballot.refresh_from_db()
    assert (fresh(adjustment).status, ballot.status) == ("draft", "void")


def test_a_field_that_moved_all_the_same_is_never_overwritten(cast, plan, measure):
    adjustment = proposing(cast, plan, cost=Decimal(300_000))
    put_forward(cast, adjustment)
    Measure.objects.filter(pk=measure.pk).update(cost=1)

    with pytest.raises(StepRefused):
        factories.vote_through(cast, adjustment)

    assert fresh(measure).cost == 1
    assert fresh(adjustment).status == "leadership_approval"


def test_dates_that_only_together_are_out_of_order_are_not_handed_in(cast, plan):
    second = proposing(cast, plan, ends=dt.date(factories.YEAR, 3, 1))
    approved(cast, proposing(cast, plan, starts=dt.date(factories.YEAR, 6, 1)))

    with pytest.raises(StepRefused):
        submitted(cast, second)


# Lines


def test_a_value_typed_as_it_is_is_no_change_and_typed_back_drops_the_line(cast, plan):
    adjustment = begin(cast, plan)

    assert (
        put(cast, adjustment, cost=Decimal("320000.00"), risk="Old data must be cleaned first") == 0
    )
    assert put(cast, adjustment, cost=Decimal(5)) == 1
    assert put(cast, adjustment, cost=Decimal(6)) == 1
    assert [c.after for c in adjustment.changes.live()] == ["6"]
    assert put(cast, adjustment, cost=Decimal(320_000)) == 1
    assert not adjustment.changes.live().exists()


def test_sent_twice_it_counts_once(cast, plan, measure):
    adjustment = begin(cast, plan)
    given = {"by": cast.hana, "adjustment": adjustment, "kind": "measure", "row": measure}
    milestone = ("All desks live", plan.round.ends)

    for _time in range(2):
        adjusting.propose(values={}, milestone=milestone, key="one form", **given)

    assert adjustment.changes.count() == 1


def test_the_frozen_content_tells_both_values_and_what_it_costs(cast, plan):
    adjustment = submitted(cast, proposing(cast, plan, cost=Decimal(300_000)))

    content = Revision.objects.latest_of(adjustment).content

    assert content["sums"] == {"cost": ["320000", "300000"], "benefit": ["480000", "480000"]}
    assert content["in_force"]["revision"] == plan.revision_number
    (change,) = content["changes"]
    assert (change["number"], change["field"]) == ("M1", "cost")
    assert (change["before"], change["after"]) == ("320000", "300000")


# Refusals


def test_without_a_change_or_a_reason_it_is_not_handed_in(cast, plan):
    take(plan, "open_adjustment", by=cast.hana)
    adjustment = plan.adjustments.get()

    with pytest.raises(StepRefused) as refused:
        submitted(cast, adjustment)

    assert len(refused.value.gaps) == 4
    assert all(gap.link for gap in refused.value.gaps)


def test_after_the_cut_off_nothing_is_proposed_or_handed_in(cast, plan):
    adjustment = proposing(cast, plan, cost=Decimal(1))
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Round.objects.filter(pk=plan.round_id).update(changes_until=yesterday)

    for act in (lambda: begin(cast, fresh(plan)), lambda: submitted(cast, fresh(adjustment))):
        with pytest.raises(StepRefused) as refused:
            act()
        assert "year-end evaluation and the next year's plan" in str(refused.value.sentence)


def test_what_was_handed_in_before_the_cut_off_is_still_decided(cast, plan, measure):
    adjustment = proposing(cast, plan, cost=Decimal(1))
    put_forward(cast, adjustment)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Round.objects.filter(pk=plan.round_id).update(changes_until=yesterday)

    factories.vote_through(cast, adjustment)

    assert fresh(measure).cost == 1


def test_what_was_handed_in_is_closed_to_editing(cast, plan):
    adjustment = submitted(cast, proposing(cast, plan, cost=Decimal(1)))

    with pytest.raises(WrongState):
        record(adjustment, {"cause_analysis": "Another"}, by=cast.hana)
    with pytest.raises(WrongState):
        put(cast, adjustment, cost=Decimal(2))
    with pytest.raises(WrongState):
        adjusting.drop(adjustment.changes.get(), by=cast.hana)


def test_an_undecided_adjustment_is_no_cause(cast, plan, measure):
    adjustment = proposing(cast, plan, cost=Decimal(1))

    with pytest.raises(StepRefused):
        record(measure, {"cost": 1}, by=cast.hana, cause=adjustment)
    with pytest.raises(StepRefused):
        take(measure, "cancel", by=cast.hana, cause=adjustment)
    with pytest.raises(StepRefused):
        create(
            Milestone(measure=measure, title="X", due=plan.round.ends),
            by=cast.hana,
            cause=adjustment,
        )


def test_a_decided_one_is_the_cause_only_of_what_it_says(cast, plan, measure):
    adjustment = approved(cast, proposing(cast, plan, cost=Decimal(1)))
    goal = plan.goals.get(number=1)

    with pytest.raises(StepRefused):
        record(goal, {"title": "Another"}, by=cast.hana, cause=adjustment)
    with pytest.raises(StepRefused):
        take(goal, "cancel", by=cast.hana, cause=adjustment)
    with pytest.raises(StepRefused):
        take(plan, "terminate", by=cast.hana, cause=proposing(cast, plan, cost=Decimal(2)))


def test_an_adjustment_that_was_approved_does_not_end_the_plan_unless_it_says_so(cast, plan):
    adjustment = approved(cast, proposing(cast, plan, cost=Decimal(1)))
    begin(cast, plan)

    with pytest.raises(StepRefused):
        take(fresh(plan), "terminate", by=cast.hana, cause=adjustment)


# Around it


def test_whoever_proposed_it_does_not_judge_it(cast, plan):
    adjustment = begin(cast, plan, by="olga")
    put(cast, adjustment, cost=Decimal(1), by="olga")
    handed_in = submitted(cast, adjustment, by="olga")

    for step, inputs in (("put_forward", {}), ("send_back", {"reason": "No."})):
        with pytest.raises(NotYours):
            take(handed_in, step, by=cast.olga, **inputs)
    take(handed_in, "put_forward", by=cast.oscar)


def test_the_last_vote_makes_nobody_an_author(cast, plan):
    approved(cast, proposing(cast, plan, cost=Decimal(1)))

    assert cast.cora.pk not in plan.authors()


@pytest.mark.parametrize(
    ("step", "by", "inputs"),
    [("withdraw", "hana", {"reason": "No need."}), ("reject", "olga", {"reason": "Too late."})],
)
def test_when_the_last_one_ends_the_plan_goes_on_in_execution(cast, plan, step, by, inputs):
    one = submitted(cast, proposing(cast, plan, cost=Decimal(1)))
    two = proposing(cast, plan, benefit=Decimal(1))

    take(one, step, by=cast.people[by], **inputs)
    assert fresh(plan).status == "adjustment"
    take(two, "withdraw", by=cast.hana, reason="Nor this.")

    assert fresh(plan).status == "execution"
    assert fresh(plan).adjustments.count() == 2


@pytest.mark.parametrize("whose", ["office", "clock"])
def test_the_year_end_ends_what_is_undecided_with_notice(cast, plan, whose):
    draft = proposing(cast, plan, cost=Decimal(1))
    waiting = proposing(cast, plan, benefit=Decimal(1))
    ballot = put_forward(cast, waiting)

    if whose == "office":
        take(fresh(plan), "begin_evaluation", by=cast.olga)
    else:
        assert sweep("evaluation.year_end", [fresh(plan)], "begin_evaluation") == 1

    ballot.refresh_from_db()
    assert (fresh(draft).status, fresh(waiting).status) == ("lapsed", "lapsed")
    assert ballot.status == "void"
    told = Message.objects.filter(kind="plans.adjustment.lapse", channel="inapp")
    assert {m.recipient.name for m in told} == {"Dana", "Hana"}


def test_leaders_return_it_with_their_reasons(cast, plan):
    adjustment = proposing(cast, plan, cost=Decimal(1))
    put_forward(cast, adjustment)

    factories.vote_through(cast, adjustment, choice="return", reason="Show the old figures.")

    assert fresh(adjustment).status == "draft"
    assert "Show the old figures." in fresh(adjustment).return_reason
    assert fresh(plan).status == "adjustment"


def test_whoever_becomes_responsible_is_told(cast, plan):
    approved(cast, proposing(cast, plan, person=cast.sam))

    told = Message.objects.filter(kind="plans.adjustment.approve", channel="inapp")
    assert {m.recipient.name for m in told} == {"Dana", "Hana", "Sam"}


def test_department_members_in_the_group_and_authors_are_recused(cast, plan):
    cast.appoint("leo", "member", "csc")
    ballot = put_forward(cast, proposing(cast, plan, cost=Decimal(1)))

    assert [s.holder.name for s in ballot.seats.filter(recused=True)] == ["Leo"]
