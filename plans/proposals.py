"""An adjustment in the words of the page: what stands in force, and what is proposed (D80, D81)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from improvement.door.models import Revision

from . import adjusting
from .adjustable import MODELS, rows_of
from .history.differences import Piece, words
from .lifecycle import GoalStatus, MeasureStatus
from .models import (
    Adjustment,
    AdjustmentChange,
    Goal,
    Item,
    Measure,
    Milestone,
    Operation,
    Plan,
    TargetLine,
)
from .models.adjustment import AdjustmentQuerySet
from .wording import NOTHING, Names, label, value, with_unit

MONEY = {"cost", "benefit"}
AMOUNTS = {"target", "upper", "tolerance"}
STATUSES: dict[str, dict[str, str | Promise]] = {
    Item.GOAL: dict(GoalStatus.choices),
    Item.MEASURE: dict(MeasureStatus.choices),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where it is, what it is about, both values; `row` only while it can be edited."""

    number: str
    title: str
    label: str | Promise
    operation: str
    was: str
    shall: str
    row: AdjustmentChange | None = None
    moved: bool = False

    @property
    def pieces(self) -> list[Piece]:
        return words(*("" if text == NOTHING else text for text in (self.was, self.shall)))

    @property
    def before(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != "added"]

    @property
    def after(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != "removed"]


def lines(changes: Iterable[dict[str, Any]], currency: str) -> list[Line]:
    """The lines of a frozen content; one query for each sort of row that values point at."""
    changes = list(changes)
    names = Names()
    for change in changes:
        if change["operation"] == Operation.CHANGE:
            for raw in (change["before"], change["after"]):
                names.want(MODELS[change["kind"]], change["field"], raw)
    names.read({})
    return [said(change, names, currency) for change in changes]


def said(change: dict[str, Any], names: Names, currency: str) -> Line:
    kind, operation = change["kind"], change["operation"]
    if operation == Operation.ADD:
        title, due = (value(Milestone, n, change["after"][n], names) for n in ("title", "due"))
        called, was, shall = _("New milestone"), NOTHING, f"{title} · {due}"
    elif operation == Operation.CHANGE:
        called = label(MODELS[kind], change["field"])
        was, shall = (
            amount(change, value(MODELS[kind], change["field"], change[side], names), currency)
            for side in ("before", "after")
        )
    else:
        called = str(dict(Operation.choices)[operation])
        was, shall = (str(STATUSES[kind][change[side]]) for side in ("before", "after"))
    return Line(change["number"], change["title"], called, operation, was, shall)


def amount(change: dict[str, Any], text: str, currency: str) -> str:
    """Figures with their unit, money with its sign."""
    if text == NOTHING:
        return text
    if change["field"] in MONEY:
        return f"{currency}{text}"
    return with_unit(text, change["unit"]) if change["field"] in AMOUNTS else text


@dataclass(frozen=True, slots=True)
class Proposal:
    """One adjustment as a page shows it."""

    adjustment: Adjustment
    lines: list[Line]
    sums: dict[str, list[Decimal]]
    majors: list[dict[str, Any]] = field(default_factory=list)
    """The measures it makes major projects (2.1.1)."""

    @property
    def moved(self) -> list[Line]:
        return [line for line in self.lines if line.moved]

    @property
    def cost(self) -> list[Decimal]:
        return self.sums.get("cost", [])

    @property
    def benefit(self) -> list[Decimal]:
        return self.sums.get("benefit", [])


def proposals(
    plan: Plan, adjustments: AdjustmentQuerySet, currency: str, rows: adjusting.Rows | None = None
) -> list[Proposal]:
    """These adjustments of one plan, with their lines against what is in force; few queries.

    A draft is read from its rows and says what has moved since; the others from what was frozen.
    """
    versions = Revision.objects.filter(
        object_type=Adjustment._meta.label_lower, object_id=OuterRef("pk")
    )
    handed_in = Subquery(versions.order_by("-number").values("content")[:1])
    found = list(
        adjustments.along("changes", AdjustmentChange.objects.live()).annotate(handed_in=handed_in)
    )
    for adjustment in found:
        adjustment.plan = plan
    frozen = {a.pk: a.handed_in for a in found if a.handed_in and not a.is_draft}
    drafted = [c for a in found if a.pk not in frozen for c in a.changes.all()]
    rows = adjusting.present(plan, drafted) if rows is None else rows
    return [
        from_content(adjustment, frozen[adjustment.pk], currency)
        if adjustment.pk in frozen
        else from_rows(adjustment, rows, currency)
        for adjustment in found
    ]


def from_content(adjustment: Adjustment, content: dict[str, Any], currency: str) -> Proposal:
    return Proposal(
        adjustment,
        lines(content["changes"], currency),
        in_figures(content["sums"]),
        content.get("majors", []),
    )


def from_rows(adjustment: Adjustment, rows: adjusting.Rows, currency: str) -> Proposal:
    changes = list(adjustment.changes.all())
    gone = set(adjusting.moved(adjustment, rows, changes))
    told = lines([adjusting.told(c, rows.get(c.item)) for c in changes], currency)
    return Proposal(
        adjustment,
        [
            Line(t.number, t.title, t.label, t.operation, t.was, t.shall, c, c in gone)
            for t, c in zip(told, changes, strict=True)
        ],
        {},
    )


def in_figures(sums: dict[str, list[str]]) -> dict[str, list[Decimal]]:
    return {name: [Decimal(text) for text in both] for name, both in sums.items()}


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything in a plan that an adjustment can change, for a list to choose from."""

    goals: list[Goal]
    measures: list[Measure]

    @property
    def rows(self) -> adjusting.Rows:
        """All of it by public key."""
        owned: list[tuple[Any, list[Any]]] = [*self.of_goals, *self.of_measures]
        return {row.public_id: row for owner, below in owned for row in (owner, *below)}

    @property
    def of_goals(self) -> list[tuple[Goal, list[TargetLine]]]:
        return [(goal, list(goal.target_lines.all())) for goal in self.goals]

    @property
    def of_measures(self) -> list[tuple[Measure, list[Milestone]]]:
        return [(measure, list(measure.milestones.all())) for measure in self.measures]


def choices(plan: Plan) -> Choices:
    """The goals and measures in force with what hangs on them; two queries."""
    lines_of = TargetLine.objects.filter(archived=False)
    nodes = Milestone.objects.filter(archived=False)
    goals = rows_of(plan, Item.GOAL).along("target_lines", lines_of, "indicator")
    measures = rows_of(plan, Item.MEASURE).along("milestones", nodes)
    return Choices(
        [goal for goal in goals if not adjusting.ended(goal)],
        [measure for measure in measures if not adjusting.ended(measure)],
    )
