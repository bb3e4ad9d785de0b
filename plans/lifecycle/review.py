"""The office's review with its comments (2.2.2)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.door.lifecycle import PARENT, PERSON, Stateful, StatusField, step


class ReviewStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("status of a review", "Open")
    FINISHED = "finished", _("Finished")


class ReviewLifecycle(Stateful):
    status = StatusField(_("status"), choices=ReviewStatus.choices, default=ReviewStatus.OPEN)

    class Meta:
        abstract = True

    @step(
        ReviewStatus.OPEN,
        ReviewStatus.FINISHED,
        _("Finish the review"),
        clause="2.2.2",
        on=(PERSON, PARENT),
        needs=["verdict"],
    )
    def finish(self, *, verdict: str, summary: str = "") -> None:
        self.verdict = verdict
        self.summary = summary


class CommentStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("status of a comment", "Open")
    RESOLVED = "resolved", _("Resolved")
    WAIVED = "waived", _("Waived")


class CommentLifecycle(Stateful):
    status = StatusField(_("status"), choices=CommentStatus.choices, default=CommentStatus.OPEN)

    class Meta:
        abstract = True

    @step(CommentStatus.OPEN, CommentStatus.RESOLVED, _("Resolve"), clause="2.2.2")
    def resolve(self) -> None: ...

    @step(CommentStatus.OPEN, CommentStatus.WAIVED, _("Waive"), clause="2.2.2", needs=["reason"])
    def waive(self, *, reason: str) -> None:
        self.waived_because = reason

    @step(
        [CommentStatus.RESOLVED, CommentStatus.WAIVED],
        CommentStatus.OPEN,
        _("Reopen"),
        clause="ours",
    )
    def reopen(self) -> None: ...
