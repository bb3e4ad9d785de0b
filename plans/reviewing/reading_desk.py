"""What lies on the office's desk: goals, plans and adjustments handed in, the oldest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from improvement.door.models import Revision
from improvement.door.permissions import NOTHING
from improvement.door.typed import moment, whole
from improvement.organization.calendar import add_working_days
from plans.lifecycle import GoalSetStatus, PlanStatus, ReviewStatus
from plans.models import Adjustment, GoalSet, Plan, Review

SIZE = 50
GOALS, PLANS, ADJUSTMENTS = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the queue: goals or a plan, since when, for the how-manieth time, with whom."""

    rank: int
    row: Any
    plan: Plan
    since: dt.datetime
    times: int
    reviewer: Any
    handles: bool
    due: dt.date | None = None

    @property
    def overdue(self) -> bool:
        """Whether the office has let the day pass; what is endorsed waits for nobody's reading."""
        return self.due is not None and self.due < timezone.localdate()

    @property
    def days(self) -> int:
        return (timezone.localdate() - timezone.localdate(self.since)).days

    @property
    def late(self) -> bool:
        """Handed in after the day it was due (D58); an adjustment has none."""
        return self.rank != ADJUSTMENTS and timezone.localdate(self.since) > self.plan.due

    @property
    def key(self) -> str:
        return f"{self.since.isoformat()}_{self.rank}_{self.row.pk}"


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Waiting]
    older: str
    newer: str


def page(reader: Any, after: str) -> Page:
    """Goals, plans and adjustments handed in; the longest waiting first, 50 a page."""
    waiting = sorted(
        [*goal_sets(reader, after), *plans(reader, after), *adjustments(reader, after)],
        key=lambda w: (w.since, w.rank, w.row.pk),
    )
    more = len(waiting) > SIZE
    return Page(
        rows=[with_due(row) for row in waiting[:SIZE]] if waiting else [],
        older=f"?after={waiting[SIZE - 1].key.replace('+', '%2B')}" if more else "",
        newer="?" if after else "",
    )


REVIEW_DAYS = 5
"""Working days the office takes to read what was handed in (ours)."""


def with_due(waiting: Waiting) -> Waiting:
    """With the day by which the office answers; everything takes as long, so the order stays."""
    if waiting.row.status == PlanStatus.ENDORSED:
        return waiting
    day = timezone.localdate(waiting.since)
    return replace(waiting, due=add_working_days(day, REVIEW_DAYS))


def plans(reader: Any, after: str) -> Iterator[Waiting]:
    begun = Review.objects.filter(status=ReviewStatus.OPEN).select_related("reviewer")
    mine = Plan.objects.filter(pk=OuterRef("pk")).for_action("endorse", reader)
    rows = (
        Plan.objects.awaiting_office()
        .with_names()
        .prefetch_related(Prefetch("reviews", begun, to_attr="begun"))
        .annotate(may_endorse=Exists(mine))
        .order_by("submitted_at", "pk")
    )
    for plan in going_on(rows, "submitted_at", PLANS, after)[: SIZE + 1]:
        yield Waiting(
            rank=PLANS,
            row=plan,
            plan=plan,
            since=plan.submitted_at,
            times=plan.times_returned + 1,
            reviewer=plan.begun[0].reviewer if plan.begun else None,
            handles=plan.may_endorse
            if plan.status == PlanStatus.OFFICE_REVIEW
            else reader.has_perm("plans.put_forward_plan", plan),
        )


def goal_sets(reader: Any, after: str) -> Iterator[Waiting]:
    last = Revision.objects.filter(
        object_type=GoalSet._meta.label_lower, object_id=OuterRef("pk")
    ).order_by("-number")
    mine = GoalSet.objects.filter(pk=OuterRef("pk")).for_action("put_forward", reader)
    rows = (
        GoalSet.objects.filter(status=GoalSetStatus.OFFICE_REVIEW)
        .select_related("plan__department", "plan__round")
        .annotate(
            since=Subquery(last.values("made_at")[:1]),
            times=Subquery(last.values("number")[:1]),
            may_put_forward=Exists(mine),
        )
        .order_by("since", "pk")
    )
    for goal_set in going_on(rows, "since", GOALS, after)[: SIZE + 1]:
        yield Waiting(
            rank=GOALS,
            row=goal_set,
            plan=goal_set.plan,
            since=goal_set.since,
            times=goal_set.times,
            reviewer=None,
            handles=goal_set.may_put_forward,
        )


def adjustments(reader: Any, after: str) -> Iterator[Waiting]:
    mine = Adjustment.objects.filter(pk=OuterRef("pk")).for_action("put_forward", reader)
    rows = (
        Adjustment.objects.awaiting_office()
        .with_names()
        .annotate(may_put_forward=Exists(mine), times=revisions_of(Adjustment))
        .order_by("submitted_at", "pk")
    )
    for adjustment in going_on(rows, "submitted_at", ADJUSTMENTS, after)[: SIZE + 1]:
        yield Waiting(
            rank=ADJUSTMENTS,
            row=adjustment,
            plan=adjustment.plan,
            since=adjustment.submitted_at,
            times=adjustment.times,
            reviewer=None,
            handles=adjustment.may_put_forward,
        )


def revisions_of(model: type[Any]) -> Subquery:
    """How often the row outside has been handed in."""
    found = Revision.objects.filter(object_type=model._meta.label_lower, object_id=OuterRef("pk"))
    return Subquery(found.order_by("-number").values("number")[:1])


def going_on(rows: QuerySet[Any], column: str, rank: int, after: str) -> QuerySet[Any]:
    """The rows behind the one the key names, in the order of moment, kind and number."""
    text, _mark, rest = after.partition("_")
    kind, _mark, number = rest.partition("_")
    since, kind_rank, pk = moment(text), whole(kind), whole(number)
    if since is None or kind_rank is None or pk is None:
        return rows
    same = Q(pk__gt=pk) if rank == kind_rank else Q() if rank > kind_rank else NOTHING
    return rows.filter(Q(**{f"{column}__gt": since}) | Q(**{column: since}) & same)
