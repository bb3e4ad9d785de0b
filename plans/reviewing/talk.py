"""A handed-in plan part by part, with the talk that hangs on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from improvement.door.models import Revision
from plans.history.comparison import Item, sections
from plans.history.differences import differences
from plans.lifecycle import CommentStatus, ReviewStatus
from plans.models import ChecklistAnswer, Comment, Goal, Measure, Plan, Review, SectionKey
from plans.naming import titled
from plans.wording import label


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
