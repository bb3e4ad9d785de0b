"""What a plan covers: headings, key areas, reach, fit, order; from the problem to the measure."""

import datetime as dt
from decimal import Decimal

import pytest

from evidence.models import Indicator, Value
from improvement.door.acts import create, record
from plans.checking.check import check_goals, check_plan
from plans.checking.coverage import missing_headings
from plans.checking.reach import Reach, reaches
from plans.checking.smart import smart
from plans.checking.tracing import by_type, orphans, traces
from plans.models import Dependency, Milestone, SwitchedOffGate
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round)


@pytest.fixture
def draft(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="empty")


def sentences(gaps):
    return [str(gap.sentence) for gap in gaps]


# The status analysis


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Flow: slow.\n\nQuality: uneven.\n\nStaff: tired.", []),
        ("<h3>Service flow</h3><p>Slow.</p><h3>Quality</h3><p>Fair.</p>", ["staff"]),
        ("<p><strong>流程：</strong>慢</p><p>一、質素：尚可</p><p>員工：不足</p>", []),
        ("流程：慢。\n服务质量：一般。\n员工：不足。", []),
        ("1. Flow\nSlow.\n2. Staff\nTired.", ["quality"]),
        ("Flow:\n", ["flow", "quality", "staff"]),
        ("The flow of calls, their quality and our staff.", ["flow", "quality", "staff"]),
    ],
)
def test_the_analysis_covers_flow_quality_and_staff(text, missing):
    """D45: whatever the method, the three are looked at; each heads a paragraph."""
    assert [str(heading) for heading in missing_headings(text)] == missing


def test_a_heading_without_a_word_blocks_the_plan(cast, plan):
    """D45."""
    section = plan.sections.get(key="analysis")
    record(section, {"body": "Flow: slow.\nQuality: uneven."}, by=cast.dana)
    plan.__dict__.pop("section_texts", None)
    (gap,) = check_plan(plan)
    assert not gap.warning
    assert "“Staff”" in gap.sentence
    assert gap.link == plan.section_url("analysis") + "#id_body"


def test_a_round_can_leave_the_headings_out(cast, plan):
    SwitchedOffGate.objects.create(round=plan.round, gate="analysis", reason="First year")
    record(plan.sections.get(key="analysis"), {"body": "Calls are slow."}, by=cast.dana)
    plan.__dict__.pop("section_texts", None)
    plan.round.__dict__.pop("off", None)
    assert check_plan(plan) == []


# Key areas


def test_each_key_area_the_department_names_has_a_goal(cast, draft):
    """D48: the rule speaks of all key areas; they are the department's to name."""
    record(draft, {"key_areas": "Hotline\n\nCounter\nhotline"}, by=cast.dana)
    record(draft.goals.first(), {"key_area": "hotline "}, by=cast.dana)
    draft.refresh_from_db()
    assert sentences(check_goals(draft.goal_set)) == [
        "No goal belongs to the key area “Counter”.",
    ]


def test_the_key_areas_are_named_beside_the_goals(cast, draft, sign_in):
    page = sign_in(cast.dana).get(draft.section_url("goals"))
    answer = sign_in(cast.dana).post(
        f"{draft.get_absolute_url()}key-areas/",
        {"key_areas": "Hotline", "version": page.context["key_areas"].initial["version"]},
    )
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.key_areas == "Hotline"


# Reach


@pytest.fixture
def measured(cast, draft):
    """Twelve months of an indicator around 70, and a goal that names it."""
    card = create(
        Indicator(
            code="fcr", name="Solved at once", direction="higher", unit="%", rhythm="monthly"
        ),
        by=cast.olga,
    )
    year = draft.round.starts.year - 1
    for month in range(1, 13):
        Value.objects.create(
            indicator=card,
            department=draft.department,
            period=f"{year}-{month:02}",
            value=Decimal(70 + month % 3),
            status="accepted",
        )
    line = draft.goals.get(number=1).target_lines.get()
    return record(line, {"indicator": card, "target": Decimal(74)}, by=cast.dana)


def test_a_target_within_the_natural_limits_is_achievable(cast, draft, measured):
    """D46: held against what this department has reached so far."""
    goal = draft.goals.get(number=1)
    verdict = smart(goal, draft.round, reaches(draft, [goal]))[2]
    assert verdict.met
    assert verdict.reason == "Within reach of the last 12 values (natural limits 67.37 to 74.63)."


