"""Drafting over the web: begin, write, save twice, save late, take out, check, hand in."""

import datetime as dt
from decimal import Decimal

import pytest

from improvement.audit.models import Entry
from improvement.door.acts import create, record, take
from plans.checking.check import check_plan
from plans.models import Goal, Measure, Milestone, Plan, Round, TargetLine
from plans.steps import begin_review, comment, finish_review
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    """Dana's plan: three goals in draft, nothing else."""
    return factories.make_plan(cast, planning_round, status="empty")


@pytest.fixture
def dana(cast, sign_in):
    return sign_in(cast.dana)


def typed(response, **changes):
    """What a browser would send back from this page: every field as it stands, then the changes."""
    data = {}
    context = response.context
    names = ("formset", "resources", "waits")
    sets = [context[name] for name in names if context.get(name)]
    rows = [form for formset in sets for form in formset]
    for form in [context["form"], *rows, *(context.get("effects") or [])]:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                value = "on" if value else None
            if hasattr(value, "__iter__") and not isinstance(value, str):
                value = [getattr(item, "pk", item) for item in value]
            if value is not None:
                data[bound.html_name] = value
    for formset in sets:
        data |= {f.html_name: f.value() for f in formset.management_form}
    return data | changes


# Beginning


def test_the_only_possible_plan_takes_one_button(cast, planning_round, dana):
    page = dana.get("/plans/new/")
    choice = page.context["only"][0]

    response = dana.post("/plans/new/", {"choice": choice, "key": "once"})

    plan = Plan.objects.get()
    assert plan.department == cast.csc
    assert response.url == f"/plans/{plan.public_id}/edit/overview/"


def test_only_open_years_and_own_departments_are_offered(cast, planning_round, dana):
    factories.make_round(cast, year=factories.YEAR + 1, open_drafting=False)

    possible = dana.get("/plans/new/").context["possible"].values()

    assert [(r, d) for r, d in possible] == [(planning_round, cast.csc)]


def test_a_second_plan_for_the_year_is_not_offered(plan, dana):
    page = dana.get("/plans/new/")

    assert page.context["possible"] == {}
    assert b"There is no plan to begin" in page.content


def test_a_pair_that_was_not_offered_is_refused(cast, planning_round, dana):
    choice = f"{planning_round.public_id}/{cast.lic.public_id}"

    response = dana.post("/plans/new/", {"choice": choice})

    assert response.status_code == 409
    assert not Plan.objects.exists()


def test_who_drafts_nowhere_is_told_who_does(cast, planning_round, sign_in):
    response = sign_in(cast.sam).get("/plans/new/")

    assert response.status_code == 403
    assert "head, deputy or clerk" in response.content.decode()


# Sections


def test_a_section_is_saved(cast, plan, dana):
    page = dana.get(plan.section_url("overview"))

    response = dana.post(
        plan.section_url("overview"), typed(page, body="Fewer calls, sooner done.")
    )

    section = plan.sections.get(key="overview")
    assert response.url == plan.section_url("overview")
    assert (section.body, section.version) == ("Fewer calls, sooner done.", 2)
    assert Entry.objects.of(f"plans.plan:{plan.pk}").last().actor == cast.dana


def test_save_and_go_on_leads_to_the_next_section_and_at_last_to_the_check(plan, dana):
    page = dana.get(plan.section_url("schedule"))

    assert dana.post(
        plan.section_url("schedule"), typed(page, body="First M1.", go_on="1")
    ).url == plan.section_url("effect")
    page = dana.get(plan.section_url("effect"))
    assert dana.post(
        plan.section_url("effect"), typed(page, body="12 points.", go_on="1")
    ).url.endswith("/check/")


def test_who_saves_late_keeps_the_text(cast, plan, dana):
    page = dana.get(plan.section_url("overview"))
    section = plan.sections.get(key="overview")
    factories.write(section, "Hana was quicker.", by=cast.hana)

    response = dana.post(plan.section_url("overview"), typed(page, body="Dana wrote long."))

    section.refresh_from_db()
    assert response.status_code == 409
    assert "Dana wrote long." in response.content.decode()
    assert "Hana was quicker." in response.content.decode()
    assert section.body == "Hana was quicker."


def test_the_effect_section_saves_what_each_goal_brings(plan, dana):
    page = dana.get(plan.section_url("effect"))

    dana.post(
        plan.section_url("effect"),
        typed(page, **{"body": "Together.", "goal_2-expected_effect": "8 points in a year"}),
    )

    assert plan.goals.get(number=2).expected_effect == "8 points in a year"
    assert plan.goals.get(number=1).version == 1


