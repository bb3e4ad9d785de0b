"""Filters of the register under a name: for oneself, for a department, or for all."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.lifecycle import SavedViewLifecycle, SavedViewStatus
from improvement.door.lifecycle import known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text


class Reach(models.TextChoices):
    OWN = "own", pgettext_lazy("saved view", "Only me")
    DEPARTMENT = "department", pgettext_lazy("saved view", "My department")
    ALL = "all", pgettext_lazy("saved view", "Everybody")


class SavedViewQuerySet(VisibleQuerySet):
    def in_use(self) -> SavedViewQuerySet:
        return self.filter(status=SavedViewStatus.IN_USE)


class SavedView(SavedViewLifecycle):
    """It holds what was asked for and no rows: everybody sees what they may see through it."""

    name = models.CharField(pgettext_lazy("saved view", "name"), max_length=60)
    asked = models.CharField(max_length=1000, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    reach = models.CharField(
        pgettext_lazy("saved view", "for"), max_length=10, choices=Reach.choices, default=Reach.OWN
    )
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )

    NAMED_BY = ("owner", "department")
    PERSONAL = frozenset({"name", "asked"})
    """Words that were looked for may be somebody's name."""

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            known_status("saved_view", SavedViewStatus),
            models.CheckConstraint(
                condition=Q(reach=Reach.DEPARTMENT, department__isnull=False)
                | Q(reach__in=[Reach.OWN, Reach.ALL], department=None),
                name="saved_view_for_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:saved_view", args=[self.public_id])

    @property
    def opens(self) -> str:
        return f"{reverse('evidence:records')}?{self.asked}"

    def closed(self) -> Text | None:
        if self.pk and self.status == SavedViewStatus.REMOVED:
            return _("The view was taken away. Bring it back to change it.")
        return None
