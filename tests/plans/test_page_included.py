"""An organization of a thousand departments: every table of its plan a page at a time (D60)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.door.acts import take
from improvement.organization.models import Department
from plans.models import (
    ConsolidationIssue,
    Goal,
    OrganizationPlan,
    OrganizationPlanItem,
    Plan,
    PlanReceipt,
)
from plans.papers.frames import organization_paper
from plans.steps import begin_organization_plan, compile_plans
from tests import factories

MANY = 120


@pytest.fixture
def edition(cast: Any, planning_round: Any) -> OrganizationPlan:
    factories.make_plan(cast, planning_round, status="approved")
    begun = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    return compile_plans(by=cast.olga, organization_plan=begun)


def grow(edition: OrganizationPlan, start: int = 0, end: int = MANY) -> None:
    """As many departments more, each with a plan that says what the first one says."""
    first = edition.items.first()
    for n in range(start, end):
        own = Department.objects.create(
            code=f"unit{n:03}", name=f"Unit {n}", name_hant=f"第{n}單位", name_hans=f"第{n}单位"
        )
        plan = Plan.objects.create(round=edition.round, department=own, status="approved")
        OrganizationPlanItem.objects.create(
            organization_plan=edition, plan=plan, revision=first.revision, position=n + 2
        )


def codes(response: Any, table: str = "included") -> list[str]:
    rows = response.context[table]
    return [getattr(row, "plan", row).department.code for row in rows]


def html(response: Any) -> str:
    return str(response.content.decode())


def test_fifty_included_plans_a_page_in_the_order_of_the_organization(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    grow(edition)
    client = sign_in(cast.leo)
    address = edition.get_absolute_url()

    pages = [client.get(f"{address}?included={n}") for n in (1, 2, 3)]

    assert [len(codes(page)) for page in pages] == [50, 50, 21]
    assert [code for page in pages for code in codes(page)] == [
        "csc",
        *(f"unit{n:03}" for n in range(MANY)),
    ]
    assert 'href="?included=2#included"' in html(pages[0])
    assert codes(client.get(f"{address}?included=99")) == codes(pages[2])
    assert codes(client.get(f"{address}?included=what")) == codes(pages[0])


@pytest.mark.parametrize("asked", ["unit 11", "UNIT11", "第11"])
def test_the_included_plans_are_found_by_name_in_any_script_or_code(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any], asked: str
) -> None:
    grow(edition)
    client = sign_in(cast.leo)

    found = client.get(edition.get_absolute_url(), {"department": asked})

    tens = [f"unit{n}" for n in range(110, 120)]
    assert codes(found) == (tens if asked == "UNIT11" else ["unit011", *tens])
    assert f"{len(codes(found))} / {MANY + 1}" in html(found)
    assert found.context["charts"][0].key == "cost-by-goal"
    assert len(found.context["items"]) == MANY + 1


def test_a_filter_goes_along_from_page_to_page(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    grow(edition)
    client = sign_in(cast.leo)

    first = client.get(edition.get_absolute_url(), {"department": "unit"})
    nothing = client.get(edition.get_absolute_url(), {"department": "nobody"})

    assert 'href="?department=unit&amp;included=2#included"' in html(first)
    assert "No included plan matches" in html(nothing)


def test_of_few_plans_there_is_nothing_to_filter(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    page = html(sign_in(cast.leo).get(edition.get_absolute_url()))

    assert 'role="search" aria-label="Filter the included plans"' not in page
    assert 'class="pager"' not in page


def test_the_page_asks_the_same_and_is_as_large_however_many_departments_there_are(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.leo)
    address = edition.get_absolute_url()
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    grow(edition, 0, 60)
    large = html(client.get(address))
    grow(edition, 60, 120)
    with CaptureQueriesContext(connection) as many:
        larger = html(client.get(address))

    assert len(many) == len(one) <= 10
    assert larger.count('data-label="Included content"') == 50
    assert (larger.count("<tr>"), larger.count("<li")) == (large.count("<tr>"), large.count("<li"))


def test_paper_holds_all_of_them(edition: OrganizationPlan) -> None:
    grow(edition)

    told = str(organization_paper(edition, form="plain", language="en"))

    assert all(f"Unit {n} " in told or f"Unit {n}'" in told for n in range(MANY))


def test_who_is_to_sign_is_shown_a_page_at_a_time_and_counted_as_a_whole(
    cast: Any, sign_in: Callable[..., Any]
) -> None:
    factories.make_plan(cast, status="execution")
    issued = OrganizationPlan.objects.get()
    due = issued.receipts.first().due
    for n in range(MANY):
        own = Department.objects.create(code=f"unit{n:03}", name=f"Unit {n}")
        PlanReceipt.objects.create(organization_plan=issued, department=own, due=due)
    take(issued.receipts.get(department=cast.csc), "sign_for", by=cast.hana)

    last = sign_in(cast.olga).get(f"{issued.get_absolute_url()}?receipts=3")

    assert codes(last, "receipts") == [f"unit{n:03}" for n in range(MANY - 23, MANY)]
    assert f"1 / {MANY + 3}" in html(last)


def test_what_serves_an_overall_goal_is_counted_whole_and_shown_by_the_page(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    plan = factories.make_plan(cast, planning_round, status="empty")
    served = planning_round.overall_goal_set.goals.first()
    for n in range(MANY):
        Goal.objects.create(plan=plan, number=n + 10, title=f"Goal {n}", overall_goal=served)
    address = f"/consolidation/{planning_round.public_id}/items/?goal={served.number}"

    page = sign_in(cast.olga).get(f"{address}&items=3")

    assert page.context["goals"].paginator.count == MANY + 3
    assert [goal.number for goal in page.context["goals"]] == list(range(MANY - 13, MANY + 10))
    assert f'href="?goal={served.number}&amp;items=2#items"' in html(page)


def test_every_issue_can_be_reached(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    factories.make_plan(cast, planning_round, status="empty")
    for n in range(1, 71):
        ConsolidationIssue.objects.create(
            round=planning_round,
            number=n,
            kind="gap",
            rule="family",
            severity=1,
            key=f"family-{n}",
            facts={"family": "quality"},
        )
    client = sign_in(cast.olga)
    address = f"/consolidation/{planning_round.public_id}/"

    first = client.get(address)
    second = client.get(address + first.context["older"].partition("#")[0])

    shown = [issue.number for page in (first, second) for issue in page.context["issues"]]
    assert shown == list(range(1, 71))
    assert second.context["issue"].number == 61
    assert (first.context["newer"], second.context["older"]) == ("", "")
    assert "from=60&amp;issue=62" in html(second)
