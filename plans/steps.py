"""Acts that touch several rows: begin a plan, finish a review, compile, begin a round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.acts import create, record, take
from improvement.door.models import Revision
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit

from . import major
from .answering import settle
from .lifecycle import AdjustmentStatus, OrganizationPlanStatus, PlanStatus, ReviewStatus
from .models import (
    Adjustment,
    Comment,
    Goal,
    GoalSet,
    Measure,
    OrganizationPlan,
    OrganizationPlanItem,
    OverallGoalSet,
    Plan,
    PlanReading,
    Review,
    Round,
    Section,
    SupplementedAdjustment,
    Verdict,
)


def begin_round(
    *, by: Any, label: str, starts: dt.date, ends: dt.date, deadline: dt.date, **fields: Any
) -> Round:
    """Prepare a round with its empty set of overall goals (D17)."""
    with unit():
        begun = create(
            Round(label=label, starts=starts, ends=ends, deadline=deadline, **fields), by=by
        )
        create(OverallGoalSet(round=begun), by=by)
    return begun


def begin_plan(*, by: Any, planning_round: Round, department: Any, key: str | None = None) -> Plan:
    """Begin a department's plan with its six empty sections and its set of goals.

    Two colleagues who begin at once meet at the lock of the round; the second is told.
    """
    with unit() as work:
        held = work.lock(planning_round)
        if not held.takes_drafts:
            raise StepRefused(
                _("The office has not opened drafting for this round, or has closed it.")
            )
        if Plan.objects.filter(round=held, department=department).exists():
            raise StepRefused(_("The department has begun its plan for this round already."))
        own_date = held.extensions.filter(department=department).latest_dates().get(department.pk)
        plan = Plan(round=held, department=department, extended_until=own_date)
        plan = create(plan, by=by, key=key)
        for key, _title in plan.asked_titles:
            create(Section(plan=plan, key=key, body=held.template_of(key)), by=by)
        create(GoalSet(plan=plan), by=by)
    return plan


def next_number(rows: models.QuerySet[Any]) -> int:
    """The number after the highest ever given; numbers are never used again."""
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def add_goal(
    *,
    by: Any,
    plan: Plan,
    joint_with: Any = (),
    answers: Any = (),
    cause: Any = None,
    **fields: Any,
) -> Goal:
    """Add a goal to a plan as it stands under the lock, numbered after the last."""
    with unit() as work:
        held = work.lock(plan)
        number = next_number(held.goals.all())
        goal = Goal(plan=held, number=number, order=number, **fields)
        links = {"joint_with": list(joint_with), "answers": list(answers)}
        added = create(goal, by=by, links=links, cause=cause)
        if links["answers"]:
            settle(added, by=by)
    return added


def add_measure(*, by: Any, plan: Plan, goals: Any = (), **fields: Any) -> Measure:
    """Add a measure to a plan as it stands under the lock, numbered after the last."""
    with unit() as work:
        held = work.lock(plan)
        number = next_number(held.measures.all())
        measure = Measure(plan=held, number=number, order=number, **fields)
        return create(measure, by=by, links={"goals": list(goals)})


def begin_review(*, by: Any, plan: Plan) -> Review:
    """Open the office's reading of the revision handed in; go on with an open one."""
    with unit() as work:
        held = work.lock(plan)
        if open_one := held.reviews.filter(status=ReviewStatus.OPEN).first():
            return taken_over(open_one, by=by)
        if held.status != PlanStatus.OFFICE_REVIEW:
            raise StepRefused(_("The plan is not with the office for review."))
        revision = Revision.objects.latest_of(held)
        return create(Review(plan=held, revision=revision, reviewer=by), by=by)


def taken_over(review: Review, *, by: Any) -> Review:
    """The open review; whose officer has left the office, whoever goes on with it takes it over."""
    officer = review.reviewer
    officer.refresh_standing()
    if officer.standing.in_office:
        return review
    return record(review, {"reviewer": by}, by=by)


def finish_review(
    *, by: Any, review: Review, verdict: str, summary: str = "", key: str | None = None
) -> Plan:
    """Send all comments at once with one verdict, and move the plan by it (D19)."""
    if verdict not in {Verdict.ENDORSE, Verdict.SEND_BACK}:
        raise StepRefused(_("Choose a verdict: endorse, or return for revision."))
    with unit():
        done = take(review, "finish", by=by, verdict=verdict, summary=summary, key=key)
        if verdict == Verdict.ENDORSE:
            return take(done.plan, "endorse", by=by, recommendation=summary)
        return take(done.plan, "send_back", by=by, reason=summary)