def test_comments_of_a_finished_review_stand_beside_the_section(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round, status="office_review")
    review = begin_review(by=cast.olga, plan=plan)
    comment(by=cast.olga, plan=plan, body="Whose figures are these?", section="overview")
    plan = finish_review(by=cast.olga, review=review, verdict="send_back", summary="One question.")

    page = sign_in(cast.dana).get(plan.section_url("overview"))

    assert "Whose figures are these?" in page.content.decode()
    assert "One question." in page.content.decode()


def test_who_cannot_write_is_led_to_the_text(cast, plan, sign_in):
    response = sign_in(cast.olga).get(plan.section_url("overview"))

    assert response.url == f"/plans/{plan.public_id}/text/#section-overview"
    assert sign_in(cast.olga).post(plan.section_url("overview"), {"body": "x"}).status_code == 403


def test_a_stranger_finds_nothing(cast, plan, sign_in):
    for path in ("", "text/", "history/", "check/", "edit/overview/", "goals/1/", "goals/new/"):
        assert sign_in(cast.xia).get(f"{plan.get_absolute_url()}{path}").status_code == 404, path


# Goals


def test_a_new_goal_is_saved_with_its_first_line(cast, plan, dana):
    url = f"{plan.get_absolute_url()}goals/new/"
    page = dana.get(url)

    response = dana.post(
        url,
        typed(
            page,
            **{
                "title": "Answer letters within three days",
                "family": "quality",
                "lines-0-measured_by": "Letters answered in time",
                "lines-0-direction": "higher",
                "lines-0-target": "95",
                "lines-0-unit": "%",
            },
        ),
    )

    goal = plan.goals.get(number=4)
    line = goal.target_lines.get()
    assert response.url == goal.get_absolute_url()
    assert (line.target, line.unit, line.version) == (Decimal(95), "%", 1)


def test_a_form_sent_twice_counts_once(plan, dana):
    url = f"{plan.get_absolute_url()}goals/new/"
    data = typed(dana.get(url), title="Only once", key="the-same")

    dana.post(url, data)
    dana.post(url, data)

    assert plan.goals.filter(title="Only once").count() == 1


def test_lines_are_changed_added_and_taken_out(plan, dana):
    goal = plan.goals.get(number=1)
    first = goal.target_lines.get()
    page = dana.get(goal.get_absolute_url())

    dana.post(
        goal.get_absolute_url(),
        typed(
            page,
            **{
                "lines-0-target": "81.5",
                "lines-1-measured_by": "Second calls",
                "lines-1-target": "12",
            },
        ),
    )
    first.refresh_from_db()
    goal.refresh_from_db()
    assert (first.target, first.version) == (Decimal("81.5"), 2)
    assert goal.version == 1
    assert goal.target_lines.count() == 2

    page = dana.get(goal.get_absolute_url())
    dana.post(goal.get_absolute_url(), typed(page, **{"lines-0-removed": "on"}))
    first.refresh_from_db()
    assert first.archived
    assert [line.name for line in goal.target_lines.filter(archived=False)] == ["Second calls"]


def test_a_line_changed_by_another_keeps_every_answer(cast, plan, dana):
    goal = plan.goals.get(number=1)
    page = dana.get(goal.get_absolute_url())
    record(goal.target_lines.get(), {"target": Decimal(99)}, by=cast.hana)

    response = dana.post(
        goal.get_absolute_url(),
        typed(page, **{"statement": "A long new statement", "lines-0-target": "77"}),
    )

    goal.refresh_from_db()
    assert response.status_code == 409
    assert "A long new statement" in response.content.decode()
    assert goal.version == 1


def test_each_verdict_leads_to_its_field(cast, plan, dana):
    goal = plan.goals.get(number=1)
    record(goal, {"evidence": ""}, by=cast.dana)
    line = goal.target_lines.get()
    record(line, {"unit": ""}, by=cast.dana)

    text = dana.get(goal.get_absolute_url()).content.decode()

    assert 'href="#id_evidence"' in text
    assert 'id="id_evidence"' in text
    assert f'href="#line-{line.pk}"' in text
    assert f'id="line-{line.pk}"' in text


