"""Rows read along in another statement are the rows that would have been read by themselves."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from improvement.door.packed import columns, side_by_side, together
from plans.models import Goal, Measure, Milestone, TargetLine
from tests import factories


@pytest.fixture
def year(cast: Any, planning_round: Any) -> Any:
    """A plan in execution and another that is decided on: rows of most models."""
    factories.make_plan(cast, planning_round, "qua", by="dora", head="hugo", status="approved")
    return factories.make_plan(cast, planning_round, status="execution")


def ours() -> list[type[models.Model]]:
    found = apps.get_models()
    return [model for model in found if not model.__module__.startswith("django")]


def values(row: models.Model) -> dict[str, Any]:
    """Every column with its type: 80 and Decimal("80.00") are not the same to a page."""
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: (type(getattr(row, name)), getattr(row, name)) for name in names}


def test_a_packed_row_has_every_column_as_it_is_read_otherwise(year: Any) -> None:
    compared = 0
    for model in ours():
        rows = model._base_manager.order_by("pk")
        packed = sorted(together([(rows, columns(model))]), key=lambda row: row.pk)
        assert [values(row) for row in packed] == [values(row) for row in rows], model
        compared += len(packed)
    assert compared > 100


def test_a_row_with_more_columns_than_a_function_takes(
    year: Any, django_assert_num_queries: Any
) -> None:
    wide = 3 * columns(Goal, "plan__round", "plan__department")
    assert len(wide) > 200
    with django_assert_num_queries(1):
        packed = together([(Goal.objects.filter(plan=year), wide)])
        found = {(g.title, g.plan.round.label, g.plan.department.code) for g in packed}
    assert found == {
        (g.title, g.plan.round.label, g.plan.department.code)
        for g in Goal.objects.filter(plan=year)
    }


def test_rows_read_along_hang_where_they_belong_and_ask_no_more(
    year: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        goals = Goal.objects.filter(plan=year).order_by("number")
        goals = list(goals.along("target_lines", TargetLine.objects.all(), "indicator"))
        read = [
            (line.goal.title, str(line.indicator)) for g in goals for line in g.target_lines.all()
        ]
    assert read
    lines = TargetLine.objects.filter(goal__plan=year).order_by("goal__number", "pk")
    assert read == [(line.goal.title, str(line.indicator)) for line in lines]


def test_rows_that_hang_on_several_hang_on_each(year: Any, django_assert_num_queries: Any) -> None:
    goals = Goal.objects.filter(plan=year)
    with django_assert_num_queries(1):
        measures = Measure.objects.filter(plan=year).along("goals", goals, "overall_goal")
        read = {
            (measure.pk, goal.pk, str(goal.overall_goal))
            for measure in measures
            for goal in measure.goals.all()
        }
    served = Measure.goals.through.objects.filter(measure__plan=year)
    assert read == {(one.measure_id, one.goal_id, str(one.goal.overall_goal)) for one in served}
    assert len(read) > 1


def test_who_has_nothing_below_has_an_empty_list(year: Any, django_assert_num_queries: Any) -> None:
    Milestone.objects.filter(measure__plan=year).delete()
    with django_assert_num_queries(1):
        measures = Measure.objects.filter(plan=year).along("milestones", Milestone.objects.all())
        assert [list(measure.milestones.all()) for measure in measures] == [[]] * len(measures)


def test_lists_side_by_side_keep_their_order_and_their_length(
    cast: Any, year: Any, django_assert_num_queries: Any
) -> None:
    asked = {
        "goals": (Goal.objects.order_by("-pk")[:2], columns(Goal, "plan__department")),
        "none": (Measure.objects.none(), columns(Measure)),
    }
    with django_assert_num_queries(1):
        found = side_by_side(cast.hana, asked)
        places = [goal.plan.department.code for goal in found["goals"]]
    assert [goal.pk for goal in found["goals"]] == list(
        Goal.objects.order_by("-pk").values_list("pk", flat=True)[:2]
    )
    assert places == [goal.plan.department.code for goal in Goal.objects.order_by("-pk")[:2]]
    assert found["none"] == []
