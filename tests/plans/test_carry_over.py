"""A plan begins with what the last one held: what comes along, what does not, and why (ours)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from evidence.models import Direction, Family, Indicator, Value
from improvement.audit.models import Entry
from improvement.door.acts import create, record
from improvement.door.refusals import NotYours, StepRefused
from improvement.organization.models import Post
from plans import carrying
from plans.models import Dependency, Goal, Measure, OverallGoal, Plan, ResourceNeed, Section
from plans.steps import begin_plan
from tests import factories
from tests.plans.test_query_counts import queries

THIS_YEAR = dt.date.today().year


@pytest.fixture
def last(cast):
    """The plan of the year before, issued, with an indicator, a resource and a chain of two."""
    year = factories.make_round(cast, year=THIS_YEAR)
    plan = factories.make_plan(cast, year, status="empty")
    goal = plan.goals.get(number=1)
    indicator = Indicator.objects.create(
        code="Q-1", name="Solved", family=Family.QUALITY, direction=Direction.HIGHER, unit="%"
    )
    record(goal.target_lines.get(), {"indicator": indicator}, by=cast.dana)
    factories.complete(cast, plan, by=cast.dana)
    second = factories.make_measure(cast, plan, goals=[goal])
    first = record(plan.measures.get(number=1), {"ends": dt.date(THIS_YEAR, 6, 30)}, by=cast.dana)
    record(second, {"starts": dt.date(THIS_YEAR, 7, 1)}, by=cast.dana)
    post = Post.objects.create(department=cast.csc, name="Agent")
    need = {"kind": "people", "name": "Agents", "post": post, "amount": Decimal(20)}
    create(ResourceNeed(measure=first, starts=year.starts, **need), by=cast.dana)
    create(Dependency(measure=second, needs=first, note="its pages"), by=cast.dana)
    factories.advance_goals(cast, plan, to="fixed")
    factories.advance(cast, plan, to="execution")
    Value.objects.create(
        indicator=indicator,
        department=cast.csc,
        period=f"{THIS_YEAR - 1}-12",
        value=Decimal("73.5"),
        status="accepted",
    )
    return Plan.objects.get(pk=plan.pk)


@pytest.fixture
def plan(cast, last):
    """The plan of the coming year, just begun."""
    coming = factories.make_round(cast)
    return begin_plan(by=cast.dana, planning_round=coming, department=cast.csc)


@pytest.fixture
def dana(cast, sign_in):
    return sign_in(cast.dana)


def everything(source):
    return {
        "sections": [key for key, _title in carrying.written_sections(source)],
        "goals": [goal.number for goal in source.live_goals],
    }


def carried(cast, plan, source, **more):
    return carrying.carry_over(by=cast.dana, plan=plan, **everything(source) | more)


def address(plan):
    return reverse("plans:carry", args=[plan.public_id])


def test_goals_come_along_with_a_new_baseline_no_target_and_new_dates(cast, last, plan):
    carried(cast, plan, last)

    one, two, _three = plan.goals.order_by("number")
    line = one.target_lines.get()
    assert (one.title, one.status) == (last.goals.get(number=1).title, "draft")
    assert (line.baseline, line.target, line.due) == (Decimal("73.5"), None, plan.round.ends)
    assert two.target_lines.get().baseline is None
    assert one.expected_effect == ""
    assert one.overall_goal == OverallGoal.objects.get(goal_set__round=plan.round)


def test_measures_come_along_with_all_that_hangs_on_them(cast, last, plan):
    carried(cast, plan, last)

    first, second = plan.measures.order_by("number")
    old = last.measures.get(number=1)
    assert (first.title, first.cost, first.person) == (old.title, old.cost, cast.dana)
    assert (first.starts, first.ends) == (plan.round.starts, dt.date(THIS_YEAR + 1, 6, 30))
    assert first.milestones.get().due == plan.round.starts
    assert first.resource_needs.get().starts == plan.round.starts
    assert first.resource_needs.get().post.name == "Agent"
    assert [goal.plan for goal in first.goals.all()] == [plan] * 3
    assert second.waits_for.get().needs == first


def test_texts_come_along_and_the_last_plan_stays_as_it_is(cast, last, plan):
    before = last.content()

    carried(cast, plan, last)

    assert dict(plan.sections.values_list("key", "body")) == last.section_texts
    assert Plan.objects.get(pk=last.pk).content() == before


def test_a_section_of_its_own_is_begun_anew(cast, last, plan):
    Section.objects.create(plan=last, key="own-2", title="Union", body="We meet.")
    source = carrying.last_plan(plan)

    carried(cast, plan, source)

    assert plan.sections.get(key="own-1").title == "Union"
    assert plan.sections.get(key="own-1").body == "We meet."


def test_every_row_is_in_the_record_as_if_written_by_hand(cast, last, plan):
    carried(cast, plan, last)

    entries = Entry.objects.filter(chain=f"plans.plan:{plan.pk}", actor=cast.dana)
    made = {row.object_type for row in entries.filter(verb="create")}
    assert {"plans.goal", "plans.targetline", "plans.measure", "plans.milestone"} <= made
    assert {"plans.resourceneed", "plans.dependency"} <= made
    assert entries.filter(verb="change", object_type="plans.section").count() == 4


def test_what_is_not_chosen_stays_behind_with_the_reason(cast, last, plan):
    lines = carried(cast, plan, last, goals=[2], sections=["overview"])

    assert [(goal.code, goal.title) for goal in plan.goals.all()] == [
        ("G1", last.goals.get(number=2).title)
    ]
    left = {line.before or line.title: line.notes for line in lines if not line.carried}
    assert left["G1"] == ["It was not chosen."]
    assert left["M2"] == ["None of its goals was carried over."]
    assert left["Status analysis"] == ["It was not chosen."]


def test_what_is_done_cancelled_or_gone_stays_behind(cast, last, plan):
    Measure.objects.filter(plan=last, number=1).update(status="completed")
    Goal.objects.filter(plan=last, number=3).update(status="cancelled")
    OverallGoal.objects.filter(goal_set__round=plan.round).update(title="Another")

    lines = carried(cast, plan, last)

    by_code = {line.before: line for line in lines if line.before}
    assert by_code["M1"].notes == ["It is completed."]
    assert by_code["G3"].notes == ["It was cancelled."]
    assert by_code["M2"].now == "M1"
    assert any("overall goal" in note for note in by_code["G1"].notes)
    waits = next(line for line in lines if "waits for" in line.title)
    assert waits.notes == ["The measure it waits for is not in the new plan."]


def test_who_has_left_is_named_and_left_open(cast, last, plan):
    cast.dana.appointments.update(until=dt.date(2021, 1, 1))
    cast.dana.refresh_standing()

    lines = carrying.carry_over(by=cast.hana, plan=plan, **everything(last))

    assert plan.measures.get(number=1).person is None
    line = next(line for line in lines if line.before == "M1")
    assert line.notes == ["The responsible person holds no role any more; choose another."]


def test_a_plan_that_is_begun_is_not_filled(cast, last, plan):
    factories.make_goal(cast, plan)

    with pytest.raises(StepRefused):
        carried(cast, plan, last)
    assert plan.goals.count() == 1


def test_only_its_department_fills_it(cast, last, plan):
    with pytest.raises(NotYours):
        carrying.carry_over(by=cast.olga, plan=plan, **everything(last))
    assert not plan.goals.exists()


def test_the_page_says_line_by_line_what_was_carried(last, plan, dana):
    shown = dana.get(address(plan))
    assert [c[0] for c in shown.context["form"].fields["goals"].choices] == [1, 2, 3]

    typed = {"sections": ["overview"], "goals": ["1"], "key": "once"}
    answer = dana.post(address(plan), typed, follow=True)

    assert [line.now for line in answer.context["carried"]] == [
        *("Plan overview", "G1", "M1", "M2", "M2 ← M1")
    ]
    assert b"the baseline is the value of" in answer.content
    assert b"The statement still speaks of the last year." in answer.content
    dana.post(address(plan), typed)
    assert plan.goals.count() == 1


def test_the_preview_says_what_would_come_and_writes_nothing(last, plan, dana):
    typed = {"sections": ["overview"], "goals": ["1"], "preview": "1"}

    answer = dana.post(address(plan), typed)

    now = [line.now for line in answer.context["tried"] if line.carried]
    assert now == ["Plan overview", "G1", "M1", "M2", "M2 ← M1"]
    assert b"It was not chosen." in answer.content
    assert not (plan.goals.exists() or plan.measures.exists())


def test_it_is_offered_where_nothing_is_written(cast, last, plan, dana):
    link = address(plan).encode()
    pages = [plan.get_absolute_url(), plan.section_url("overview")]
    assert all(link in dana.get(page).content for page in pages)

    factories.make_goal(cast, plan)

    assert not any(link in dana.get(page).content for page in pages)


def test_a_new_plan_leads_to_it(cast, last, dana):
    coming = factories.make_round(cast)
    choice = f"{coming.public_id}/{cast.csc.public_id}"

    answer = dana.post(reverse("plans:new"), {"choice": choice, "carry": "1"})

    assert answer.url == address(Plan.objects.get(round=coming))


def test_a_new_plan_leads_to_the_sources(cast, last, dana):
    coming = factories.make_round(cast)
    choice = f"{coming.public_id}/{cast.csc.public_id}"

    answer = dana.post(reverse("plans:new"), {"choice": choice, "start": "1"})

    begun = Plan.objects.get(round=coming)
    assert answer.url == reverse("plans:start", args=[begun.public_id])


def test_without_an_earlier_plan_there_is_nothing_to_choose(cast, planning_round, dana):
    begun = begin_plan(by=cast.dana, planning_round=planning_round, department=cast.csc)

    assert b"There is no earlier plan" in dana.get(address(begun)).content
    assert b"carry" not in dana.get(reverse("plans:new")).content


@pytest.mark.parametrize("more", [0, 2])
def test_what_the_page_asks_of_the_database(cast, last, plan, dana, more):
    for number in range(more):
        Goal.objects.create(plan=last, number=10 + number, title="More")

    assert queries(lambda: dana.get(address(plan))) == 9
