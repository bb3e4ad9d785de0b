"""A plan read at once for the pages that show it: the same few queries, however long it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q
from django.utils.functional import Promise, SimpleLazyObject

from evidence.models import Finding
from improvement.approvals.models import Ballot, BallotItem, Condition, Seat, Vote
from improvement.door.gathered import Listed, Number
from improvement.door.kept import Written
from improvement.door.refusals import Gap

from .attainment import LineFigure, figures_of_lines
from .checking import check
from .checking.reach import Reaches, reaches
from .checking.smart import Verdict, smart
from .checking.tracing import OfType, Trace, by_type, orphans, traces
from .lifecycle import ISSUED, CommentStatus, GoalSetStatus, MeasureStatus, PlanStatus
from .models import (
    Comment,
    Goal,
    GoalSet,
    Measure,
    Milestone,
    Plan,
    ResourceNeed,
    SectionKey,
    TargetLine,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the six sections: how far it is, what is missing in it, what was said about it."""

    key: str
    number: int
    title: str | Promise
    state: str
    gaps: list[Gap]
    comments: int = 0

    @property
    def done(self) -> bool:
        return self.state == "done"


@dataclass(frozen=True, slots=True)
class Card:
    """A goal with its five verdicts, found where they are shown."""

    goal: Goal
    verdicts: Sequence[Verdict]
    lines: list[TargetLine] = field(default_factory=list)
    figures: dict[int, LineFigure] = field(default_factory=dict)
    """How the lines stand, where the plan is carried out."""

    @property
    def told(self) -> list[LineFigure]:
        return [self.figures[line.pk] for line in self.lines if line.pk in self.figures]

    @property
    def rows(self) -> list[TargetLine]:
        """The lines as a table shows them: a goal without any still has a row."""
        return self.lines or [TargetLine(goal=self.goal)]

    @property
    def met(self) -> int:
        return sum(verdict.met for verdict in self.verdicts)

    @property
    def whole(self) -> bool:
        return self.met == len(self.verdicts)


class Sheet:
    """Goals, measures, texts and gaps of one plan; each is read when it is first asked for."""

    def __init__(
        self, plan: Plan, comments: Iterable[Comment] = (), *, in_full: bool = False
    ) -> None:
        self.plan = plan
        self.comments = comments
        self.in_full = in_full

    @cached_property
    def goals(self) -> list[Goal]:
        lines = TargetLine.objects.filter(archived=False)
        return list(
            self.plan.goals.live()
            .select_related("overall_goal")
            .along("answers", Finding.objects.all())
            .along("target_lines", lines, "indicator")
        )

    @cached_property
    def figures(self) -> dict[int, LineFigure]:
        """How each target line stands, by its key; nothing before the plan is carried out."""
        if self.plan.status not in ISSUED:
            return {}
        lines = []
        for goal in self.goals:
            goal.plan = self.plan
            for line in goal.target_lines.all():
                line.goal = goal
                lines.append(line)
        return {figure.line.pk: figure for figure in figures_of_lines(lines)}

    @cached_property
    def measures(self) -> list[Measure]:
        """Read `in_full`, with milestones and resources, for whoever reads the whole text."""
        rows = self.plan.measures.with_numbers().live()
        rows = rows.select_related("department", "person", "post")
        if self.in_full:
            rows = rows.along("milestones", Milestone.objects.filter(archived=False))
            rows = rows.along("resource_needs", ResourceNeed.objects.live(), "post")
        return list(rows)

    @cached_property
    def cards(self) -> list[Card]:
        return [
            Card(
                goal,
                self.verdicts_on(goal),
                list(goal.target_lines.all()),
                self.figures,
            )
            for goal in self.goals
        ]

    def verdicts_on(self, goal: Goal) -> Any:
        return SimpleLazyObject(lambda: smart(goal, self.plan.round, self.past))

    @cached_property
    def past(self) -> Reaches:
        """What the indicators of the goals have reached so far; read while goals are checked."""
        return reaches(self.plan, self.goals)

    @cached_property
    def gaps(self) -> list[Gap]:
        """What `check.check_plan` finds, on the goals and measures that are loaded already."""
        return check.check_plan(self.plan, self.goals, self.measures, self.past)

    @property
    def errors(self) -> list[Gap]:
        return [gap for gap in self.gaps if not gap.warning]

    @property
    def warnings(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.warning]

    @cached_property
    def goal_errors(self) -> list[Gap]:
        """What stops the goals alone; they are approved before the plan (3.2.3)."""
        found = check.check_goals(self.plan.goal_set, self.goals, self.past)
        return [gap for gap in found if not gap.warning]

    @cached_property
    def parts(self) -> list[Part]:
        """The six sections in the rule's order with their state: done, open or empty."""
        unsettled = [c.section for c in self.comments if c.status == CommentStatus.OPEN]
        found = []
        for number, (key, title) in enumerate(self.plan.section_titles, start=1):
            gaps = [gap for gap in self.gaps if check.belongs_to(self.plan, gap, key)]
            stops = any(not gap.warning for gap in gaps)
            found.append(
                Part(
                    key=key,
                    number=number,
                    title=title,
                    state="empty" if not self.begun(key) else "open" if stops else "done",
                    gaps=gaps,
                    comments=unsettled.count(key),
                )
            )
        return found

    def begun(self, key: str) -> bool:
        rows: dict[str, list[Any]] = {
            SectionKey.GOALS: self.goals,
            SectionKey.MEASURES: self.measures,
        }
        return bool(rows.get(key) or self.plan.section_texts.get(key))

    @property
    def traces(self) -> list[Trace]:
        return traces(self.goals, self.running)

    @property
    def orphans(self) -> list[Measure]:
        return orphans(self.goals, self.running)

    @property
    def types(self) -> list[OfType]:
        return by_type(self.running)

    @property
    def rows(self) -> dict[UUID, Any]:
        """Goals, target lines, measures and milestones by public key; of a plan read in full."""
        below: list[Any] = [line for goal in self.goals for line in goal.target_lines.all()]
        below += [node for measure in self.measures for node in measure.milestones.all()]
        return {row.public_id: row for row in (*self.goals, *self.measures, *below)}

    @property
    def done(self) -> int:
        return sum(part.done for part in self.parts)

    @property
    def completeness(self) -> int:
        """How far the six sections are, in per cent."""
        return round(100 * self.done / len(self.parts))

    @property
    def cost(self) -> Decimal:
        return sum((m.cost or Decimal(0) for m in self.running), Decimal(0))

    @property
    def benefit(self) -> Decimal:
        return sum((m.benefit or Decimal(0) for m in self.running), Decimal(0))

    @property
    def running(self) -> list[Measure]:
        """The measures without those an adjustment has cancelled."""
        return [m for m in self.measures if m.status != MeasureStatus.CANCELLED]

    @property
    def goals_open(self) -> bool:
        """Whether goals can be written now: neither they nor the plan are with anybody else."""
        draft = self.plan.status == PlanStatus.DRAFT
        return draft and self.plan.goal_set.status == GoalSetStatus.DRAFT


