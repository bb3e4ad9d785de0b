"""The office's review: private comments, sent at once with one verdict (2.2.2)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from plans.lifecycle import CommentLifecycle, CommentStatus, ReviewLifecycle, ReviewStatus

from .plan import Plan
from .section import SectionKey


class Verdict(models.TextChoices):
    ENDORSE = "endorse", _("Endorse")
    SEND_BACK = "send_back", _("Return for revision")
    OVERTAKEN = "overtaken", _("Overtaken: the plan has moved on")


class Review(ReviewLifecycle):
    """One officer's reading of one revision."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews")
    revision = models.ForeignKey("door.Revision", models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    begun_at = models.DateTimeField(default=timezone.now)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        ordering = ["pk"]
        constraints = [
            known_status("review", ReviewStatus),
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(status="open"), name="review_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.reviewer}"

    def get_absolute_url(self) -> str:
        return f"{self.plan.get_absolute_url()}review/"

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.plan_id


class CommentQuerySet(VisibleQuerySet):
    def open_threads(self) -> CommentQuerySet:
        return self.filter(status=CommentStatus.OPEN, parent=None)


class Comment(CommentLifecycle):
    """A remark that hangs on a section, a goal or a measure; replies hang on it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="comments")
    review = models.ForeignKey(Review, models.PROTECT, null=True, related_name="comments")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="replies")
    section = models.CharField(max_length=12, choices=SectionKey.choices)
    goal = models.ForeignKey(
        "plans.Goal", models.PROTECT, null=True, blank=True, related_name="comments"
    )
    measure = models.ForeignKey(
        "plans.Measure", models.PROTECT, null=True, blank=True, related_name="comments"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments")
    field = models.CharField(max_length=24, blank=True)
    row = models.UUIDField(null=True, blank=True)
    quote = models.CharField(max_length=300, blank=True)
    body = models.TextField(_("comment"))
    waived_because = models.TextField(blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        ordering = ["pk"]
        constraints = [known_status("comment", CommentStatus)]

    def __str__(self) -> str:
        return self.body[:60]

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("plans:comment", args=[self.public_id])

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.plan_id

    def closed(self) -> Text | None:
        if self.parent_id is None and self.review and self.review.status != ReviewStatus.OPEN:
            return _("The review is finished; its comments stand. Reply instead.")
        return None

    @property
    def anchor(self) -> Any:
        """What the remark hangs on, in words."""
        whole = self.goal or self.measure or self.get_section_display()
        return f"{whole} · {self.place}" if self.place else whole

    @property
    def quoted(self) -> str:
        """Beside its part: the place within it, and what stood there."""
        said = self.quote if self.field else ""
        return " · ".join(part for part in (self.place, said) if part)

    @property
    def place(self) -> str:
        """The field it is about, or the row as it was called when the remark was written."""
        from plans.wording import label

        owner = self.goal or self.measure
        if self.field and owner:
            return label(type(owner), self.field)
        return self.quote if self.row else ""
