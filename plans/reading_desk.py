"""What lies on the office's desk, and a handed-in plan with the talk that hangs on it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise

from improvement.door.models import Revision
from improvement.door.permissions import NOTHING
from improvement.door.typed import moment, whole
from improvement.organization.calendar import add_working_days

from .comparison import Item, sections
from .differences import differences
from .lifecycle import CommentStatus, GoalSetStatus, PlanStatus, ReviewStatus
from .models import (
    Adjustment,
    ChecklistAnswer,
    Comment,
    Goal,
    GoalSet,
    Measure,
    Plan,
    Review,
    SectionKey,
)
from .naming import titled
from .wording import label

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


# A plan with its comments


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers."""

    comment: Comment
    replies: list[Comment]

    @property
    def private(self) -> bool:
        return is_private(self.comment)

    @property
    def open(self) -> bool:
        return self.comment.status == CommentStatus.OPEN

    @property
    def anchor(self) -> str:
        """The part of the page it hangs on."""
        if self.comment.goal:
            return f"goal-{self.comment.goal.public_id}"
        if self.comment.measure:
            return f"measure-{self.comment.measure.public_id}"
        return f"section-{self.comment.section}"


def is_private(comment: Comment) -> bool:
    """The office's own until its review is finished."""
    return comment.review is not None and comment.review.status == ReviewStatus.OPEN


def threads(plan: Plan, reader: Any) -> list[Thread]:
    """Every comment the reader may see, with its answers, in two queries at most."""
    rows = plan.comments.visible_to(reader).select_related(
        "author", "goal", "measure", "review__reviewer"
    )
    answers: defaultdict[int, list[Comment]] = defaultdict(list)
    roots = []
    for row in rows.order_by("pk"):
        if row.parent_id:
            answers[row.parent_id].append(row)
        else:
            roots.append(row)
    return [Thread(root, answers[root.pk]) for root in roots]


@dataclass(frozen=True, slots=True)
class Part:
    """One goal or measure, or the text of a section, with what has been said about it."""

    anchor: str
    section: str
    kind: str
    content: dict[str, Any]
    threads: list[Thread]
    change: Item | None = None
    """What has changed in it since the version the page compares with."""
    seen: bool = False

    @property
    def places(self) -> list[tuple[str, str]]:
        """What a remark can hang on within it: a field that says something, or a row below."""
        model = {"goal": Goal, "measure": Measure}.get(self.kind)
        if model is None:
            return []
        rows = self.content.get("target_lines", self.content.get("milestones", []))
        fields = [
            (name, label(model, name))
            for name, text in self.content.items()
            if isinstance(text, str) and text and name not in {"id", "number", "status"}
        ]
        named = [(row["id"], row.get("indicator") or row.get("title") or "—") for row in rows]
        return [*fields, *named]

    @property
    def name(self) -> str:
        """“M2 Second phase of the knowledge base”; a section as it is called in this language."""
        if self.kind == "section":
            return titled(self.content)
        return f"{self.content['number']} {self.content['title']}"

    @property
    def unsettled(self) -> int:
        return sum(thread.open for thread in self.threads)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One of the six sections with the goals or measures that stand in it."""

    key: str
    title: str | Promise
    text: Part
    parts: list[Part] = field(default_factory=list)
    gone: list[Item] = field(default_factory=list)
    """Goals or measures that the version before had."""

    @property
    def all_parts(self) -> list[Part]:
        return [self.text, *self.parts]

    @property
    def seen(self) -> bool:
        return all(part.seen for part in self.all_parts)

    @property
    def changed(self) -> bool:
        return bool(self.gone) or any(part.change for part in self.all_parts)

    @property
    def unsettled(self) -> int:
        return self.text.unsettled + sum(part.unsettled for part in self.parts)


def compared_with(revisions: list[Revision]) -> Revision | None:
    """The last version that was approved, else the last one handed in before; the newest first."""
    earlier = revisions[1:]
    approved = (revision for revision in earlier if revision.step == "approve")
    return next(approved, earlier[0] if earlier else None)


class Changes:
    """What has changed between two contents, to be found by the part it is in."""

    def __init__(self, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        found = sections(differences(before, after)) if before else []
        self.blocks = {block.key: block for block in found}

    def of_section(self, key: str) -> Item | None:
        block = self.blocks.get(key)
        if block is None or not block.lines:
            return None
        return Item("changed", "", "", block.lines)

    def of_row(self, key: str, number: str) -> Item | None:
        kept = [item for item in self.rows(key) if item.kind != "removed"]
        return next((item for item in kept if item.number == number), None)

    def gone(self, key: str) -> list[Item]:
        return [item for item in self.rows(key) if item.kind == "removed"]

    def rows(self, key: str) -> list[Item]:
        return self.blocks[key].items if key in self.blocks else []


def chapters(
    content: dict[str, Any],
    found: list[Thread],
    before: dict[str, Any] | None = None,
    seen: Container[str] = (),
) -> list[Chapter]:
    """The frozen content in the rule's order, comments, changes and ticks where they belong."""
    changes = Changes(before, content)
    hanging: defaultdict[str, list[Thread]] = defaultdict(list)
    for thread in found:
        hanging[thread.anchor].append(thread)
    kinds = {SectionKey.GOALS: "goal", SectionKey.MEASURES: "measure"}
    result = []
    for section in content["sections"]:
        key = section["key"]
        kind = kinds.get(key)
        rows = content[f"{kind}s"] if kind else []
        anchor = f"section-{key}"
        result.append(
            Chapter(
                key=key,
                title=titled(section),
                text=Part(
                    anchor,
                    key,
                    "section",
                    section,
                    hanging[anchor],
                    changes.of_section(key),
                    anchor in seen,
                ),
                parts=[
                    Part(
                        at := f"{kind}-{row['id']}",
                        key,
                        str(kind),
                        row,
                        hanging[at],
                        changes.of_row(key, row["number"]),
                        at in seen,
                    )
                    for row in rows
                ],
                gone=changes.gone(key),
            )
        )
    return result


@dataclass(frozen=True, slots=True)
class ReviewRound:
    """One review with its comments."""

    number: int
    review: Review
    threads: list[Thread]

    @property
    def answers(self) -> list[ChecklistAnswer]:
        return list(self.review.answers.all())


def rounds(plan: Plan, found: list[Thread]) -> list[ReviewRound]:
    """The plan's finished reviews with their comments, the latest first."""
    reviews = plan.reviews.select_related("reviewer").prefetch_related("answers").order_by("pk")
    return [
        ReviewRound(number, review, [t for t in found if t.comment.review_id == review.pk])
        for number, review in enumerate(reviews, start=1)
        if review.status == ReviewStatus.FINISHED
    ][::-1]
