"""Who may do what in chapter 3: one table of composed predicates."""

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
from improvement.door.permissions import NOTHING, Predicate, everybody, nobody
from improvement.organization.rules import (
    assists,
    belongs,
    drafts,
    heads,
    heads_above,
    leads,
    presides,
    reviews,
    steers,
)

from .consolidation.lifecycle import Forum
from .lifecycle import (
    ISSUED,
    AdjustmentStatus,
    OrganizationPlanStatus,
    OverallGoalsStatus,
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

own_reading = Predicate(
    lambda user, reading: (
        reading.user_id == user.pk
        and reading.organization_plan.status == OrganizationPlanStatus.ISSUED
    ),
    lambda user: Q(user=user.pk, organization_plan__status=OrganizationPlanStatus.ISSUED),
)
of_its_department = drafts("department") | heads_above("department")

PERMISSIONS = {
    # Rounds and overall goals: the office prepares, everybody reads
    "plans.view_round": everybody,
    "plans.add_round": reviews,
    "plans.change_round": reviews,
    "plans.open_drafting_round": reviews,
    "plans.close_drafting_round": reviews,
    "plans.reopen_drafting_round": reviews,
    "plans.begin_evaluation_round": reviews,
    "plans.close_round": reviews,
    "plans.view_switchedoffgate": everybody,
    "plans.add_switchedoffgate": reviews,
    "plans.change_switchedoffgate": reviews,
    "plans.view_roundsection": everybody,
    "plans.add_roundsection": reviews,
    "plans.change_roundsection": reviews,
    "plans.view_keyarea": everybody,
    "plans.add_keyarea": reviews,
    "plans.change_keyarea": reviews,
    # Extensions: a department asks, the office answers unless it is its own
    "plans.view_extension": reviews | leads | assists | of_its_department,
    "plans.add_extension": drafts("department") | handles,
    "plans.change_extension": drafts("department") | handles,
    "plans.grant_extension": handles,
    "plans.refuse_extension": handles,
    "plans.withdraw_extension": drafts("department"),
    "plans.view_urging": reviews | leads | assists | of_its_department,
    "plans.add_urging": reviews,
    "plans.view_overallgoalset": decided
    | reviews
    | leads
    | assists
    | votes_on("", balloted_overall_goals),
    "plans.add_overallgoalset": reviews,
    "plans.change_overallgoalset": reviews,
    "plans.put_forward_overallgoalset": reviews,
    "plans.view_overallgoal": decided_set
    | reviews
    | leads
    | assists
    | votes_on("goal_set", balloted_overall_goals),
    "plans.view_strategy": decided_set
    | reviews
    | leads
    | assists
    | votes_on("goal_set", balloted_overall_goals),
    "plans.add_strategy": reviews,
    "plans.change_strategy": reviews,
    "plans.add_overallgoal": reviews,
    "plans.change_overallgoal": reviews,
    # Plans
    "plans.view_plan": sees(),
    "plans.add_plan": drafts("department"),
    "plans.change_plan": drafts("department"),
    "plans.submit_plan": heads("department"),
    "plans.recall_plan": heads("department"),
    "plans.withdraw_plan": heads("department"),
    "plans.resume_plan": heads("department") | handles,
    "plans.send_back_plan": handles & ~authored,
    "plans.endorse_plan": handles & ~authored,
    "plans.return_from_consolidation_plan": handles,
    "plans.put_forward_plan": handles & voted_on_alone,
    "plans.open_adjustment_plan": heads("department") | handles,
    "plans.begin_evaluation_plan": handles,
    "plans.conclude_plan": handles,
    "plans.reopen_plan": handles,
    # The draft inside the house: checked, countersigned
    "plans.view_draftingroute": everybody,
    "plans.add_draftingroute": heads("department"),
    "plans.change_draftingroute": heads("department"),
    "plans.view_draftcheck": sees_drafts("plan"),
    "plans.add_draftcheck": drafts("plan__department"),
    "plans.pass_on_draftcheck": checks,
    "plans.send_back_draftcheck": checks,
    "plans.take_back_draftcheck": drafts("plan__department"),
    "plans.ready_draftcheck": drafts("plan__department"),
    "plans.view_countersign": sees_drafts("plan") | steers("department"),
    "plans.add_countersign": drafts("plan__department"),
    "plans.agree_countersign": steers("department"),
    "plans.object_countersign": steers("department"),
    "plans.take_back_countersign": steers("department"),
    "plans.view_section": sees("plan"),
    "plans.add_section": drafts("plan__department"),
    "plans.change_section": drafts("plan__department"),
    # Goals
    "plans.view_goalset": sees("plan"),
    "plans.add_goalset": drafts("plan__department"),
    "plans.submit_goalset": heads("plan__department"),
    "plans.recall_goalset": heads("plan__department"),
    "plans.send_back_goalset": handles_of_plan & ~authored_its_plan,
    "plans.put_forward_goalset": handles_of_plan & ~authored_its_plan,
    "plans.view_goal": sees("plan"),
    "plans.add_goal": drafts("plan__department"),
    "plans.change_goal": drafts("plan__department"),
    "plans.view_targetline": sees("goal__plan"),
    "plans.add_targetline": drafts("goal__plan__department"),
    "plans.change_targetline": drafts("goal__plan__department"),
    # Measures
    "plans.view_measure": sees("plan"),
    "plans.add_measure": drafts("plan__department"),
    "plans.change_measure": drafts("plan__department"),
    "plans.start_measure": carries_out,
    "plans.complete_measure": carries_out,
    "plans.reopen_measure": heads("plan__department") | handles_of_plan,
    "plans.verify_measure": handles_of_plan,
    "plans.view_milestone": sees("measure__plan"),
    "plans.add_milestone": drafts("measure__plan__department"),
    "plans.change_milestone": drafts("measure__plan__department"),
    "plans.view_dependency": sees("measure__plan"),
    "plans.add_dependency": drafts("measure__plan__department"),
    "plans.change_dependency": drafts("measure__plan__department"),
    "plans.view_resourceneed": sees("measure__plan"),
    "plans.add_resourceneed": drafts("measure__plan__department"),
    "plans.change_resourceneed": drafts("measure__plan__department"),
    # Major projects: begun with the plan, put forward by the office
    "plans.view_majorproject": sees("measure__plan"),
    "plans.add_majorproject": heads("measure__plan__department") | reviews,
    "plans.put_forward_majorproject": handles_of_measure & ~authored_its_measure,
    # Adjustments: department and office propose, the office judges what it did not write itself
    "plans.view_adjustment": applied | sees_drafts("plan") | votes_on("", balloted_adjustments),
    "plans.add_adjustment": heads("plan__department") | handles_of_plan,
    "plans.change_adjustment": drafts("plan__department") | handles_of_plan,
    "plans.submit_adjustment": heads("plan__department") | handles_of_plan,
    "plans.withdraw_adjustment": heads("plan__department") | handles_of_plan,
    "plans.send_back_adjustment": handles_of_plan & ~adjusted,
    "plans.put_forward_adjustment": handles_of_plan & ~adjusted,
    "plans.reject_adjustment": handles_of_plan & ~adjusted,
    "plans.view_adjustmentchange": applied_change
    | sees_drafts("adjustment__plan")
    | votes_on("adjustment", balloted_adjustments),
    "plans.add_adjustmentchange": drafts("adjustment__plan__department") | handles_of_change,
    "plans.change_adjustmentchange": drafts("adjustment__plan__department") | handles_of_change,
    # Consent lists of adjustments: the office bundles, the leadership group decides
    "plans.view_adjustmentlist": reviews | leads | assists | votes_on("", balloted_lists),
    "plans.add_adjustmentlist": reviews,
    "plans.choose_adjustmentlist": reviews,
    "plans.put_forward_adjustmentlist": reviews,
    "plans.dissolve_adjustmentlist": reviews,
    # Review
    "plans.view_review": sees_drafts("plan"),
    "plans.add_review": handles_of_plan,
    "plans.change_review": handles_of_plan,
    "plans.finish_review": handles_of_plan & reviewed_by,
    "plans.view_checklistanswer": sees_drafts("review__plan"),
    "plans.add_checklistanswer": finishes,
    "plans.change_checklistanswer": finishes,
    "plans.view_comment": sees_drafts("plan") & (finished | handles_of_plan),
    "plans.add_comment": handles_of_plan | drafts("plan__department"),
    "plans.change_comment": wrote,
    "plans.resolve_comment": handles_of_plan,
    "plans.waive_comment": handles_of_plan,
    "plans.reopen_comment": handles_of_plan,
    # Consolidation: the office asks, the department agrees or says why not
    "plans.view_consolidationissue": reviews | leads | assists | votes_on("", balloted_issues),
    "plans.add_consolidationissue": reviews,
    "plans.propose_consolidationissue": reviews,
    "plans.take_back_consolidationissue": reviews,
    "plans.waive_consolidationissue": reviews,
    "plans.put_to_meeting_consolidationissue": reviews,
    "plans.put_forward_consolidationissue": reviews,
    "plans.decide_consolidationissue": (put_to(Forum.MEETING) & reviews)
    | (put_to(Forum.LEADERSHIP) & leads),
    "plans.view_proposedchange": sees_drafts("plan"),
    "plans.accept_proposedchange": heads("plan__department"),
    "plans.refuse_proposedchange": heads("plan__department"),
    # The organization plan
    "plans.view_organizationplan": Predicate(
        lambda user, o: o.status == OrganizationPlanStatus.ISSUED,
        lambda user: Q(status=OrganizationPlanStatus.ISSUED),
    )
    | reviews
    | leads
    | assists
    | votes_on("", balloted_organization_plans),
    "plans.add_organizationplan": reviews,
    "plans.change_organizationplan": reviews,
    "plans.compile_organizationplan": reviews,
    "plans.put_forward_organizationplan": reviews,
    "plans.sign_off_organizationplan": presides,
    "plans.issue_organizationplan": reviews,
    # Signed for by the heads, read by everybody
    "plans.view_planreceipt": everybody,
    "plans.sign_for_planreceipt": heads("department"),
    "plans.view_planreading": own_reading | reviews | leads | assists,
    "plans.add_planreading": own_reading,
    "plans.delete_plan": nobody,
}