def test_every_gap_leads_to_a_place_that_exists(cast, plan, dana):
    goal = plan.goals.get(number=1)
    for name in ("statement", "beneficiaries", "customer_need", "evidence", "expected_effect"):
        record(goal, {name: ""}, by=cast.dana)
    record(goal, {"overall_goal": None}, by=cast.dana)
    measure = factories.make_measure(cast, plan, goals=[])
    record(measure, {"person": None, "starts": None, "department": None}, by=cast.dana)
    record(measure.milestones.get(), {"archived": True}, by=cast.dana)

    gaps = dana.get(f"{plan.get_absolute_url()}check/").context["sheet"].gaps

    assert len(gaps) > 12
    for gap in gaps:
        page, _hash, anchor = gap.link.partition("#")
        text = dana.get(page).content.decode()
        assert not anchor or f'id="{anchor}"' in text, gap


def test_goals_under_way_are_read_and_not_written(cast, plan, dana):
    goal = plan.goals.get(number=1)
    page = dana.get(goal.get_absolute_url())
    data = typed(page, title="Another title")
    factories.advance_goals(cast, plan, to="office_review")

    assert "plans/goal.html" in [t.name for t in dana.get(goal.get_absolute_url()).templates]
    assert dana.post(goal.get_absolute_url(), data).status_code == 409
    assert dana.get(f"{plan.get_absolute_url()}goals/new/").status_code == 409
    assert Goal.objects.get(pk=goal.pk).title != "Another title"


def test_a_goal_is_taken_out_of_the_plan_and_of_its_measures(cast, plan, dana):
    measure = factories.make_measure(cast, plan)
    url = f"{plan.get_absolute_url()}goals/2/archive/"
    page = dana.get(url)

    dana.post(url, {"version": page.context["row"].version, "key": "once"})

    assert [g.number for g in plan.goals.live()] == [1, 3]
    assert sorted(g.number for g in measure.goals.all()) == [1, 3]
    assert factories.make_goal(cast, plan).number == 4


# Measures


def test_a_measure_is_saved_with_person_dates_and_milestone(cast, plan, dana):
    url = f"{plan.get_absolute_url()}measures/new/"
    page = dana.get(url)
    starts, ends = plan.round.starts, plan.round.ends

    dana.post(
        url,
        typed(
            page,
            **{
                "title": "Call back instead of waiting",
                "goals": [g.pk for g in plan.goals.all()],
                "person": cast.sam.pk,
                "starts": starts.isoformat(),
                "ends": ends.isoformat(),
                "cost": "180000.50",
                "milestones-0-title": "First team live",
                "milestones-0-due": starts.isoformat(),
            },
        ),
    )

    measure = Measure.objects.get()
    assert (measure.person, measure.department, measure.cost) == (
        cast.sam,
        cast.csc,
        Decimal("180000.50"),
    )
    assert measure.goals.count() == 3
    assert measure.milestones.get().title == "First team live"


def test_people_of_the_responsible_department_stand_first(cast, plan, dana):
    measure = factories.make_measure(cast, plan)
    record(measure, {"department": cast.qua}, by=cast.dana)

    groups = dana.get(measure.get_absolute_url()).context["form"].fields["person"].choices

    assert list(groups)[1][0] == "Quality"


def test_a_measure_does_not_end_before_it_starts(cast, plan, dana):
    measure = factories.make_measure(cast, plan)
    page = dana.get(measure.get_absolute_url())
    early = (measure.starts - dt.timedelta(days=1)).isoformat()

    response = dana.post(measure.get_absolute_url(), typed(page, ends=early))

    assert response.status_code == 200
    assert response.context["form"].errors["ends"]
    assert Measure.objects.get().ends == measure.ends


def test_a_milestone_is_taken_out(cast, plan, dana):
    measure = factories.make_measure(cast, plan)
    page = dana.get(measure.get_absolute_url())

    dana.post(measure.get_absolute_url(), typed(page, **{"milestones-0-removed": "on"}))

    assert measure.milestones.get().archived


def test_a_measure_is_taken_out_of_the_plan(cast, plan, dana):
    measure = factories.make_measure(cast, plan)

    dana.post(f"{measure.get_absolute_url()}archive/", {"version": 1, "key": "once"})

    assert not plan.measures.live().exists()


# Check and hand in


def test_the_check_finds_what_the_condition_of_the_step_finds(cast, plan, dana):
    factories.make_measure(cast, plan, goals=[])

    found = dana.get(f"{plan.get_absolute_url()}check/").context["sheet"].gaps

    assert [str(gap.sentence) for gap in found] == [
        str(gap.sentence) for gap in check_plan(Plan.objects.get())
    ]


