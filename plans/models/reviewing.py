"""What a reviewer keeps beside the comments: what has been seen, and the office's checklist."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.lifecycle import ReviewStatus

from .plan import Plan
from .review import Review


class SeenTick(models.Model):
    """A part of the revision its reviewer has read; a note to oneself, so it has no record."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="ticks")
    anchor = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "anchor"], name="seen_once")]

    def __str__(self) -> str:
        return self.anchor


class Answer(models.TextChoices):
    YES = "yes", pgettext_lazy("answer to a question", "Yes")
    NO = "no", pgettext_lazy("answer to a question", "No")
    UNSUITED = "unsuited", pgettext_lazy("answer to a question", "Does not apply")


class ChecklistAnswer(Guarded):
    """One question of the office as it was asked in this review, and what was found (2.2.2)."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="answers")
    question = models.CharField(_("question"), max_length=300)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of the checklist")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "question"], name="checklist_asks_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=["", *Answer.values]), name="checklist_answer_known"
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.review.plan_id

    def closed(self) -> Text | None:
        if self.review.status != ReviewStatus.OPEN:
            return _("The review is finished; its answers stand.")
        return None
