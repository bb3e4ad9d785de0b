"""What departments are evaluated by: criteria with weights and methods, as a versioned set."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from evaluation.weighing import Shares
from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from improvement.organization.models.user import LocalName
from plans.models import Round

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Kind(models.TextChoices):
    """What a criterion is about; of all but the last, figures suggest a score."""

    GOALS = "goals", _("Attainment of goals")
    MEASURES = "measures", _("Measures on time")
    REPORTS = "reports", _("Reports on time")
    FEEDBACK = "feedback", _("Service feedback")
    OWN = "own", _("Own criterion")


class Method(models.TextChoices):
    """How it is judged (5.2.1)."""

    DATA = "data", _("Data analysis")
    SURVEY = "survey", _("Customer survey")
    INSPECTION = "inspection", _("Site inspection")
    RATING = "rating", _("Self-rating and superior rating")


class Grade(models.TextChoices):
    A = "a", pgettext_lazy("grade", "A · Excellent")
    B = "b", pgettext_lazy("grade", "B · Good")
    C = "c", pgettext_lazy("grade", "C · Fair")
    D = "d", pgettext_lazy("grade", "D · Poor")


DEFAULTS = (
    (Kind.GOALS, 40, Method.DATA),
    (Kind.MEASURES, 25, Method.DATA),
    (Kind.REPORTS, 15, Method.DATA),
    (Kind.FEEDBACK, 20, Method.SURVEY),
)
"""Criteria and weights of a round that has chosen none (ours)."""


def percent(label: Any, default: int) -> models.DecimalField[Any, Any]:
    return models.DecimalField(
        label, max_digits=4, decimal_places=1, default=Decimal(default), validators=PERCENT
    )


class CriteriaSet(Guarded):
    """One edition of a round's criteria; it is never changed, a new edition follows it."""

    BEGUN_BY_CLOCK = True

    round = models.ForeignKey(Round, models.PROTECT, related_name="criteria_sets")
    number = models.PositiveSmallIntegerField(default=1)
    own_share = percent(_("share of the self-rating"), 20)
    superior_share = percent(_("share of the superior's rating"), 30)
    office_share = percent(_("share of the office's score"), 50)
    gap = percent(_("points of a gap that needs a reason"), 8)
    threshold = percent(_("score below which a cause is asked for"), 70)
    grade_a = percent(_("grade A from"), 90)
    grade_b = percent(_("grade B from"), 80)
    grade_c = percent(_("grade C from"), 70)

    NAMED_BY = ("round",)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("criteria of evaluation")
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="criteria_edition"),
            models.CheckConstraint(
                condition=Q(grade_a__gt=models.F("grade_b"))
                & Q(grade_b__gt=models.F("grade_c"))
                & Q(grade_c__gt=0),
                name="criteria_grades_in_order",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Criteria %(round)s, edition %(number)d") % {
            "round": self.round.label,
            "number": self.number,
        }

    def get_absolute_url(self) -> str:
        return reverse("evaluation:criteria", args=[self.round.public_id])

    def closed(self) -> Text | None:
        return _("Criteria are not changed; a new edition follows them.") if self.pk else None

    def causes(self, row: models.Model, step: str) -> bool:
        if isinstance(row, Criterion):
            return step == "add" and row.criteria_set_id == self.pk and not self.periods.exists()
        return super().causes(row, step)

    @property
    def shares(self) -> Shares:
        return Shares(self.own_share, self.superior_share, self.office_share)

    @property
    def borders(self) -> dict[str, Decimal]:
        return {Grade.A: self.grade_a, Grade.B: self.grade_b, Grade.C: self.grade_c}


class Criterion(LocalName, Guarded):
    """One line of a set; a name of its own where the kind does not say it."""

    BEGUN_BY_CLOCK = True

    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120, blank=True)
    weight = percent(_("weight"), 0)
    method = models.CharField(
        _("method"), max_length=10, choices=Method.choices, default=Method.DATA
    )

    class Meta:
        verbose_name = _("criterion")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "position"], name="criterion_position"),
            models.CheckConstraint(
                condition=Q(weight__gt=0) & Q(weight__lte=100), name="criterion_weight"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.local_name or self.get_kind_display()

    def root(self) -> tuple[type[models.Model], int]:
        return CriteriaSet, self.criteria_set_id

    def closed(self) -> Text | None:
        return self.criteria_set.closed() if self.pk else None
