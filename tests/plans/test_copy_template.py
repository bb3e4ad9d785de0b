"""A draft begins with a template of the office: what is copied, what is left open (2.2.2, ours)."""

import datetime as dt

import pytest
from django.urls import reverse

from evidence.models import Indicator
from improvement.audit.models import Entry
from improvement.door.acts import create, record, take
from improvement.door.refusals import NotYours, Stale, StepRefused, WrongState
from plans import copying, templating
from plans.copying import Chosen
from plans.drafting import Below
from plans.models import (
    Plan,
    PlanTemplate,
    TemplateLine,
    TemplateMilestone,
    TemplateNeed,
    TemplateSection,
)
from plans.steps import begin_plan
from tests import factories
from tests.plans.test_query_counts import queries

ALL = Chosen(sections=["analysis", "own-1"], goals=[1], measures=[1])


@pytest.fixture
def template(cast):
    """A published template with two texts, a goal with a line, and a measure that serves it."""
    made = templating.begin_template(by=cast.olga, name="Counters")
    indicator = Indicator.objects.create(code="queue", name="Time in the queue", unit="min")
    templating.write_goal(
        by=cast.olga,
        template=made,
        goal=None,
        changes={"title": "Shorter queues", "family": "process", "verification": "Weekly counts"},
        lines=[Below(TemplateLine(), {"indicator": indicator, "direction": "lower"})],
    )
    templating.write_measure(
        by=cast.olga,
        template=made,
        measure=None,
        changes={
            "title": "A second counter",
            "goals": made.goals.all(),
            "first_month": 2,
            "last_month": 6,
        },
        below=[
            Below(TemplateMilestone(), {"title": "Open", "month": 3}),
            Below(TemplateNeed(), {"kind": "people", "name": "Clerks", "amount": 20}),
        ],
    )
    record(made.sections.get(key="analysis"), {"body": "Who queues, and when?"}, by=cast.olga)
    own = TemplateSection(template=made, key="own-1", title="Counters", body="Ours.")
    create(own, by=cast.olga)
    return take(made, "publish", by=cast.olga)


@pytest.fixture
def plan(cast):
    return begin_plan(by=cast.dana, planning_round=factories.make_round(cast), department=cast.csc)


@pytest.fixture
def dana(cast, sign_in):
    return sign_in(cast.dana)


def copied(cast, plan, template, chosen=ALL, **more):
    return copying.copy_template(by=cast.dana, plan=plan, template=template, chosen=chosen, **more)


def address(plan, template):
    return reverse("plans:from_template", args=[plan.public_id, template.public_id])


def test_a_goal_comes_with_its_line_and_without_figures(cast, plan, template):
    copied(cast, plan, template)

    goal = plan.goals.get()
    line = goal.target_lines.get()
    assert (goal.title, goal.family, goal.status) == ("Shorter queues", "process", "draft")
    assert (line.indicator.code, line.direction) == ("queue", "lower")
    assert (line.baseline, line.target, line.due) == (None, None, plan.round.ends)
    assert (goal.evidence, goal.overall_goal) == ("", None)


def test_a_measure_comes_with_months_as_dates_and_without_names(cast, plan, template):
    copied(cast, plan, template)

    measure, year = plan.measures.get(), plan.round.starts.year
    assert (measure.starts, measure.ends) == (dt.date(year, 2, 1), dt.date(year, 6, 30))
    assert measure.milestones.get().due == dt.date(year, 3, 31)
    assert (measure.department, measure.person, measure.post) == (cast.csc, None, None)
    assert (measure.cost, measure.benefit) == (None, None)
    assert measure.resource_needs.get().name == "Clerks"
    assert list(measure.goals.all()) == [plan.goals.get()]


def test_a_text_goes_where_nothing_is_written(cast, plan, template):
    written = plan.sections.get(key="analysis")
    record(written, {"body": "We have asked."}, by=cast.dana)

    lines = copied(cast, plan, template)

    assert plan.sections.get(key="analysis").body == "We have asked."
    assert plan.sections.get(key="own-1").title == "Counters"
    stays = next(line for line in lines if not line.carried)
    assert stays.notes == ["Something is written there already; it stays."]


def test_a_section_of_the_same_title_is_filled_and_not_begun_twice(cast, plan, template):
    copied(cast, plan, template, Chosen(sections=["own-1"]))
    record(plan.sections.get(key="own-1"), {"body": ""}, by=cast.dana)

    plan = Plan.objects.get(pk=plan.pk)
    copied(cast, plan, template, Chosen(sections=["own-1"]))

    assert plan.sections.filter(key__startswith="own-").get().body == "Ours."


def test_what_is_there_stays_and_what_comes_is_numbered_after_it(cast, plan, template):
    factories.make_goal(cast, plan)

    copied(cast, plan, template, Chosen(goals=[1], measures=[1]))

    assert [goal.code for goal in plan.goals.all()] == ["G1", "G2"]
    assert [goal.code for goal in plan.measures.get().goals.all()] == ["G2"]


