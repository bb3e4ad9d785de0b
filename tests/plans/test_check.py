"""The check of a plan: what is missing blocks, and each gap leads to its field."""

import datetime as dt

import pytest

from improvement.door.acts import record
from plans.check import check_goals, check_plan
from plans.models import SectionKey, SwitchedOffGate
from plans.smart import smart
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    """Complete and with its goals fixed: nothing to find."""
    return factories.make_plan(cast, planning_round)


@pytest.fixture
def draft(cast, planning_round):
    """Goals that pass, still open to editing; no measure, no text yet."""
    return factories.make_plan(cast, planning_round, status="empty")


def sentences(gaps):
    return [str(gap.sentence) for gap in gaps]


def test_a_complete_plan_has_no_gap(plan):
    assert check_plan(plan) == []


@pytest.mark.parametrize(
    ("field", "letter"),
    [
        ("statement", "S"),
        ("beneficiaries", "S"),
        ("evidence", "R"),
        ("customer_need", "R"),
        ("overall_goal", "R"),
    ],
)
def test_what_a_goal_lacks_costs_its_letter(cast, draft, field, letter):
    """D6, D46, D47: specific and relevant; tied to analysis, strategy and customer need."""
    goal = record(
        draft.goals.first(), {field: None if field == "overall_goal" else ""}, by=cast.dana
    )
    verdicts = {verdict.letter: verdict.met for verdict in smart(goal, draft.round)}
    assert [each for each, met in verdicts.items() if not met] == [letter]
    assert any(gap.link.endswith(f"#id_{field}") for gap in check_goals(draft.goal_set))


@pytest.mark.parametrize(
    ("change", "letter"),
    [
        ({"baseline": None}, "M"),
        ({"target": None}, "M"),
        ({"unit": ""}, "M"),
        ({"source": ""}, "M"),
        ({"direction": ""}, "M"),
        ({"target": 50}, "A"),
        ({"due": None}, "T"),
        ({"due": dt.date(2001, 1, 1)}, "T"),
    ],
)
def test_what_a_target_line_lacks_costs_its_letter(cast, draft, change, letter):
    """D46: measurable, achievable, time-bound."""
    goal = draft.goals.get(number=1)
    line = record(goal.target_lines.get(), change, by=cast.dana)
    missed = {verdict.letter for verdict in smart(goal, draft.round) if not verdict.met}
    assert missed == {letter}
    assert f"{goal.get_absolute_url()}#line-{line.pk}" in [
        gap.link for gap in check_goals(draft.goal_set)
    ]


def test_the_families_are_covered(cast, draft):
    """D48: quality, satisfaction and process."""
    record(draft.goals.get(family="process"), {"family": "business"}, by=cast.dana)
    assert sentences(check_goals(draft.goal_set)) == ["No goal belongs to the family “Process”."]


def test_the_customer_is_asked_for_even_where_families_are_not(cast, draft):
    """D4: satisfaction is start and end point."""
    SwitchedOffGate.objects.create(round=draft.round, gate="families", reason="First year")
    record(draft.goals.get(family="satisfaction"), {"family": "quality"}, by=cast.dana)
    draft.round.__dict__.pop("off", None)
    assert sentences(check_goals(draft.goal_set)) == ["No goal is about customer satisfaction."]


def test_the_effect_is_estimated_in_figures(cast, draft):
    """D57: words alone are no estimate."""
    goal = draft.goals.first()
    record(goal, {"expected_effect": "Much better service"}, by=cast.dana)
    assert sentences(check_goals(draft.goal_set)) == [
        "G1: estimate the expected effect in figures."
    ]


def test_every_goal_has_a_measure(cast, draft):
    """D51."""
    factories.make_measure(cast, draft, goals=draft.goals.exclude(number=2))
    assert "G2 has no measure yet." in sentences(check_plan(draft))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"department": None}, "M1: name the responsible department."),
        ({"person": None}, "M1: name the responsible person."),
        ({"ends": None}, "M1: give start and end."),
        ({"cost": None}, "M1: give the cost; zero is a cost too."),
    ],
)
def test_a_measure_names_department_person_and_dates(cast, plan, change, sentence):
    """D52."""
    record(plan.measures.get(), change, by=cast.dana)
    assert sentences(check_plan(plan)) == [sentence]


def test_a_measure_has_time_nodes(cast, plan):
    """D52: several may be named, one must be."""
    record(plan.measures.get().milestones.get(), {"archived": True}, by=cast.dana)
    assert sentences(check_plan(plan)) == ["M1: add at least one milestone."]


def test_a_cost_without_benefit_is_a_warning(cast, plan):
    """D54: weighed, not forbidden."""
    record(plan.measures.get(), {"benefit": None}, by=cast.dana)
    (gap,) = check_plan(plan)
    assert gap.warning
    assert "weigh the cost" in str(gap.sentence)


@pytest.mark.parametrize("key", ["overview", "analysis", "schedule", "effect"])
def test_the_six_parts_are_written(cast, plan, key):
    """D56: goals and measures have rows of their own; the other four are text."""
    assert len(SectionKey.values) == 6
    record(plan.sections.get(key=key), {"body": "  "}, by=cast.dana)
    (gap,) = check_plan(plan)
    assert gap.link == plan.section_url(key) + "#id_body"


def test_a_gate_is_switched_off_with_its_reason(cast, plan):
    record(plan.sections.get(key="effect"), {"body": ""}, by=cast.dana)
    SwitchedOffGate.objects.create(round=plan.round, gate="sections", reason="Pilot year")
    plan.round.__dict__.pop("_off", None)
    assert check_plan(plan) == []
