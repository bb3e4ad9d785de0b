"""Which row of the demo a page shows, and the steps that leave it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.urls import resolve, reverse

from evaluation.models import Evaluation, Verification
from execution.models import Task
from improvement.approvals.models import Ballot
from improvement.approvals.record import Sheet
from improvement.door.acts import permission
from improvement.door.lifecycle import Stateful, arrows
from improvement.door.models import Revision
from improvement.organization.models import User
from plans.models import (
    Comment,
    Plan,
    PlanTemplate,
)

from .people import Example, Row, who_may


def first(model: Any, **filters: Any) -> Row:
    return lambda: model.objects.filter(**filters).order_by("pk")[0]


def voted_on(choice: str) -> Row:
    """A ballot in which somebody has chosen this."""
    return lambda: Ballot.objects.filter(votes__choice=choice).order_by("pk")[0]


def seal_of(ballot: Ballot) -> str:
    return Sheet(ballot).seal


def revised() -> Plan:
    """A plan with at least two frozen versions."""
    again = Revision.objects.filter(object_type="plans.plan", number=2).values("object_id")
    return Plan.objects.filter(pk__in=again).order_by("pk")[0]


def commented() -> Plan:
    return Comment.objects.filter(review__status="finished").order_by("pk")[0].plan


def steps(route: str, model: type[Stateful]) -> list[Example]:
    """The page of every step that people take, on a row from which it leaves where there is one.

    Steps that have an address of their own are left out; they stand in the table by its name.
    """
    return [
        Example(who_may(permission(step, model)), leaving(model, arrow.sources), {"step": step})
        for step, arrow in arrows(model).items()
        if arrow.for_people and common(route, step)
    ]


def common(route: str, step: str) -> bool:
    address = reverse(route, kwargs={"public_id": uuid4(), "step": step})
    return resolve(address).view_name == route


def leaving(model: Any, sources: tuple[str, ...]) -> Row:
    return lambda: (
        model.objects.filter(status__in=sources).order_by("pk").first()
        or model.objects.order_by("pk")[0]
    )


def in_status(status: str) -> Row:
    """A scorecard as far as this."""
    return first(Evaluation, status=status)


drafted = first(Plan, status="draft", goal_set__status="draft")
issued = first(Plan, status="execution")
adjusted = first(Plan, status="adjustment")
drafts = who_may("plans.change_plan")
reads = who_may("plans.view_plan")
reviews = who_may("plans.endorse_plan")


def offered_template(plan: Plan) -> Any:
    return PlanTemplate.objects.offered(plan.round)[0].public_id


def reached() -> Verification:
    """The last goal that was found reached; nothing of it is shown yet."""
    return Verification.objects.filter(status="effective").order_by("-pk")[0]


def public_id_of(plan: Plan) -> Any:
    return plan.public_id


def carries(row: Any) -> User:
    """Somebody who has a task to carry out."""
    person: User = (row or Task.objects.exclude(person=None).order_by("pk")[0]).person
    return person


OF_ITS_PLAN: dict[str, Any] = {
    "public_id": lambda report: report.plan.public_id,
    "period": lambda report: report.period,
}
"""A report is found by its plan and its period."""
