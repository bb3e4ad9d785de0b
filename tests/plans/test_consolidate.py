"""Plans are brought together (D18, D20, D59, D60): found, proposed, agreed, settled."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from improvement.approvals.models import Ballot
from improvement.audit.models import Entry
from improvement.door.acts import create, record, take
from improvement.door.refusals import Invisible, NotYours, StepRefused, WrongState
from improvement.notifications.models import Message
from improvement.organization.models import Post, Role
from plans.consolidation.by_clock import look_through_rounds
from plans.consolidation.consenting import propose
from plans.consolidation.looking import look_through
from plans.models import (
    ConsolidationIssue,
    Dependency,
    Goal,
    KeyArea,
    Measure,
    OverallGoal,
    Plan,
    ProposedChange,
    ResourceNeed,
)
from tests import factories


@pytest.fixture
def plans(cast, planning_round):
    """Two departments whose goals and measures have nothing in common."""
    ours = factories.make_plan(cast, planning_round, status="empty")
    theirs = factories.make_plan(
        cast, planning_round, department="qua", by="dora", head="hugo", status="empty", goals=0
    )
    goal = factories.make_goal(cast, theirs, 1, by=cast.dora)
    record(goal, {"title": "Fewer returned papers", "statement": "Papers."}, by=cast.dora)
    return ours, theirs


def measure(cast, plan, title, *, by, starts=1, ends=3, **fields):
    made = factories.make_measure(cast, plan, by=by)
    dates = {"starts": dt.date(2027, starts, 1), "ends": dt.date(2027, ends, 28)}
    return record(made, {"title": title, **dates, **fields}, by=by)


def found(planning_round, rule):
    return list(planning_round.consolidation_issues.filter(rule=rule).order_by("number"))


def asked_too_much(cast, plan, planning_round):
    """Sam alone holds the post; sixty days of February cannot come from half his time."""
    post = Post.objects.create(department=plan.department, name="Adviser")
    cast.appoint("sam", Role.MEMBER, "csc", post=post)
    made = measure(cast, plan, "Rewrite the forms", by=cast.dana, starts=2, ends=2)
    create(
        ResourceNeed(measure=made, kind="people", name="Adviser", post=post, amount=Decimal(20)),
        by=cast.dana,
    )
    look_through(planning_round, by=cast.olga)
    (issue,) = found(planning_round, "clash")
    return made, post, issue


def test_people_asked_for_more_than_they_can_give_are_a_clash(cast, planning_round, plans):
    made, post, issue = asked_too_much(cast, plans[0], planning_round)
    assert (issue.kind, issue.severity, issue.status) == ("clash", 1, "found")
    assert (issue.post, issue.department) == (post, plans[0].department)
    assert issue.facts["peaks"] == ["2027-02-01"]
    assert (issue.facts["asked"], issue.facts["can_give"]) == (20, 10)
    assert [item.measure for item in issue.items.all()] == [made]
    stretched = issue.facts["solutions"][-1]
    assert stretched["before"] == 10 and stretched["after"] == 0
    entry = Entry.objects.get(object_type="plans.consolidationissue", object_id=issue.pk)
    assert (entry.verb, entry.actor) == ("create", cast.olga)


def test_looking_twice_changes_nothing(cast, planning_round, plans):
    asked_too_much(cast, plans[0], planning_round)
    before = list(ConsolidationIssue.objects.values_list("pk", "version", "status"))
    entries = Entry.objects.count()
    assert look_through(planning_round, by=cast.olga) == len(before)
    assert list(ConsolidationIssue.objects.values_list("pk", "version", "status")) == before
    assert Entry.objects.count() == entries


def test_what_is_gone_is_settled_and_comes_back_with_the_facts(cast, planning_round, plans):
    made, _post, issue = asked_too_much(cast, plans[0], planning_round)
    record(made, {"ends": dt.date(2027, 6, 30)}, by=cast.dana)
    look_through(planning_round, by=cast.olga)
    issue.refresh_from_db()
    assert issue.status == "settled"
    record(made, {"ends": dt.date(2027, 2, 20)}, by=cast.dana)
    look_through(planning_round, by=cast.olga)
    issue.refresh_from_db()
    assert issue.status == "found"


def test_a_waived_one_stays_away_until_its_facts_change(cast, planning_round, plans):
    made, _post, issue = asked_too_much(cast, plans[0], planning_round)
    take(issue, "waive", by=cast.olga, reason="Sam has agreed to it.")
    look_through(planning_round, by=cast.olga)
    issue.refresh_from_db()
    assert (issue.status, issue.word) == ("waived", "Sam has agreed to it.")
    need = made.resource_needs.get()
    record(need, {"amount": Decimal(40)}, by=cast.dana)
    look_through(planning_round, by=cast.olga)
    issue.refresh_from_db()
    assert issue.status == "found"


def test_the_clock_looks_through_what_is_being_consolidated(cast, planning_round, plans):
    alike(cast, plans)
    take(planning_round, "close_drafting", by=cast.olga)
    assert look_through_rounds(dt.datetime.now(dt.UTC)) == 1
    assert look_through_rounds(dt.datetime.now(dt.UTC)) == 1
    entry = Entry.objects.get(object_type="plans.consolidationissue")
    assert (entry.verb, entry.actor) == ("create", None)


def test_only_the_office_proposes_and_only_what_was_computed(cast, planning_round, plans):
    made, _post, issue = asked_too_much(cast, plans[0], planning_round)
    choice = issue.facts["solutions"][0]["key"]
    with pytest.raises(Invisible):
        propose(by=cast.hana, issue=issue, choice=choice)
    with pytest.raises(NotYours):
        propose(by=cast.leo, issue=issue, choice=choice)
    with pytest.raises(StepRefused):
        propose(by=cast.olga, issue=issue, choice="something else")
    assert not made.plan.proposed_changes.exists()


def alike(cast, plans):
    ours, theirs = plans
    return (
        measure(cast, ours, "Online booking for every counter", by=cast.dana, cost=9),
        measure(cast, theirs, "Booking online for all counters", by=cast.dora, cost=4),
    )


def test_two_departments_with_one_measure_overlap_and_agree_to_one(cast, planning_round, plans):
    """D59: merged into one led by A with B in support, each with the consent of its head."""
    ours, theirs = alike(cast, plans)
    look_through(planning_round, by=cast.olga)
    (issue,) = found(planning_round, "measures_alike")
    choice = f"lead-{ours.pk}"
    issue = propose(by=cast.olga, issue=issue, choice=choice)
    assert issue.status == "proposed"
    lead, drop = issue.changes.order_by("pk")
    assert (lead.plan, lead.change, lead.partner.code) == (plans[0], "lead", "qua")
    assert (drop.plan, drop.change, drop.measure) == (plans[1], "drop", theirs)
    told = Message.objects.filter(kind="plans.proposedchange.create")
    assert {m.recipient for m in told} == {cast.hana, cast.dana, cast.hugo, cast.dora}

    with pytest.raises(NotYours):
        take(lead, "accept", by=cast.dana)
    take(lead, "accept", by=cast.hana)
    ours.refresh_from_db()
    assert "Booking online for all counters" in ours.description
    issue.refresh_from_db()
    assert issue.status == "proposed"
    take(drop, "accept", by=cast.hugo)
    theirs.refresh_from_db()
    issue.refresh_from_db()
    assert (theirs.archived, issue.status) == (True, "settled")
    look_through(planning_round, by=cast.olga)
    issue.refresh_from_db()
    assert issue.status == "settled"


def test_a_department_refuses_with_a_word_and_the_others_are_not_asked_any_more(
    cast, planning_round, plans
):
    ours, _theirs = alike(cast, plans)
    look_through(planning_round, by=cast.olga)
    issue = propose(
        by=cast.olga,
        issue=found(planning_round, "measures_alike")[0],
        choice=f"lead-{ours.pk}",
    )
    lead, drop = issue.changes.order_by("pk")
    with pytest.raises(StepRefused):
        take(drop, "refuse", by=cast.hugo)
    take(drop, "refuse", by=cast.hugo, reason="Ours is paid for already.")
    issue.refresh_from_db()
    lead.refresh_from_db()
    assert (issue.status, issue.word) == ("found", "Ours is paid for already.")
    assert lead.status == "withdrawn"
    assert Measure.objects.filter(archived=True).count() == 0


def test_an_endorsed_plan_is_returned_alone(cast, planning_round):
    """2.2.2: one department goes back, the others go on."""
    ours = factories.make_plan(cast, planning_round, status="endorsed")
    theirs = factories.make_plan(
        cast, planning_round, department="qua", by="dora", head="hugo", status="endorsed"
    )
    look_through(planning_round, by=cast.olga)
    first, *_others = found(planning_round, "measures_alike")
    mine = ours.measures.get()
    drop = next(s for s in first.facts["solutions"] if s["key"] == f"lead-{mine.pk}")
    assert drop["asks"][1]["plan"] == theirs.pk
    propose(by=cast.olga, issue=first, choice=drop["key"])
    for plan in (ours, theirs):
        plan.refresh_from_db()
        assert (plan.status, bool(plan.return_reason)) == ("draft", True)


def test_what_is_proposed_waits_while_the_plan_is_in_review(cast, planning_round):
    factories.make_plan(cast, planning_round, status="office_review")
    factories.make_plan(
        cast, planning_round, department="qua", by="dora", head="hugo", status="office_review"
    )
    look_through(planning_round, by=cast.olga)
    issue = found(planning_round, "measures_alike")[0]
    propose(by=cast.olga, issue=issue, choice=issue.facts["solutions"][0]["key"])
    change = ProposedChange.objects.get(plan__department__code="csc")
    with pytest.raises(StepRefused) as stop:
        take(change, "accept", by=cast.hana)
    assert "not a draft" in str(stop.value.sentence)


def test_a_proposal_is_refused_where_the_plans_have_moved_on(cast, planning_round, plans):
    ours, _theirs = alike(cast, plans)
    look_through(planning_round, by=cast.olga)
    issue = found(planning_round, "measures_alike")[0]
    record(ours, {"title": "Something else"}, by=cast.dana)
    with pytest.raises(StepRefused):
        propose(by=cast.olga, issue=issue, choice=f"lead-{ours.pk}")
    assert not ProposedChange.objects.exists()
    issue.refresh_from_db()
    assert issue.status == "found"


def test_goals_that_say_the_same_become_joint(cast, planning_round, plans):
    """D60: joint goals; fixed goals are decided on anew."""
    ours, theirs = plans
    goal = ours.goals.first()
    other = theirs.goals.get()
    record(other, {"title": goal.title, "statement": goal.statement}, by=cast.dora)
    factories.advance_goals(cast, ours, to="fixed")
    look_through(planning_round, by=cast.olga)
    (issue,) = found(planning_round, "goals_alike")
    propose(by=cast.olga, issue=issue, choice="join")
    for change, head in zip(issue.changes.order_by("pk"), ("hana", "hugo"), strict=True):
        take(change, "accept", by=cast.people[head])
    ours.goal_set.refresh_from_db()
    assert ours.goal_set.status == "draft"
    assert [d.code for d in goal.joint_with.all()] == ["qua"]
    assert [d.code for d in other.joint_with.all()] == ["csc"]
    look_through(planning_round, by=cast.olga)
    issue.refresh_from_db()
    assert issue.status == "settled"


def test_an_overall_goal_that_nobody_serves_is_a_gap_until_somebody_takes_it(
    cast, planning_round, plans
):
    """D18: the goals of the departments come from those of the organization."""
    set_of = planning_round.overall_goal_set
    OverallGoal(goal_set=set_of, number=9, title="Greener operations").save()
    look_through(planning_round, by=cast.olga)
    (issue,) = found(planning_round, "not_served")
    assert issue.overall_goal.code == "O9" and not issue.items.exists()
    choice = f"add-{plans[1].pk}"
    assert choice in [solution["key"] for solution in issue.facts["solutions"]]
    propose(by=cast.olga, issue=issue, choice=choice)
    take(issue.changes.get(), "accept", by=cast.hugo)
    assert Goal.objects.get(overall_goal__number=9).plan == plans[1]


def test_a_measure_that_begins_before_what_it_needs_is_moved_with_its_milestones(
    cast, planning_round, plans
):
    ours, theirs = plans
    first = measure(cast, theirs, "Clean the register", by=cast.dora, starts=1, ends=4)
    second = measure(cast, ours, "Publish the new guide", by=cast.dana, starts=3, ends=5)
    create(Dependency(measure=second, needs=first), by=cast.dana)
    milestone = second.milestones.get()
    due = milestone.due
    look_through(planning_round, by=cast.olga)
    (issue,) = found(planning_round, "begins_too_soon")
    propose(by=cast.olga, issue=issue, choice=f"move-{second.pk}-2")
    take(issue.changes.get(), "accept", by=cast.hana)
    second.refresh_from_db()
    milestone.refresh_from_db()
    assert (second.starts, second.ends) == (dt.date(2027, 5, 1), dt.date(2027, 7, 28))
    assert (milestone.due.month, milestone.due.day) == (due.month + 2, due.day)
    look_through(planning_round, by=cast.olga)
    issue.refresh_from_db()
    assert issue.status == "settled"


def test_a_key_area_of_the_round_without_a_goal_is_a_gap(cast, planning_round, plans):
    """3.2.2 (D48): in each department, or in one of them, as the round asks."""
    ours, theirs = plans
    names = {"name": "Accessibility", "name_hant": "無障礙"}
    each = KeyArea.objects.create(round=planning_round, number=1, **names)
    KeyArea.objects.create(round=planning_round, number=2, name="Energy", each_department=False)
    record(ours.goals.get(number=1), {"key_area": "無障礙 "}, by=cast.dana)

    look_through(planning_round, by=cast.olga)

    first, second = found(planning_round, "area")
    assert first.title == "1 department has no goal in the key area: Accessibility"
    assert [item.plan for item in first.items.all()] == [theirs]
    assert (second.title, second.kind) == ("No goal in the key area: Energy", "gap")
    with translation.override("zh-hant"):
        assert "無障礙" in first.title

    record(theirs.goals.get(), {"key_area": "accessibility"}, by=cast.dora)
    record(ours.goals.get(number=2), {"key_area": "Energy"}, by=cast.dana)
    look_through(planning_round, by=cast.olga)
    assert {issue.status for issue in found(planning_round, "area")} == {"settled"}
    assert each.means("無障礙")


def put_to_the_vote(cast, issue, choice=""):
    return take(issue, "put_forward", by=cast.olga, question="Who comes first?", choice=choice)


def test_the_leadership_group_decides_on_an_issue_by_a_ballot_of_its_own(
    cast, planning_round, plans, sign_in
):
    """2.2.2 (D20): the brief shows the load before and after each way out."""
    issue = asked_too_much(cast, plans[0], planning_round)[2]
    choice = issue.facts["solutions"][0]["key"]
    issue = put_to_the_vote(cast, issue, choice)

    brief = sign_in(cast.leo).get(factories.ballot_of(issue).get_absolute_url())

    page = brief.content.decode()
    assert "Who comes first?" in page
    assert "The way out that is recommended" in page
    assert page.count("Another way out") == len(issue.facts["solutions"]) - 1
    previewed = [one for one in issue.facts["solutions"] if one["load"]]
    assert page.count('class="chart"') == 1 + len(previewed)
    with pytest.raises(WrongState):
        take(issue, "decide", by=cast.leo, answer="Forms first.")


def test_what_the_group_approves_is_written_into_the_drafts(cast, planning_round, plans):
    """2.2.2 (D59): nobody is asked any more; the heads are told what stands in their plans."""
    issue = asked_too_much(cast, plans[0], planning_round)[2]
    solution = issue.facts["solutions"][-1]
    moved = Measure.objects.get(pk=solution["asks"][0]["measure"])
    issue = put_to_the_vote(cast, issue, solution["key"])

    factories.vote_through(cast, issue)

    issue.refresh_from_db()
    (change,) = issue.changes.all()
    assert (issue.status, change.status, change.decided) == ("decided", "accepted", True)
    assert Measure.objects.get(pk=moved.pk).ends > moved.ends
    entry = Entry.objects.filter(object_type="plans.measure", verb="change").latest("pk")
    assert '"cause":null' not in entry.body
    assert Message.objects.filter(kind="plans.proposedchange.carry_out").exists()


def test_a_plan_that_is_on_its_way_carries_the_decision_out_when_it_is_back(
    cast, planning_round, plans
):
    issue = asked_too_much(cast, plans[0], planning_round)[2]
    solution = issue.facts["solutions"][-1]
    issue = put_to_the_vote(cast, issue, solution["key"])
    Plan.objects.filter(pk=solution["asks"][0]["plan"]).update(status="office_review")

    factories.vote_through(cast, issue)

    (change,) = issue.changes.all()
    assert change.status == "offered"
    with pytest.raises(StepRefused, match="has decided this"):
        take(change, "refuse", by=cast.hana, reason="No.")


def test_what_the_group_returns_is_open_again_with_its_reasons(cast, planning_round, plans):
    issue = put_to_the_vote(cast, asked_too_much(cast, plans[0], planning_round)[2])

    factories.vote_through(cast, issue, choice="return", reason="Ask them once more.")

    issue.refresh_from_db()
    assert (issue.status, issue.choice) == ("found", "")
    assert "Ask them once more." in issue.return_reason
    assert not issue.changes.exists()


def test_a_way_out_nobody_found_is_not_put_to_the_vote(cast, planning_round, plans):
    issue = asked_too_much(cast, plans[0], planning_round)[2]
    with pytest.raises(StepRefused, match="Choose a way out"):
        put_to_the_vote(cast, issue, "move-0-0")
    assert not Ballot.objects.exists()


def test_a_look_that_finds_nothing_new_holds_nobody_up(cast, planning_round, plans):
    """The clock looks every ten minutes; the plans are compared before the round is locked."""
    asked_too_much(cast, plans[0], planning_round)

    assert asked_by_a_look(planning_round, cast) == {"SELECT"}
    measure(cast, plans[1], "Rewrite the forms", by=cast.dora, starts=2, ends=2)
    assert "INSERT" in asked_by_a_look(planning_round, cast)


def asked_by_a_look(planning_round, cast):
    """The kinds of statements; one that locks rows is no plain question."""
    with CaptureQueriesContext(connection) as captured:
        look_through(planning_round, by=cast.olga)
    asked = [query["sql"] for query in captured]
    return {"LOCK" if "FOR UPDATE" in sql else sql.split()[0] for sql in asked}
