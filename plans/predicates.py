"""What a person is to a plan and to what hangs on it: the predicates that the table composes."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from improvement.approvals.rules import entrusted_items, entrusted_with
from improvement.audit.models import Entry
from improvement.door.permissions import NOTHING, Predicate
from improvement.organization.rules import (
    assists,
    belongs,
    drafts,
    heads_above,
    leads,
    reviews,
    steers,
)

from .lifecycle import (
    ISSUED,
    AdjustmentStatus,
    OrganizationPlanStatus,
    OverallGoalsStatus,
    PlanTemplateStatus,
    ReviewStatus,
)


def issued(plan: str = "") -> Predicate:
    """From issue everyone sees a plan."""
    steps = [step for step in plan.split("__") if step]

    def allows(user: Any, obj: Any) -> bool:
        for step in steps:
            obj = getattr(obj, step)
        return obj.status in ISSUED

    return Predicate(allows, lambda user: Q(**{"__".join([*steps, "status__in"]): ISSUED}))


def granted(plan: str = "") -> Predicate:
    """An individual exception: read access given to one person on one plan."""
    steps = [step for step in plan.split("__") if step]

    def allows(user: Any, obj: Any) -> bool:
        from .models.grant import PlanGrant

        for step in steps:
            obj = getattr(obj, step)
        return PlanGrant.objects.filter(user=user, content_object=obj).exists()

    def q(user: Any) -> Q:
        from .models.grant import PlanGrant

        key = "__".join([*steps, "pk__in"])
        return Q(**{key: PlanGrant.objects.filter(user=user).values("content_object")})

    return Predicate(allows, q)


Keys = Callable[[Any], list[QuerySet[Any]]]


def votes_on(subject: str, keys: Keys) -> Predicate:
    """Votes for a leader, by written delegation, in an open ballot on the row (ours).

    `keys` gives the rows on which the person votes. Who holds a seat sees them without this.
    """
    steps = [step for step in subject.split("__") if step]

    def among(user: Any, path: str) -> Q:
        return reduce(or_, (Q(**{path: found}) for found in keys(user)))

    def allows(user: Any, obj: Any) -> bool:
        if not user.standing.entrusted:
            return False
        for step in steps:
            obj = getattr(obj, step)
        return bool(type(obj)._base_manager.filter(among(user, "pk__in"), pk=obj.pk).exists())

    def q(user: Any) -> Q:
        return among(user, "__".join([*steps, "pk__in"])) if user.standing.entrusted else NOTHING

    return Predicate(allows, q, anywhere=lambda user: bool(user.standing.entrusted))


def balloted_plans(user: Any) -> list[QuerySet[Any]]:
    """Plans in an open ballot, by themselves or on a list, and those of which a part is."""
    from .models import GoalSet, MajorProject, Plan

    goals = GoalSet.objects.filter(pk__in=entrusted_with(user, GoalSet))
    projects = MajorProject.objects.filter(pk__in=entrusted_with(user, MajorProject))
    return [
        entrusted_with(user, Plan),
        entrusted_items(user, Plan),
        goals.values("plan"),
        projects.values("measure__plan"),
    ]


def balloted_overall_goals(user: Any) -> list[QuerySet[Any]]:
    from .models import OverallGoalSet

    return [entrusted_with(user, OverallGoalSet)]


def balloted_issues(user: Any) -> list[QuerySet[Any]]:
    from .models import ConsolidationIssue

    return [entrusted_with(user, ConsolidationIssue)]


def balloted_organization_plans(user: Any) -> list[QuerySet[Any]]:
    from .models import OrganizationPlan

    return [entrusted_with(user, OrganizationPlan)]


def balloted_adjustments(user: Any) -> list[QuerySet[Any]]:
    """By themselves or on a list."""
    from .models import Adjustment

    return [entrusted_with(user, Adjustment), entrusted_items(user, Adjustment)]


def balloted_lists(user: Any) -> list[QuerySet[Any]]:
    from .models import AdjustmentList

    return [entrusted_with(user, AdjustmentList)]


def countersigns(plan: str = "") -> Predicate:
    """Head or deputy of a department that is asked about the draft, or has answered."""
    steps = [step for step in plan.split("__") if step]

    def standing(user: Any) -> QuerySet[Any]:
        from .models import Countersign

        found: QuerySet[Any] = Countersign.objects.standing()
        return found.filter(department__in=user.standing.steered)

    def allows(user: Any, obj: Any) -> bool:
        if not user.standing.steered:
            return False
        for step in steps:
            obj = getattr(obj, step)
        return standing(user).filter(plan=obj.pk).exists()

    def q(user: Any) -> Q:
        if not user.standing.steered:
            return NOTHING
        return Q(**{"__".join([*steps, "pk__in"]): standing(user).values("plan")})

    return Predicate(allows, q, anywhere=lambda user: bool(user.standing.steered))


def sees_drafts(plan: str = "") -> Predicate:
    """Before issue: office, leadership with assistants and delegates, its drafters, heads above,
    and granted.
    """
    path = f"{plan}__department" if plan else "department"
    of_department = drafts(path) | heads_above(path)
    lead = leads | assists | votes_on(plan, balloted_plans)
    return reviews | lead | of_department | granted(plan)


def sees(plan: str = "") -> Predicate:
    """From issue everyone; before it also whoever countersigns the draft."""
    return issued(plan) | sees_drafts(plan) | countersigns(plan)


handles = reviews & ~belongs("department")


def _authored(plan: str) -> Predicate:
    """Wrote in the plan whose key stands in the column `plan`, or in its goals."""

    def q(user: Any) -> Q:
        from .models.plan import written

        chain = Concat(Value("plans.plan:"), Cast(OuterRef(plan), CharField()))
        return Q(Exists(written(Entry.objects.filter(chain=chain, actor=user))))

    return Predicate(lambda user, subject: user.pk in subject.authors(), q)


def _adjusted(adjustment: str) -> Predicate:
    """Wrote in the adjustment whose key stands in this column."""

    def q(user: Any) -> Q:
        from .models.adjustment import wrote_adjustment

        return Q(Exists(wrote_adjustment(OuterRef(adjustment)).filter(actor=user)))

    return Predicate(lambda user, subject: user.pk in subject.authors(), q)


adjusted = _adjusted("pk")
applied = Predicate(
    lambda user, adjustment: adjustment.status == AdjustmentStatus.APPLIED,
    lambda user: Q(status=AdjustmentStatus.APPLIED),
)
applied_change = Predicate(
    lambda user, change: change.adjustment.status == AdjustmentStatus.APPLIED,
    lambda user: Q(adjustment__status=AdjustmentStatus.APPLIED),
)
authored = _authored("pk")
authored_its_plan = _authored("plan_id")
handles_of_plan = reviews & ~belongs("plan__department")
handles_of_measure = reviews & ~belongs("measure__plan__department")
authored_its_measure = _authored("measure__plan_id") | _adjusted("adjustment_id")
handles_of_change = reviews & ~belongs("adjustment__plan__department")
voted_on_alone = Predicate(
    lambda user, plan: plan.round.ballot_per_plan, lambda user: Q(round__ballot_per_plan=True)
)
responsible = Predicate(
    lambda user, measure: measure.person_id == user.pk,
    lambda user: Q(person=user.pk),
    who=_("the person responsible"),
)
carries_out = drafts("plan__department") | drafts("department") | responsible
wrote = Predicate(lambda user, c: c.author_id == user.pk, lambda user: Q(author=user))
decided = Predicate(
    lambda user, goals: goals.approved or goals.round.provisional_goals,
    lambda user: Q(status=OverallGoalsStatus.APPROVED) | Q(round__provisional_goals=True),
)
decided_set = Predicate(
    lambda user, goal: decided.allows(user, goal.goal_set),
    lambda user: (
        Q(goal_set__status=OverallGoalsStatus.APPROVED) | Q(goal_set__round__provisional_goals=True)
    ),
)
finished = Predicate(
    lambda user, c: c.review is None or c.review.status == ReviewStatus.FINISHED,
    lambda user: Q(review=None) | Q(review__status=ReviewStatus.FINISHED),
)


def put_to(forum: str) -> Predicate:
    """The issue was put to a meeting, or to the leadership group."""
    return Predicate(lambda user, issue: issue.forum == forum, lambda user: Q(forum=forum))


reviewed_by = Predicate(
    lambda user, r: r.reviewer_id == user.pk,
    lambda user: Q(reviewer=user),
    who=_("the officer who began the review"),
)
finishes = Predicate(
    lambda user, answer: answer.review.reviewer_id == user.pk,
    lambda user: Q(review__reviewer=user),
    who=_("the officer who began the review"),
)

named_to_check = Predicate(
    lambda user, check: check.names(user),
    lambda user: Q(plan__department__drafting_route__checker=user.pk),
    who=_("whom the department has named"),
)
said_ready = Predicate(
    lambda user, check: check.ready_by_id == user.pk, lambda user: Q(ready_by=user.pk)
)
checks = (steers("plan__department") | named_to_check & drafts("plan__department")) & ~said_ready


def offered(template: str = "") -> Predicate:
    """A template is read by everybody while it is published."""
    steps = [step for step in template.split("__") if step]

    def allows(user: Any, obj: Any) -> bool:
        for step in steps:
            obj = getattr(obj, step)
        return bool(obj.status == PlanTemplateStatus.PUBLISHED)

    column = "__".join([*steps, "status"])
    return Predicate(allows, lambda user: Q(**{column: PlanTemplateStatus.PUBLISHED}))


TEMPLATE_ROWS = {
    "templatesection": "template",
    "templategoal": "template",
    "templateline": "goal__template",
    "templatemeasure": "template",
    "templatemilestone": "measure__template",
    "templateneed": "measure__template",
}
"""The rows of a template, each with its way up to it."""

own_reading = Predicate(
    lambda user, reading: (
        reading.user_id == user.pk
        and reading.organization_plan.status == OrganizationPlanStatus.ISSUED
    ),
    lambda user: Q(user=user.pk, organization_plan__status=OrganizationPlanStatus.ISSUED),
)
of_its_department = drafts("department") | heads_above("department")
