"""The office keeps a plan as a template, writes one, publishes it, takes it back (2.2.2)."""

import pytest
from django.urls import reverse

from improvement.audit.models import Entry
from improvement.door.acts import create, take
from improvement.door.refusals import NotYours, StepRefused
from plans import templating
from plans.models import (
    PlanTemplate,
    ResourceNeed,
    Section,
    TemplateLine,
    TemplateMeasure,
    TemplateMilestone,
)
from tests import factories
from tests.plans.test_query_counts import queries


@pytest.fixture
def plan(cast):
    """An issued plan with a section of its own, and a need of people."""
    plan = factories.make_plan(cast, status="draft")
    create(Section(plan=plan, key="own-1", title="Counters", body="Ours."), by=cast.dana)
    need = {"kind": "people", "name": "Agents", "amount": 20}
    create(ResourceNeed(measure=plan.measures.get(), **need), by=cast.dana)
    return factories.advance(cast, plan, to="execution")


@pytest.fixture
def olga(cast, sign_in):
    return sign_in(cast.olga)


def kept(cast, plan, **more):
    return templating.keep_as_template(by=cast.olga, plan=plan, name="Contact centres", **more)


def test_texts_goals_and_measures_are_kept(cast, plan):
    template = kept(cast, plan)

    texts = dict(template.sections.exclude(body="").values_list("key", "body"))
    assert texts == {key: body for key, body in plan.section_texts.items() if body}
    assert template.sections.get(key="own-1").title == "Counters"
    assert [goal.title for goal in template.goals.all()] == [
        goal.title for goal in plan.goals.all()
    ]
    measure = template.measures.get()
    assert measure.title == plan.measures.get().title
    assert measure.goals.count() == 3
    assert measure.needs.get().name == "Agents"


def test_figures_dates_sums_and_people_stay_with_the_plan(cast, plan):
    template = kept(cast, plan)

    fields = {f.name for model in ROWS for f in model._meta.get_fields()}
    assert not fields & {"baseline", "target", "due", "cost", "benefit", "person", "post"}
    goal = template.goals.get(number=1)
    assert (goal.statement, goal.verification) == ("", "Monthly figures before and after")
    line = goal.lines.get()
    assert (line.unit, line.direction, line.source) == ("%", "higher", "Hotline system")


ROWS = (TemplateLine, TemplateMeasure, TemplateMilestone)


def test_dates_become_months_of_the_year(cast, plan):
    template = kept(cast, plan)

    measure = template.measures.get()
    assert (measure.first_month, measure.last_month) == (1, 12)
    due, starts = plan.measures.get().milestones.get().due, plan.round.starts
    assert measure.milestones.get().month == due.month - starts.month + 1


def test_a_plan_that_is_not_issued_is_not_kept(cast):
    draft = factories.make_plan(cast, status="draft")

    with pytest.raises(StepRefused, match="issued"):
        kept(cast, draft)


def test_only_the_office_keeps_templates(cast, plan, sign_in):
    with pytest.raises(NotYours):
        templating.keep_as_template(by=cast.hana, plan=plan, name="Ours")
    hana = sign_in(cast.hana)
    assert hana.get(reverse("plans:new_template")).status_code == 403
    assert hana.get(reverse("plans:keep_as_template", args=[plan.public_id])).status_code == 403
    assert not PlanTemplate.objects.exists()


def test_from_the_plan_to_what_departments_read(cast, plan, olga, sign_in):
    address = reverse("plans:keep_as_template", args=[plan.public_id])
    assert address.encode() in olga.get(plan.get_absolute_url()).content

    olga.post(address, {"name": "Contact centres", "key": "once"})
    olga.post(address, {"name": "Contact centres", "key": "once"})
    template = PlanTemplate.objects.get()
    assert sign_in(cast.dana).get(template.get_absolute_url()).status_code == 404
    sign_in(cast.olga).post(template.step_url("publish"), {"version": template.version})

    dana = sign_in(cast.dana)
    assert dana.get(template.get_absolute_url()).status_code == 200
    assert b"Contact centres" in dana.get(reverse("plans:templates")).content
    chain = Entry.objects.filter(chain=f"plans.plantemplate:{template.pk}")
    assert {"create", "publish"} <= set(chain.values_list("verb", flat=True))