@cache
def turnout() -> dict[str, Written]:
    """How many have voted on a ballot, of how many, and how many conditions hang on it."""
    of_ballot = {"ballot": OuterRef("pk")}
    parts = {
        "voted": Number(Vote.objects.filter(**of_ballot)),
        "base": Number(Seat.objects.filter(**of_ballot, recused=False)),
        "conditions_named": Condition.objects.followed().of_ballot(),
        "conditions_unsettled": Condition.objects.unsettled().of_ballot(),
    }
    return {name: Written(Ballot, part) for name, part in parts.items()}


def latest_ballots(plans: Iterable[Plan]) -> dict[Plan | GoalSet, Ballot]:
    """The latest ballot on each of these plans and their goals, with turnout, in one query.

    A ballot that lists a plan is one on it, until the plan is pulled.
    """
    subjects = {
        (ContentType.objects.get_for_model(row).pk, row.pk): row
        for plan in plans
        for row in (plan, plan.goal_set)
    }
    asked = Q(pk__in=[])
    for model in (Plan, GoalSet):
        kind = ContentType.objects.get_for_model(model).pk
        keys = [key for found, key in subjects if found == kind]
        asked |= Q(content_type=kind, object_id__in=keys)
    of_plans = ContentType.objects.get_for_model(Plan).pk
    keys = [key for found, key in subjects if found == of_plans]
    listed = BallotItem.objects.listed().filter(content_type=of_plans, object_id__in=keys)
    asked |= Q(pk__in=listed.values("ballot"))
    rows = (
        Ballot.objects.filter(asked)
        .annotate(on_list=Listed(listed.filter(ballot=OuterRef("pk")).order_by(), "object_id"))
        .annotate(**turnout())
        .order_by("pk")
    )
    found_on: dict[Plan | GoalSet, Ballot] = {}
    for ballot in rows:
        about = [(ballot.content_type_id, ballot.object_id)]
        about += [(of_plans, key) for key in ballot.on_list]
        found_on |= {subjects[key]: ballot for key in about if key in subjects}
    return found_on
