"""Issuing the organization plan over HTTP: forty department plans for the price of two."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from tests.bench.ground import ground, queries, signed_in
from tests.bench.measuring import report

if TYPE_CHECKING:
    from plans.models import OrganizationPlan
    from tests.cast import Cast

FEW, MANY = 2, 40


def measure() -> dict[str, float]:
    with ground() as (cast, _server):
        from tests.factories import YEAR

        office = signed_in(cast.olga)
        token = office.get("/") and office.cookies["csrftoken"].value
        asked = []
        # The first is not counted: it fills the caches of a process that has just started.
        for year, number in enumerate((1, FEW, MANY), start=YEAR):
            plan = ready_to_issue(cast, year, number)
            typed = {
                "number": f"HY-{year}",
                "issued_on": dt.date.today().isoformat(),
                "version": plan.version,
                "key": f"issue-{year}",
                "csrfmiddlewaretoken": token,
            }
            asked.append(queries(lambda: issue(office, plan, typed)))  # noqa: B023
            plan.refresh_from_db()
            assert plan.included()[-1].status == "execution"
            assert len(plan.included()) == number
    return {"issue_40_queries": asked[2] - asked[1]}


def issue(office: Any, plan: OrganizationPlan, typed: dict[str, Any]) -> None:
    answer = office.post(f"{plan.get_absolute_url()}issue/", typed)
    assert answer.status_code == 302, answer.content


def ready_to_issue(cast: Cast, year: int, number: int) -> OrganizationPlan:
    """An approved organization plan for a round of that year, with as many department plans."""
    from improvement.door.acts import take
    from plans.steps import begin_organization_plan, compile_plans
    from tests import factories
    from tests.bench.organization import departments

    planning_round = factories.make_round(cast, year=year)
    for code in departments(cast, number):
        factories.make_plan(cast, planning_round, code, status="approved")
    planning_round.refresh_from_db()
    take(planning_round, "close_drafting", by=cast.olga)
    plan = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=plan)
    take(plan, "put_forward", by=cast.olga)
    factories.vote_through(cast, plan)
    return factories.sign_off(cast, plan)


if __name__ == "__main__":
    report(measure())