def test_a_target_beyond_all_past_values_needs_a_word(cast, draft, measured):
    """D46: outside the distribution it is not forbidden; it is justified."""
    record(measured, {"target": Decimal(90)}, by=cast.dana)
    (gap,) = check_goals(draft.goal_set)
    assert gap.sentence.startswith("G1: 90 lies beyond the last 12 values (best 72,")
    assert gap.link.endswith(f"#line-{measured.pk}")

    record(measured, {"justification": "A pilot group has reached it."}, by=cast.dana)
    assert check_goals(draft.goal_set) == []
    goal = draft.goals.get(number=1)
    verdict = smart(goal, draft.round, reaches(draft, [goal]))[2]
    assert verdict.reason == "Beyond all past values, and justified."


def test_values_of_another_department_do_not_count(cast, draft, measured):
    Value.objects.update(department=cast.qua)
    record(measured, {"target": Decimal(90)}, by=cast.dana)
    assert check_goals(draft.goal_set) == []


def test_values_of_the_round_itself_are_not_past(cast, draft, measured):
    """What a plan has brought about does not judge what it set out to do."""
    Value.objects.update(ends=draft.round.ends)
    record(measured, {"target": Decimal(90)}, by=cast.dana)
    assert check_goals(draft.goal_set) == []


@pytest.mark.parametrize(
    ("direction", "target", "holds"),
    [
        ("higher", 13, True),
        ("higher", 20, False),
        ("lower", 8, True),
        ("lower", 1, False),
        ("in_range", 99, True),
    ],
)
def test_what_lies_within_reach(draft, direction, target, holds):
    line = draft.goals.first().target_lines.get()
    line.direction, line.target = direction, Decimal(target)
    reach = Reach.over([Decimal(n) for n in (10, 11, 10, 12, 11, 10, 12, 11)])
    assert reach.holds(line) is holds


def test_five_values_say_nothing():
    assert Reach.over([Decimal(5)] * 5) is None
    assert Reach.over([Decimal(5)] * 6).upper == Decimal(5)


# Fit and type


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("resource_fit", "M1: say how it fits the people, goods and money at hand."),
        ("type", "M1: choose its type; the office counts measures by it."),
    ],
)
def test_fit_and_type_ask_for_a_word(cast, plan, field, sentence):
    """D53, D55."""
    record(plan.measures.get(), {field: ""}, by=cast.dana)
    (gap,) = check_plan(plan)
    assert gap.warning
    assert gap.sentence == sentence
    assert gap.link.endswith(f"#id_{field}")


# Order


def second(cast, plan, **dates):
    """Another measure of the plan, dated so."""
    measure = factories.make_measure(cast, plan)
    return record(measure, dates, by=cast.dana)


def test_a_measure_begins_after_what_it_waits_for(cast, plan):
    """D59: within the plan the order is an error."""
    first, year = plan.measures.get(), plan.round.starts.year
    record(first, {"ends": dt.date(year, 6, 30)}, by=cast.dana)
    later = second(cast, plan, starts=dt.date(year, 6, 30))
    create(Dependency(measure=later, needs=first), by=cast.dana)
    (gap,) = check_plan(plan)
    assert not gap.warning
    assert gap.sentence.startswith(f"M2 begins on 30 Jun {year}, before CSC M1")
    assert gap.link == later.get_absolute_url() + "#id_waits"

    record(later, {"starts": dt.date(year, 7, 1)}, by=cast.dana)
    assert check_plan(plan) == []


def test_the_date_of_another_department_asks_for_a_word(cast, plan):
    """D59: plans rest on each other; the dates of others are not this department's to set."""
    other = factories.make_plan(cast, department="qua", by="dora", head="hugo")
    create(Dependency(measure=plan.measures.get(), needs=other.measures.get()), by=cast.dana)
    (gap,) = check_plan(plan)
    assert gap.warning
    assert "QUA M1" in gap.sentence


def test_nothing_waits_in_a_circle(cast, plan):
    """D59: over however many departments."""
    other = factories.make_plan(cast, department="qua", by="dora", head="hugo")
    mine, theirs = plan.measures.get(), other.measures.get()
    create(Dependency(measure=mine, needs=theirs), by=cast.dana)
    create(Dependency(measure=theirs, needs=mine), by=cast.dora)
    assert sentences(check_plan(plan)) == ["M1 and QUA M1 wait for each other in a circle."]