def test_the_office_writes_name_and_texts(cast, olga):
    template = templating.begin_template(by=cast.olga, name="Counters")
    page = olga.get(reverse("plans:edit_template", args=[template.public_id]))
    typed = {"name": "Counters", "purpose": "With a queue.", "version": template.version}
    for text in page.context["texts"]:
        typed |= {f"{text.prefix}-body": "", f"{text.prefix}-version": text.instance.version}

    olga.post(page.request["PATH_INFO"], typed | {"analysis-body": "Who queues?"})

    template.refresh_from_db()
    assert (template.purpose, template.version) == ("With a queue.", 2)
    assert template.sections.get(key="analysis").body == "Who queues?"
    answer = olga.post(page.request["PATH_INFO"], typed | {"purpose": "Without."})
    assert answer.status_code == 409
    assert b"Without." in answer.content


def test_the_office_adds_a_section_beside_the_six(cast, olga):
    template = templating.begin_template(by=cast.olga, name="Counters")
    address = reverse("plans:edit_template", args=[template.public_id])
    typed = {"name": "Counters", "version": template.version}
    for text in olga.get(address).context["texts"]:
        typed |= {f"{text.prefix}-body": "", f"{text.prefix}-version": text.instance.version}

    untitled = olga.post(address, typed | {"new-body": "Who queues?"})
    olga.post(address, typed | {"new-title": "Queues", "new-body": "Who queues?"})

    assert b"Give the section a title." in untitled.content
    added = template.sections.get(key="own-1")
    assert (added.title, added.body) == ("Queues", "Who queues?")


def test_the_office_writes_a_goal_and_a_measure(cast, olga):
    template = templating.begin_template(by=cast.olga, name="Counters")
    blank = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0-version": 0}
    lines = {f"lines-{name}": value for name, value in blank.items()}
    olga.post(
        reverse("plans:new_template_goal", args=[template.public_id]),
        {"title": "Shorter queues", "lines-0-measured_by": "Minutes", **lines},
    )
    below = {f"{part}-{k}": v for part in ("milestones", "needs") for k, v in blank.items()}
    goal = template.goals.get()
    answer = olga.post(
        reverse("plans:new_template_measure", args=[template.public_id]),
        {
            "title": "A counter",
            "goals": [goal.pk],
            "milestones-0-title": "Open",
            "milestones-0-month": 3,
            **below,
        },
    )

    assert answer.status_code == 302
    measure = template.measures.get()
    assert goal.lines.get().measured_by == "Minutes"
    assert (measure.milestones.get().month, measure.goals.get()) == (3, goal)
    gone = {"title": goal.title, "archived": "on", "version": goal.version, **lines}
    olga.post(goal.get_absolute_url(), gone)
    assert not template.goals.live().exists()


def test_what_is_published_is_closed_to_editing(cast, plan, olga):
    template = take(kept(cast, plan), "publish", by=cast.olga)

    answer = olga.get(reverse("plans:edit_template", args=[template.public_id]))

    assert answer.status_code == 409
    take(template, "withdraw", by=cast.olga)
    take(template, "revise", by=cast.olga)
    address = reverse("plans:edit_template", args=[template.public_id])
    assert olga.get(address).status_code == 200


@pytest.mark.parametrize("more", [0, 2])
def test_what_the_pages_ask_of_the_database(cast, plan, olga, more):
    template = kept(cast, plan)
    for number in range(more):
        template.goals.create(number=10 + number, title="More")
        template.measures.create(number=10 + number, title="More")
        kept(cast, plan)
    edit = reverse("plans:edit_template", args=[template.public_id])

    assert queries(lambda: olga.get(reverse("plans:templates"))) <= 10
    assert queries(lambda: olga.get(template.get_absolute_url())) <= 10
    assert queries(lambda: olga.get(edit)) <= 10
    assert queries(lambda: olga.get(template.measures.get(number=1).get_absolute_url())) <= 10
