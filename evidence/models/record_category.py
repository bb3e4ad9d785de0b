"""What complaints and feedback are about: a tree that the office keeps."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet
from improvement.organization.models.user import LocalName


class RecordCategory(LocalName, Guarded):
    """A branch of the tree; its place is settled when it is added, so that figures compare."""

    code = models.SlugField(_("code"), max_length=24, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="below",
        verbose_name=_("belongs to"),
    )
    path = models.CharField(max_length=200, editable=False, db_index=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(Upper("code"), name="record_category_once_in_any_case")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("evidence:record_category", args=[self.code])

    @property
    def depth(self) -> int:
        return self.path.count("/") - 1

    @property
    def indented(self) -> str:
        """As a list of choices shows its place in the tree."""
        return f"{'— ' * self.depth}{self.local_name}"