def test_goals_are_submitted_from_the_check(cast, plan, sign_in):
    page = sign_in(cast.hana).get(f"{plan.get_absolute_url()}check/")
    assert f"/goal-sets/{plan.goal_set.public_id}/submit/" in page.content.decode()

    sign_in(cast.hana).post(
        f"/goal-sets/{plan.goal_set.public_id}/submit/", {"version": plan.goal_set.version}
    )

    plan.goal_set.refresh_from_db()
    assert plan.goal_set.status == "office_review"


def test_a_warning_asks_for_a_word(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round)
    measure = plan.measures.get()
    record(measure, {"benefit": None}, by=cast.dana)
    hana, url = sign_in(cast.hana), f"{plan.get_absolute_url()}check/"
    submit = f'action="{plan.get_absolute_url()}submit/"'
    page = hana.get(url)
    assert submit not in page.content.decode()

    hana.post(url, typed(page, word_on_warnings="The benefit is counted next year."))

    assert submit in hana.get(url).content.decode()


def test_only_the_head_hands_in(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round)
    url = f"{plan.get_absolute_url()}check/"

    assert "The plan is submitted by the head" in sign_in(cast.dana).get(url).content.decode()
    response = sign_in(cast.hana).post(
        f"{plan.get_absolute_url()}submit/", {"version": plan.version, "key": "once"}
    )

    plan.refresh_from_db()
    assert response.url == plan.get_absolute_url()
    assert plan.status == "office_review"


def test_a_refused_step_names_what_is_missing(cast, plan, sign_in):
    response = sign_in(cast.hana).post(
        f"{plan.get_absolute_url()}submit/", {"version": plan.version}
    )

    assert response.status_code == 409
    assert plan.section_url("overview") in response.content.decode()


def test_a_step_page_says_where_it_leads_and_keeps_the_reason(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round)
    url = f"{plan.get_absolute_url()}withdraw/"
    page = sign_in(cast.hana).get(url).content.decode()

    assert "Withdrawn" in page
    assert 'name="reason"' in page
    assert 'name="recommendation"' not in page
    assert sign_in(cast.hana).post(url, {"version": plan.version}).status_code == 409
    sign_in(cast.hana).post(url, {"version": plan.version, "reason": "Merged into another."})
    assert Plan.objects.get().status == "withdrawn"


@pytest.mark.parametrize("path", ["edit/goals/", "edit/measures/", "edit/effect/", "check/"])
def test_a_longer_plan_takes_no_more_queries(cast, plan, dana, django_assert_num_queries, path):
    Goal.objects.filter(number__gt=1).update(archived=True)
    factories.make_measure(cast, plan)
    url = f"{plan.get_absolute_url()}{path}"
    dana.get(url)
    with django_assert_num_queries(10, exact=False) as one:
        dana.get(url)
    Goal.objects.update(archived=False)
    for _number in range(2):
        factories.make_measure(cast, plan)

    with django_assert_num_queries(len(one)):
        dana.get(url)


def test_a_longer_form_takes_no_more_queries(cast, plan, dana, django_assert_num_queries):
    goal, measure = plan.goals.get(number=1), factories.make_measure(cast, plan)
    pages = [goal.get_absolute_url(), measure.get_absolute_url()]
    for url in pages:
        dana.get(url)
    with django_assert_num_queries(10 + 10, exact=False) as short:
        for url in pages:
            dana.get(url)
    for _number in range(2):
        create(TargetLine(goal=goal, measured_by="More"), by=cast.dana)
        create(Milestone(measure=measure, title="More", due=measure.ends), by=cast.dana)

    with django_assert_num_queries(len(short)):
        for url in pages:
            dana.get(url)


def test_the_round_must_take_drafts(cast, planning_round, dana):
    record(planning_round, {"late_submissions": False}, by=cast.olga)
    take(planning_round, "close_drafting", by=cast.olga)

    assert Round.objects.get().status == "consolidating"
    assert dana.get("/plans/new/").context["possible"] == {}


def test_every_box_of_a_measure_is_a_goal(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round)
    form = sign_in(cast.dana).get(plan.measures.get().get_absolute_url()).context["form"]
    assert [str(label) for _value, label in form.fields["goals"].choices] == [
        str(goal) for goal in plan.goals.live()
    ]