# From the problem to the measure


def test_no_goal_and_no_measure_stands_alone(cast, plan):
    """D31: problem, goal and measure are one line."""
    measure = plan.measures.get()
    record(measure, {"goals": plan.goals.filter(number=1)}, by=cast.dana)
    goals, measures = plan.live_goals, plan.live_measures
    assert [trace.whole for trace in traces(goals, measures)] == [True, False, False]
    assert orphans(goals[1:], measures) == [measure]


def test_measures_are_counted_by_type(cast, plan):
    """D53."""
    second(cast, plan, type="training", cost=Decimal(1000))
    found = {str(kind.label): (kind.count, kind.cost) for kind in by_type(plan.live_measures)}
    assert found == {
        "Training": (1, Decimal(1000)),
        "New technology": (1, Decimal(320_000)),
    }


# Typing


def page_of(client, url):
    """A form as the browser sends it back."""
    from tests.plans.test_drafting import typed

    return typed(client.get(url))


def test_a_goal_is_checked_while_it_is_typed(cast, draft, sign_in):
    """D46: the five verdicts follow the answers; nothing is saved."""
    client, goal = sign_in(cast.dana), draft.goals.get(number=1)
    answers = page_of(client, goal.get_absolute_url())
    answers |= {"beneficiaries": "", "lines-0-unit": ""}
    page = client.post(f"{draft.get_absolute_url()}goals/check/?number=1", answers)
    assert [v.letter for v in page.context["verdicts"] if not v.met] == ["S", "M"]
    goal.refresh_from_db()
    assert goal.beneficiaries

    page = client.post(f"{draft.get_absolute_url()}goals/check/", answers)
    assert [v.letter for v in page.context["verdicts"] if not v.met] == ["S", "M"]


def test_a_measure_is_checked_while_it_is_typed(cast, draft, sign_in):
    client, measure = sign_in(cast.dana), factories.make_measure(cast, draft)
    answers = page_of(client, measure.get_absolute_url()) | {"person": "", "goals": []}
    page = client.post(f"{draft.get_absolute_url()}measures/check/?number=1", answers)
    assert sentences(page.context["gaps"]) == [
        "M1 serves no goal.",
        "M1: name the responsible person.",
    ]
    assert Milestone.objects.count() == 1


def test_whoever_does_not_draft_is_refused(cast, draft, sign_in):
    assert sign_in(cast.olga).post(f"{draft.get_absolute_url()}goals/check/").status_code == 403


# Saying what a measure waits for


def test_what_a_measure_waits_for_is_typed_as_it_is_named(cast, draft, sign_in):
    """D59."""
    client = sign_in(cast.dana)
    first, later = factories.make_measure(cast, draft), factories.make_measure(cast, draft)
    answers = page_of(client, later.get_absolute_url())
    answers |= {"waits-0-other": "csc m1", "waits-0-note": "The new texts"}
    client.post(later.get_absolute_url(), answers)
    kept = Dependency.objects.get()
    assert (kept.measure, kept.needs, kept.note) == (later, first, "The new texts")

    answers = page_of(client, later.get_absolute_url()) | {"waits-0-removed": "on"}
    client.post(later.get_absolute_url(), answers)
    assert Dependency.objects.get().archived

    answers = page_of(client, later.get_absolute_url()) | {"waits-0-other": "M1"}
    client.post(later.get_absolute_url(), answers)
    assert list(Dependency.objects.live()) == [kept]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ITD M9", "No measure of this year is called “ITD M9”. Write it like ITD M2."),
        ("soon", "No measure of this year is called “soon”. Write it like ITD M2."),
        ("M1", "A measure does not wait for itself."),
    ],
)
def test_what_is_no_other_measure_is_told(cast, draft, sign_in, text, sentence):
    client, measure = sign_in(cast.dana), factories.make_measure(cast, draft)
    answers = page_of(client, measure.get_absolute_url()) | {"waits-0-other": text}
    page = client.post(measure.get_absolute_url(), answers)
    assert sentence in page.context["waits"].forms[0].errors["other"]
    assert not Dependency.objects.exists()
