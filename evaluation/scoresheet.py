"""A scorecard laid out: criteria, suggestions, each side's ratings, totals and gaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Any

from django.db.models import Model, OuterRef
from django.utils.translation import gettext as _

from improvement.door.packed import Packed, columns, unpacked
from improvement.door.refusals import Gap
from plans.attainment import LineFigure, figures_of

from .models import CriteriaSet, Criterion, Evaluation, Rating, Side, Suggestion
from .models.rating import TEXT
from .suggestions import NOTHING, Figures, Told, suggest
from .weighing import HUNDRED, Part, Totals, rounded, score_of, totals


@dataclass(slots=True)
class Line:
    """One criterion of one department."""

    criterion: Criterion
    told: Told
    ratings: dict[str, Rating] = field(default_factory=dict)
    share: Decimal | None = None
    """Its weight among those that count, in per cent; None where it is left out."""
    score: Decimal | None = None

    def given(self, side: str) -> Decimal | None:
        found = self.ratings.get(side)
        return found.score if found else None

    def word(self, side: str) -> str:
        found = self.ratings.get(side)
        return found.word if found else ""

    @property
    def part(self) -> Part:
        return Part(
            weight=self.criterion.weight,
            own=self.given(Side.SELF),
            superior=self.given(Side.SUPERIOR),
            office=self.given(Side.OFFICE),
            moderated=self.given(Side.MODERATED),
        )

    @property
    def gap(self) -> Decimal | None:
        """The office's score less the department's own."""
        own, office = self.given(Side.SELF), self.given(Side.OFFICE)
        return None if own is None or office is None else office - own

    @property
    def points(self) -> Decimal | None:
        """What the criterion adds to the score."""
        if self.score is None or self.share is None:
            return None
        return rounded(self.score * self.share / HUNDRED)


class Scoresheet:
    """Reads criteria, ratings and suggestions once; live figures while data are collected."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.period = evaluation.period

    @property
    def criteria_set(self) -> CriteriaSet:
        kept = self.period.criteria
        assert kept is not None  # an open period has its criteria; the database holds it to that
        return kept

    @cached_property
    def lines(self) -> list[Line]:
        criteria: list[Any] = list(
            self.criteria_set.criteria.annotate(
                given=self._along(Rating), suggested=self._along(Suggestion)
            )
        )
        told = self._told(criteria)
        found = {c.pk: Line(c, told.get(c.pk, NOTHING)) for c in criteria}
        for criterion in criteria:
            for rating in unpacked(Rating, columns(Rating), criterion.given):
                found[criterion.pk].ratings[rating.side] = rating
        lines = list(found.values())
        shares = self.criteria_set.shares
        for line in lines:
            line.score = score_of(line.part, shares)
        counted = [line for line in lines if line.score is not None]
        whole = sum((line.criterion.weight for line in counted), Decimal(0))
        for line in counted:
            line.share = HUNDRED * line.criterion.weight / whole
        return lines

    def _along(self, model: type[Model]) -> Packed:
        """What belongs to one criterion on this sheet, read in the statement of the criteria."""
        rows = model._base_manager.filter(evaluation=self.evaluation, criterion=OuterRef("pk"))
        return Packed(rows, columns(model))

    def _told(self, criteria: list[Any]) -> dict[int, Told]:
        if self.period.figures_kept:
            rows = chain.from_iterable(criterion.suggested for criterion in criteria)
            kept = unpacked(Suggestion, columns(Suggestion), rows)
            return {s.criterion_id: Told(s.score, s.known, s.asked) for s in kept}
        plan = self.evaluation.plan
        told = suggest(criteria, self._live)
        return {criterion.pk: told[plan.pk, criterion.pk] for criterion in criteria}

    @cached_property
    def _live(self) -> Figures:
        return Figures([self.evaluation.plan], self.period.starts, self.period.ends)

    @cached_property
    def figures(self) -> list[LineFigure]:
        """The plan's target lines as of the end of the period."""
        if not self.period.figures_kept:
            return self._live.lines[self.evaluation.plan_id]
        return figures_of(self.evaluation.plan, on=self.period.ends)

    @cached_property
    def totals(self) -> Totals:
        return totals([line.part for line in self.lines], self.criteria_set.shares)

    @property
    def left_out(self) -> list[Criterion]:
        """Criteria without a score once there is one at all: the others' weights are raised."""
        if self.totals.total is None:
            return []
        return [line.criterion for line in self.lines if line.score is None]

    @property
    def without_figures(self) -> bool:
        return all(line.told.score is None for line in self.lines)

    def gaps(self, side: str) -> list[Gap]:
        """What a side still has to say before it hands in; of nothing known, only words (5.3.2)."""
        found = [Gap(text) for line in self.lines for text in self.lacks(line, side)]
        if any(line.given(side) is not None for line in self.lines):
            return found
        if not self.without_figures or side not in TEXT:
            found.insert(0, Gap(_("Give at least one criterion a score.")))
        elif not getattr(self.evaluation, TEXT[Side(side)]).strip():
            sentence = _("There are no figures: give a score, or say in words why there is none.")
            found.insert(0, Gap(sentence))
        return found

    def lacks(self, line: Line, side: str) -> list[str]:
        score, word = line.given(side), line.word(side).strip()
        named: dict[str, Any] = {"criterion": line.criterion.label}
        if score is None:
            if line.told.score is None or side == Side.SUPERIOR:
                return []
            return [_("%(criterion)s: there are figures, so give it a score.") % named]
        if word:
            return []
        if side == Side.OFFICE and line.gap is not None and abs(line.gap) >= self.criteria_set.gap:
            named["gap"] = abs(line.gap)
            return [_("%(criterion)s: a gap of %(gap)s points needs its reason.") % named]
        if score < self.criteria_set.threshold:
            return [_("%(criterion)s: a score this low needs its cause.") % named]
        return []
