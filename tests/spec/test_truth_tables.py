"""Every machine of the product is its table in this directory: no arrow more, none less."""

import pytest
from django.apps import apps

from improvement.door.lifecycle import machines, rows

from .loader import MACHINES, built_states, machine, states, steps

MODELS = {
    "round": "plans.Round",
    "plan_template": "plans.PlanTemplate",
    "overall_goal_set": "plans.OverallGoalSet",
    "extension": "plans.Extension",
    "plan": "plans.Plan",
    "goal_set": "plans.GoalSet",
    "goal": "plans.Goal",
    "measure": "plans.Measure",
    "major_project": "plans.MajorProject",
    "draft_check": "plans.DraftCheck",
    "countersign": "plans.Countersign",
    "adjustment": "plans.Adjustment",
    "adjustment_list": "plans.AdjustmentList",
    "consolidation_issue": "plans.ConsolidationIssue",
    "proposed_change": "plans.ProposedChange",
    "organization_plan": "plans.OrganizationPlan",
    "plan_receipt": "plans.PlanReceipt",
    "ballot": "approvals.Ballot",
    "condition": "approvals.Condition",
    "review": "plans.Review",
    "comment": "plans.Comment",
    "award": "incentives.Award",
    "objection": "incentives.Objection",
    "criticism": "incentives.Criticism",
    "rectification": "incentives.Rectification",
    "indicator": "evidence.Indicator",
    "period_lock": "evidence.PeriodLock",
    "value": "evidence.Value",
    "task": "execution.Task",
    "progress_report": "execution.ProgressReport",
    "deviation": "execution.Deviation",
    "finding": "evidence.Finding",
    "field_note": "evidence.FieldNote",
    "checklist": "evidence.Checklist",
    "inspection": "evidence.Inspection",
    "service_record": "evidence.ServiceRecord",
    "data_import": "evidence.DataImport",
    "survey": "evidence.Survey",
    "saved_view": "evidence.SavedView",
    "data_request": "evidence.DataRequest",
    "evaluation_period": "evaluation.EvaluationPeriod",
    "evaluation": "evaluation.Evaluation",
    "verification": "evaluation.Verification",
    "practice": "evaluation.Practice",
}
STATE_AND_STEP = [
    (name, state, step) for name in MACHINES for state in states(name) for step in steps(name)
]


def declared(name):
    return {(source, arrow.name): arrow for source, arrow in rows(apps.get_model(MODELS[name]))}


def specified(name):
    return {(arrow.source, arrow.step): arrow for arrow in machine(name) if not arrow.awaited}


@pytest.mark.parametrize(("name", "state", "step"), STATE_AND_STEP)
def test_a_step_leaves_a_state_exactly_where_the_table_says_so(name, state, step):
    code, table = declared(name).get((state, step)), specified(name).get((state, step))
    assert (code is None) == (table is None)
    if table:
        assert code.target == table.target
        assert set(code.on) == table.kinds
        assert code.clause == table.clause
        assert set(code.needs) >= table.needs


@pytest.mark.parametrize("name", MACHINES)
def test_the_code_has_no_step_and_no_state_beside_the_table(name):
    assert set(declared(name)) <= set(specified(name))
    choices = apps.get_model(MODELS[name])._meta.get_field("status").choices
    assert {value for value, _label in choices} == set(built_states(name))


@pytest.mark.parametrize("name", MACHINES)
def test_a_row_begins_in_the_first_state_of_its_table(name):
    status = apps.get_model(MODELS[name])._meta.get_field("status")
    assert status.get_default() == states(name)[0]


def test_no_machine_without_a_table():
    assert {model._meta.label for model in machines()} == set(MODELS.values())
