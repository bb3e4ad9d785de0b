"""What the figures suggest and what each side gives, criterion by criterion (5.2.2)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluation.lifecycle import EvaluationStatus, PeriodStatus
from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text

from .criteria import Criterion
from .evaluation import Evaluation


class Side(models.TextChoices):
    """Who gives a score."""

    SELF = "self", pgettext_lazy("score", "Self")
    SUPERIOR = "superior", pgettext_lazy("score", "Superior")
    OFFICE = "office", pgettext_lazy("score", "Office")
    MODERATED = "moderated", pgettext_lazy("score", "Moderated")


TEXT = {Side.SELF: "highlights", Side.OFFICE: "suggestions_made"}
"""The field of the evaluation in which a side says something of the whole."""

OPEN_IN = {
    Side.SELF: (EvaluationStatus.COLLECTING,),
    Side.SUPERIOR: (EvaluationStatus.SELF_RATED,),
    Side.OFFICE: (EvaluationStatus.SELF_RATED,),
    Side.MODERATED: (
        EvaluationStatus.SHOWN,
        EvaluationStatus.OBJECTED,
        EvaluationStatus.MODERATED,
    ),
}
"""In which statuses each side can write."""


class Suggestion(Guarded):
    """The score that the figures gave when the data were due; kept with how much was known."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="suggestions")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    known = models.PositiveSmallIntegerField(default=0)
    asked = models.PositiveSmallIntegerField(default=0)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested score")
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "criterion"], name="suggestion_once")
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.score}"

    def root(self) -> tuple[type[models.Model], int]:
        return Evaluation, self.evaluation_id

    def closed(self) -> Text | None:
        return _("The figures are kept as they stood when the data were due.")


class Rating(Guarded):
    """One side's score of one criterion, with a word: cause, reason of a gap, or a note."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="ratings")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="ratings")
    side = models.CharField(max_length=9, choices=Side.choices)
    score = models.DecimalField(
        _("score"),
        max_digits=4,
        decimal_places=1,
        null=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    word = models.TextField(_("a word on it"), blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating")
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "criterion", "side"], name="rating_once_a_side"
            ),
            models.CheckConstraint(
                condition=models.Q(score__gte=0, score__lte=100) | models.Q(score=None),
                name="rating_within_0_and_100",
            ),
            models.CheckConstraint(
                condition=models.Q(side__in=Side.values), name="rating_side_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.get_side_display()} {self.score}"

    def root(self) -> tuple[type[models.Model], int]:
        return Evaluation, self.evaluation_id

    def closed(self) -> Text | None:
        if self.evaluation.status not in OPEN_IN[Side(self.side)]:
            return _("Scores of this side are not taken at this stage.")
        moderated = self.side == Side.MODERATED
        if moderated and self.evaluation.period.status != PeriodStatus.MODERATION:
            return _("Scores are moderated while the period is in moderation.")
        return None
