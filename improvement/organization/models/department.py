"""The organization, its tree of departments and their posts."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr, Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from improvement.documents.forms import FORMS, Form
from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet

from .user import LocalName

KEPT_AS, FIVE_MINUTES = "organization", 300

PLACE = re.compile(r"\{(year|round|serial)\}")
"""What stands in a document number for something; everything else stands for itself."""


class Organization(LocalName, Guarded):
    """The one organization whose rule this is; the office sits in one of its departments (D15)."""

    office_host = models.ForeignKey(
        "organization.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    currency = models.CharField(_("currency"), max_length=8, default="HK$")
    number_pattern = models.CharField(
        _("document number pattern"), max_length=60, default="{year}-{serial}"
    )
    document_form = models.CharField(
        _("form of documents"), max_length=10, choices=FORMS, default=Form.PLAIN
    )

    class Meta:
        verbose_name = _("organization")

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        cache.delete(KEPT_AS)

    def clean(self) -> None:
        rest = PLACE.sub("", self.number_pattern)
        if "{serial}" not in self.number_pattern or "{" in rest or "}" in rest:
            sentence = _(
                "Put {serial} into the pattern, and nothing else in braces but {year} and {round}."
            )
            raise ValidationError({"number_pattern": sentence})

    def document_number(self, **values: object) -> str:
        """The pattern with `year`, `round` and `serial` in their places.

        Not str.format: whoever writes the pattern could reach anything with it, or fill the memory.
        """
        return PLACE.sub(lambda place: str(values[place[1]]), self.number_pattern)

    @classmethod
    def current(cls) -> Organization | None:
        """The one organization, kept for five minutes: its name stands on every page."""
        found = cache.get(KEPT_AS)
        if found is None and (found := cls.objects.first()):
            cache.set(KEPT_AS, found, FIVE_MINUTES)
        return found


class DepartmentStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    MERGED = "merged", _("Merged")
    CLOSED = "closed", pgettext_lazy("status of a department", "Closed")


class Exemption(models.TextChoices):
    """For what a department need not plan; there is no third cause (D3)."""

    NO_SERVICE = "no_service", _("It provides no service")
    PARENT_PLAN = "parent_plan", _("The plan of the department above covers it")


class DepartmentQuerySet(VisibleQuerySet):
    def active(self) -> DepartmentQuerySet:
        return self.filter(state=DepartmentStatus.ACTIVE)

    def must_plan(self) -> DepartmentQuerySet:
        """Departments covered by the rule (1.2): all but the exempt ones."""
        return self.active().filter(exemption="")

    def exempt(self) -> DepartmentQuerySet:
        return self.active().exclude(exemption="")


class Department(LocalName, Guarded):
    """A department covered by the rule, exempt only for a reason shown to leadership (D3)."""

    code = models.SlugField(_("code"), max_length=16, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    path = models.CharField(max_length=200, editable=False, db_index=True)
    state = models.CharField(
        max_length=8, choices=DepartmentStatus.choices, default=DepartmentStatus.ACTIVE
    )
    exemption = models.CharField(
        _("need not plan because"), max_length=12, choices=Exemption.choices, blank=True
    )
    exempt_because = models.CharField(_("reason in words"), max_length=300, blank=True)
    supervising_leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="supervises"
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["path"]
        constraints = [
            # SQLite compares paths in any case, PostgreSQL does not; so there is no second case.
            models.UniqueConstraint(Upper("code"), name="department_code_once_in_any_case"),
            models.CheckConstraint(
                condition=Q(exemption="", exempt_because="")
                | (Q(exemption__in=Exemption.values) & ~Q(exempt_because="")),
                name="department_exempt_for_a_cause_and_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(exemption=Exemption.PARENT_PLAN) | Q(parent__isnull=False),
                name="department_covered_by_a_parent",
            ),
        ]

    @property
    def must_plan(self) -> bool:
        """As `DepartmentQuerySet.must_plan` asks it of many."""
        return self.state == DepartmentStatus.ACTIVE and not self.exemption

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The path follows from the place in the tree; those below move along."""
        above = self.parent.path if self.parent else ""
        was, self.path = self.path, f"{above}{self.code}/"
        super().save(*args, **kwargs)
        if was and was != self.path:
            below = Department.objects.filter(path__startswith=was)
            below.update(path=Concat(Value(self.path), Substr("path", len(was) + 1)))


class Post(LocalName, Guarded):
    """A position in a department (D63)."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="posts")

    class Meta:
        verbose_name = _("post")
        ordering = ["department", "name"]