def test_a_measure_without_its_goal_says_so(cast, plan, template):
    lines = copied(cast, plan, template, Chosen(measures=[1]))

    assert "It serves no goal yet; choose one." in lines[0].notes
    assert not plan.measures.get().goals.exists()


def test_every_row_is_in_the_record_of_the_plan(cast, plan, template):
    copied(cast, plan, template)

    made = Entry.objects.filter(chain=f"plans.plan:{plan.pk}", actor=cast.dana, verb="create")
    kinds = {"goal", "targetline", "measure", "milestone", "resourceneed"}
    assert {f"plans.{kind}" for kind in kinds} <= set(made.values_list("object_type", flat=True))


def test_what_was_added_is_taken_out_like_anything_else(cast, plan, template, dana):
    copied(cast, plan, template)

    dana.post(reverse("plans:archive_goal", args=[plan.public_id, 1]))

    assert not plan.goals.live().exists()


# Refused


def test_only_its_department_copies_into_a_draft(cast, plan, template):
    with pytest.raises(NotYours):
        copying.copy_template(by=cast.olga, plan=plan, template=template, chosen=ALL)
    assert not plan.goals.exists()


def test_a_plan_that_is_not_open_takes_nothing(cast, template, sign_in):
    plan = factories.make_plan(cast, status="office_review")

    with pytest.raises(StepRefused):
        copied(cast, plan, template)
    answer = sign_in(cast.dana).get(address(plan, template))
    assert answer.status_code == 409
    assert plan.goals.count() == 3


def test_goals_under_review_take_no_other_goal_and_nothing_is_half_done(cast, plan, template):
    for number in range(3):
        factories.make_goal(cast, plan, number)
    factories.advance_goals(cast, plan, to="office_review")

    with pytest.raises(WrongState):
        copied(cast, plan, template)
    assert plan.sections.get(key="analysis").body == ""


def test_a_template_that_was_withdrawn_is_not_copied(cast, plan, template):
    take(template, "withdraw", by=cast.olga)

    with pytest.raises(StepRefused, match="not offered"):
        copied(cast, plan, template)


def test_a_template_of_another_year_is_not_offered(cast, plan, template, dana):
    other = factories.make_round(cast, year=factories.YEAR + 1)
    PlanTemplate.objects.filter(pk=template.pk).update(round=other)

    assert dana.get(address(plan, template)).status_code == 404


def test_a_template_revised_since_it_was_read_is_read_again(cast, plan, template):
    read = template.version
    for step in ("withdraw", "revise", "publish"):
        template = take(template, step, by=cast.olga)

    with pytest.raises(Stale):
        copied(cast, plan, template, version=read)


def test_nothing_ticked_is_nothing_taken(cast, plan, template):
    with pytest.raises(StepRefused, match="Tick"):
        copied(cast, plan, template, Chosen())


# The pages


def test_what_is_written_is_not_ticked(cast, plan, template, dana):
    record(plan.sections.get(key="analysis"), {"body": "We have asked."}, by=cast.dana)

    form = dana.get(address(plan, template)).context["form"]

    assert form["sections"].value() == ["own-1"]
    assert form["goals"].value() == [1]


def test_the_preview_says_what_would_be_added_and_adds_nothing(plan, template, dana):
    entries = Entry.objects.count()
    typed = {"goals": ["1"], "measures": ["1"], "version": template.version}

    answer = dana.post(address(plan, template), typed)

    assert [(line.before, line.now) for line in answer.context["tried"]] == [
        ("G1", "G1"),
        ("M1", "M1"),
    ]
    assert (plan.goals.count(), Entry.objects.count()) == (0, entries)


def test_what_was_ticked_is_added_once_and_told_line_by_line(plan, template, dana):
    typed = {"goals": ["1"], "key": "once", "add": "1", "version": template.version}

    answer = dana.post(address(plan, template), typed, follow=True)
    dana.post(address(plan, template), typed)

    assert [line.now for line in answer.context["lines"]] == ["G1"]
    assert b"Baselines and targets are left open." in answer.content
    assert plan.goals.count() == 1


def test_nothing_ticked_is_told_on_the_page(plan, template, dana):
    answer = dana.post(address(plan, template), {"add": "1", "version": template.version})

    assert answer.status_code == 409
    assert b"Tick what is to be taken." in answer.content


def test_the_editor_leads_to_the_sources(plan, template, dana):
    start = reverse("plans:start", args=[plan.public_id])

    assert start.encode() in dana.get(plan.section_url("overview")).content
    assert address(plan, template).encode() in dana.get(start).content


@pytest.mark.parametrize("more", [0, 2])
def test_what_the_pages_ask_of_the_database(cast, plan, template, dana, more):
    for number in range(more):
        templating.begin_template(by=cast.olga, name=f"Other {number}")
        template.goals.create(number=10 + number, title="More")
        template.measures.create(number=10 + number, title="More")
    PlanTemplate.objects.update(status="published", published_at=template.published_at)

    assert queries(lambda: dana.get(reverse("plans:start", args=[plan.public_id]))) <= 10
    assert queries(lambda: dana.get(address(plan, template))) <= 10