def comment(
    *,
    by: Any,
    plan: Plan,
    body: str,
    section: str,
    goal: Goal | None = None,
    measure: Measure | None = None,
    parent: Comment | None = None,
    field: str = "",
    row: Any = None,
    quote: str = "",
    key: str | None = None,
) -> Comment:
    """Hang a remark on a section, goal or measure; the office's stay private until it finishes."""
    with unit():
        review = begin_review(by=by, plan=plan) if parent is None else parent.review
        return create(
            Comment(
                plan=plan,
                review=review,
                parent=parent,
                section=section,
                goal=goal,
                measure=measure,
                author=by,
                field=field,
                row=row,
                quote=quote[:300],
                body=body,
            ),
            by=by,
            key=key,
        )


def begin_organization_plan(*, by: Any, planning_round: Round) -> OrganizationPlan:
    """Begin the next edition for a round: v1, then supplements."""
    with unit() as work:
        work.lock(planning_round)
        editions = planning_round.organization_plans
        if editions.exclude(status=OrganizationPlanStatus.ISSUED).exists():
            raise StepRefused(_("An organization plan for this round is under way already."))
        last = editions.aggregate(last=Max("edition"))["last"] or 0
        return create(OrganizationPlan(round=planning_round, edition=last + 1), by=by)


def have_read(*, by: Any, organization_plan: OrganizationPlan) -> None:
    """Count a person among those who have read the issued plan; twice is once."""
    if not organization_plan.readings.filter(user=by).exists():
        reading = PlanReading(organization_plan=organization_plan, user=by)
        create(reading, by=by, key=f"read-{organization_plan.public_id}")


def compile_plans(*, by: Any, organization_plan: OrganizationPlan) -> OrganizationPlan:
    """Take in what is ready of the round and in no edition yet (D18, D60).

    Ready is what the office has endorsed; with a ballot per plan, what is approved.
    """
    with unit() as work:
        held = work.lock(organization_plan)
        held = take(held, "compile", by=by)
        held.items.all().delete()
        endorsed = [] if held.round.ballot_per_plan else [PlanStatus.ENDORSED]
        ready = held.round.plans.filter(status__in=[PlanStatus.APPROVED, *endorsed]).exclude(
            items__organization_plan__status=OrganizationPlanStatus.ISSUED
        )
        plans = list(ready.with_names())
        major.propose(plans, held.round, by=by)
        latest = latest_revisions(plans)
        OrganizationPlanItem.objects.bulk_create(
            OrganizationPlanItem(
                organization_plan=held, plan=plan, revision=latest[plan.pk], position=position
            )
            for position, plan in enumerate(plans, start=1)
        )
        take_in_adjustments(held)
    return held


def take_in_adjustments(supplement: OrganizationPlan) -> None:
    """What has come into force since the last edition, in the revision that was decided on."""
    supplement.adjustments.all().delete()
    rows = Adjustment.objects.filter(
        plan__round=supplement.round_id, status=AdjustmentStatus.APPLIED, supplemented=None
    )
    adjustments = list(rows.order_by("applied_at", "pk"))
    latest = latest_revisions(adjustments)
    SupplementedAdjustment.objects.bulk_create(
        SupplementedAdjustment(
            organization_plan=supplement,
            adjustment=adjustment,
            revision=latest[adjustment.pk],
            position=position,
        )
        for position, adjustment in enumerate(adjustments, start=1)
    )


def latest_revisions(rows: Sequence[models.Model]) -> dict[int, Revision]:
    """The last frozen revision of each of these rows of one model, in one query."""
    if not rows:
        return {}
    found = Revision.objects.filter(
        object_type=rows[0]._meta.label_lower, object_id__in=[row.pk for row in rows]
    ).order_by("number")
    return {revision.object_id: revision for revision in found}


def issue_number(organization: Any, planning_round: Round, day: dt.date | None = None) -> str:
    """Propose the next document number by the organization's pattern.

    A number from elsewhere uses up none of the pattern's; one that is given is not proposed.
    """
    given = OrganizationPlan.objects.exclude(number="")
    serial = given.filter(number_from_elsewhere=False).count()
    year, taken = (day or timezone.localdate()).year, set(given.values_list("number", flat=True))
    number = ""
    for _one_more in range(len(taken) + 1):
        serial += 1
        number = organization.document_number(year=year, round=planning_round.label, serial=serial)
        if number not in taken:
            break
    return number


def write_section(*, by: Any, section: Section, body: str, version: int | None = None) -> Section:
    """Save the text of a section."""
    return record(section, {"body": body}, by=by, version=version)
