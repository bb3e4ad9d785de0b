"""The organization plan at a glance: totals, the strategy map, and this year against the last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.charts.bars import NAMED
from plans.models import GoalHealth, OrganizationPlan
from plans.overview import drawing, totals
from plans.overview.changes import Changes
from plans.overview.contents import Part, Whole
from plans.steps import begin_organization_plan, compile_plans
from tests import factories


def goal(number: str, overall: str, title: str = "", indicator: str = "") -> dict[str, Any]:
    return {
        "id": f"{title or number}-{overall}",
        "number": number,
        "title": title or f"Goal {number}",
        "family": "quality",
        "overall_goal": overall,
        "target_lines": [{"indicator": indicator, "direction": "lower"}],
    }


def measure(number: str, *goals: str, cost: str | None = None, days: str = "") -> dict[str, Any]:
    need = {"kind": "people", "amount": days, "starts": "2027-03-01", "ends": "2027-04-30"}
    return {
        "id": number,
        "number": number,
        "goals": list(goals),
        "cost": cost,
        "starts": None,
        "ends": None,
        "resource_needs": [need] if days else [],
    }


def part(code: str, goals: Any = (), measures: Any = ()) -> Part:
    department = SimpleNamespace(code=code, local_name=code.upper())
    plan: Any = SimpleNamespace(department=department, department_id=None)
    return Part(plan, {"goals": list(goals), "measures": list(measures)})


def whole(*parts: Part, label: str = "2027", **overall: str) -> Whole:
    year: Any = SimpleNamespace(
        label=label,
        overall_titles=overall,
        starts=dt.date(2027, 1, 1),
        ends=dt.date(2027, 12, 31),
        capacity_percent=20,
    )
    return Whole(year, parts)


def test_the_cost_of_a_measure_is_shared_by_the_overall_goals_it_serves() -> None:
    """D60: so that the rows add up to the cost of the whole."""
    goals = [goal("G1", "O1"), goal("G2", "O2"), goal("G3", "")]
    csc = part(
        "csc",
        goals,
        [
            measure("M1", "G1", "G2", cost="100"),
            measure("M2", "G3", cost="30"),
            measure("M3", "G1"),
        ],
    )
    found = totals.costs(whole(csc, O1="Wait less", O2="Answer", O3="Nobody"))

    assert found == {
        "O1": {"csc": Fraction(50)},
        "O2": {"csc": Fraction(50)},
        "O3": {},
        "": {"csc": Fraction(30)},
    }


def test_effort_is_spread_over_its_months_and_adds_up() -> None:
    found = totals.effort(whole(part("csc", [], [measure("M1", days="61")]), O1="Wait less"))

    assert found == {
        dt.date(2027, 3, 1): {"csc": Fraction(31)},
        dt.date(2027, 4, 1): {"csc": Fraction(30)},
    }


def test_beyond_a_dozen_departments_the_others_are_one_bar(cast: Any) -> None:
    parts = [
        part(f"d{n:02}", [goal("G1", "O1")], [measure("M1", "G1", cost=str(n))])
        for n in range(1, 16)
    ]
    by_department = drawing.cost_by_department(whole(*parts, O1="Wait less"))
    by_goal = drawing.cost_by_goal(whole(*parts, O1="Wait less"))

    assert by_department and by_goal
    assert [row[0] for row in by_department.rows][-2:] == ["D04", "3 other departments"]
    assert by_department.rows[-1][-1] == "HK$6"
    assert len(by_goal.legend) == NAMED


LAST = whole(
    part("csc", [goal("G1", "O1", "Wait less"), goal("G2", "O1", "Answer calls", "First contact")]),
    part("lic", [goal("G1", "O2", "Fewer forms")], [measure("M1", "G1", cost="500")]),
    part("gone", [goal("G1", "O2", "Left over")], [measure("M1", "G1", cost="70")]),
    label="2026",
    O1="Shorter waits",
    O2="Less paper",
)
NOW = whole(
    part(
        "csc",
        [
            goal("G1", "O1", "wait  LESS"),
            goal("G2", "O2", "Settle at once", "first contact"),
            goal("G3", "O2", "Call back"),
        ],
        [measure("M1", "G1", cost="200")],
    ),
    part("lic", [goal("G1", "O2", "Forms on the phone")]),
    O1="One answer",
    O2="Shorter waits",
)


def test_goals_are_kept_by_title_or_by_indicator_and_the_others_new_or_dropped() -> None:
    """D60: what the leaders decide on is told against the year before."""
    csc, lic = Changes(NOW, LAST).departments

    assert [(f.kind, f.goal["number"], f.was and f.was["number"]) for f in csc.fates] == [
        ("kept", "G1", "G1"),
        ("kept", "G2", "G2"),
        ("new", "G3", None),
    ]
    assert [(f.kind, f.goal["title"]) for f in lic.fates] == [
        ("new", "Forms on the phone"),
        ("dropped", "Fewer forms"),
    ]
    assert (csc.change, lic.change) == (200, -500)


def test_overall_goals_of_two_years_are_one_where_they_bear_one_title() -> None:
    """A department that is not in this edition says nothing about what was dropped."""
    found = Changes(NOW, LAST)
    rows = {row.name: (row.kept, row.new, row.dropped, row.change) for row in found.overall}

    assert rows == {
        "O1 One answer": (1, 0, 0, 200),
        "O2 Shorter waits": (1, 2, 0, 0),
        "Less paper (2026)": (0, 0, 1, -500),
    }
    assert [department.code for department in found.not_in_it] == ["gone"]
    assert (found.total.kept, found.total.new, found.total.dropped) == (2, 2, 1)


def test_the_charts_say_in_their_tables_what_they_draw(cast: Any) -> None:
    goals, _departments, cost, _by_department = drawing.of_changes(Changes(NOW, LAST))

    assert goals.header == ["Overall goal", "Kept", "New", "Dropped"]
    assert goals.rows[1] == ["O2 Shorter waits", "1", "2", "0"]
    assert goals.sentence == "2 kept, 2 new, 1 dropped"
    assert cost.rows[0][1:] == ["HK$200", "HK$0", "+HK$200"]


# The pages


@pytest.fixture
def edition(cast: Any, planning_round: Any) -> OrganizationPlan:
    """Compiled from one approved plan; the year before has been issued."""
    before = factories.make_round(cast, year=2026)
    factories.make_plan(cast, before, status="execution")
    factories.make_plan(cast, planning_round, status="approved", goals=4)
    begun = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    return compile_plans(by=cast.olga, organization_plan=begun)


def html(response: Any) -> str:
    return str(response.content.decode())


def test_the_page_draws_the_totals_each_with_its_table(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    page = sign_in(cast.leo).get(edition.get_absolute_url())

    drawn = [chart.key for chart in page.context["charts"]]
    assert drawn == ["cost-by-goal", "goals-by-family", "cost-by-department"]
    assert html(page).count("Data table") == len(drawn)
    assert "Most is spent on O1 One contact, one answer: HK$320,000 of HK$320,000." in html(page)


def test_the_map_leads_from_the_strategy_to_every_measure(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    """2.2.1 (D13): what serves what, each node led to what it stands for."""
    page = html(sign_in(cast.leo).get(f"{edition.get_absolute_url()}map/"))

    plan = edition.items.get().plan
    for number in (1, 2, 3, 4):
        assert f'href="/plans/{plan.public_id}/goals/{number}/"' in page
    assert f'href="/plans/{plan.public_id}/measures/1/"' in page
    assert "Settle it where it arises" in page
    assert "4 goals serve it" in page
    assert "health-" not in page


def test_in_execution_the_map_shows_the_health_of_each_goal(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    plan = factories.make_plan(cast, planning_round, status="execution")
    GoalHealth.objects.filter(goal__plan=plan, goal__number=2).update(health="bad")
    issued = OrganizationPlan.objects.get()

    page = sign_in(cast.sam).get(f"{issued.get_absolute_url()}map/?goal=O1")

    (branch,) = page.context["drawn"].branches
    assert [node.health for node in branch.goals] == ["none", "bad", "none"]
    assert {m.status for node in branch.goals for m in node.measures} == {"planned"}


def test_the_comparison_names_what_was_kept_and_what_is_new(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    page = sign_in(cast.leo).get(f"{edition.get_absolute_url()}changes/")

    (row,) = page.context["changes"].departments
    assert (row.kept, row.new, row.dropped) == (3, 1, 0)
    assert "3 kept, 1 new, 0 dropped" in html(page)


def test_in_the_first_year_there_is_nothing_to_compare_with(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    factories.make_plan(cast, planning_round, status="execution")
    issued = OrganizationPlan.objects.get()

    page = html(sign_in(cast.sam).get(f"{issued.get_absolute_url()}changes/"))

    assert "Nothing to compare with" in page


@pytest.mark.parametrize("name", ["map", "changes"])
def test_who_may_not_see_the_edition_does_not_see_its_map(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any], name: str
) -> None:
    address = f"{edition.get_absolute_url()}{name}/"

    assert sign_in(cast.sam).get(address).status_code == 404


@pytest.mark.parametrize("name", ["", "map/", "changes/"])
def test_queries_do_not_grow_with_the_plans(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any], name: str
) -> None:
    client = sign_in(cast.olga)
    address = f"{edition.get_absolute_url()}{name}"
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for department, by, head in (("qua", "dora", "hugo"), ("lic", "lily", "lily")):
        factories.make_plan(cast, edition.round, department, status="approved", by=by, head=head)
    compile_plans(by=cast.olga, organization_plan=edition)
    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one) <= 10, [q["sql"][:140] for q in one]
