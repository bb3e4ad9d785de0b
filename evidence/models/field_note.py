"""Field work: what was seen, and what staff and customers said, under three headings (3.1.3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.lifecycle import FieldNoteLifecycle, NoteStatus
from improvement.door.lifecycle import known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text

from .finding import Finding, FindingHeading


class NoteKind(models.TextChoices):
    """The three ways that 3.1.3 names."""

    OBSERVATION = "observation", _("On-site observation")
    INTERVIEW = "interview", _("Staff interview")
    RESEARCH = "research", _("Customer research")


class Confidence(models.TextChoices):
    DEPARTMENT = "department", _("Open in the department")
    OFFICE = "office", _("The improvement office only")
    NAMED = "named", _("Named people only")


class FieldNoteQuerySet(VisibleQuerySet):
    def about(self, words: str) -> FieldNoteQuerySet:
        spoken = ("place", "method", "text", *FindingHeading.values)
        found = Q()
        for name in spoken:
            found |= Q(**{f"{name}__icontains": words})
        return self.filter(found)

    def newest_first(self) -> FieldNoteQuerySet:
        return self.order_by("-held_on", "-pk")

    def filled(self) -> dict[str, int]:
        """How many of them say something under each heading (D45), with one query."""
        counts: dict[str, int] = self.aggregate(
            **{
                f"of_{name}": models.Count("pk", filter=~Q(**{name: ""}))
                for name in FindingHeading.values
            }
        )
        return {name: counts[f"of_{name}"] for name in FindingHeading.values}


class FieldNote(FieldNoteLifecycle):
    """One observation, interview or talk with customers; its writer says how far it is told."""

    kind = models.CharField(
        pgettext_lazy("field record", "kind"), max_length=12, choices=NoteKind.choices
    )
    department = models.ForeignKey(
        "organization.Department",
        models.PROTECT,
        related_name="field_notes",
        db_index=False,
        verbose_name=_("department"),
    )
    place = models.CharField(pgettext_lazy("field record", "place"), max_length=160)
    held_on = models.DateField(pgettext_lazy("field record", "day"))
    held_at = models.TimeField(pgettext_lazy("field record", "time"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="field_notes",
        verbose_name=_("carried out by"),
    )
    company = models.CharField(_("together with"), max_length=160, blank=True)
    method = models.CharField(_("method"), max_length=160, blank=True)
    people = models.PositiveSmallIntegerField(_("people spoken with"), null=True, blank=True)
    text = models.TextField(_("what was seen and said"), blank=True)
    flow = models.TextField(pgettext_lazy("heading of a status analysis", "flow"), blank=True)
    quality = models.TextField(pgettext_lazy("heading of a status analysis", "quality"), blank=True)
    staff = models.TextField(pgettext_lazy("heading of a status analysis", "staff"), blank=True)
    confidence = models.CharField(
        _("who may read it"),
        max_length=12,
        choices=Confidence.choices,
        default=Confidence.DEPARTMENT,
    )
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("named people")
    )
    return_reason = models.TextField(blank=True, editable=False)

    NAMED_BY = ("department",)
    PERSONAL = frozenset(
        {"place", "company", "text", "flow", "quality", "staff", "return_reason", "reason"}
    )

    objects = FieldNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("field record")
        verbose_name_plural = _("field records")
        constraints = [
            known_status("field_note", NoteStatus),
            models.CheckConstraint(
                condition=Q(kind__in=NoteKind.values), name="field_note_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(confidence__in=Confidence.values), name="field_note_confidence_known"
            ),
        ]
        indexes = [
            models.Index(fields=["-held_on", "-id"], name="field_note_newest"),
            models.Index(fields=["department", "-held_on", "-id"], name="field_note_of_department"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:field_note", args=[self.public_id])

    @property
    def headings(self) -> list[tuple[str, Text, str]]:
        """What is said under each heading, where something is."""
        told = [(one.value, one.label, getattr(self, one.value)) for one in FindingHeading]
        return [row for row in told if row[2].strip()]

    @property
    def confidential(self) -> bool:
        return self.confidence != Confidence.DEPARTMENT

    @property
    def findings(self) -> QuerySet[Finding]:
        """What was found in it: each names it as its origin."""
        return Finding.objects.filter(origin__startswith=origin_of(self)).order_by("pk")

    def closed(self) -> Text | None:
        if self.pk and self.status == NoteStatus.HANDED_IN:
            return _("The record was handed in; the office returns it where it is to be changed.")
        return None


def origin_of(note: Any) -> str:
    """What the origin of a finding begins with that was made from this record."""
    return f"field record:{note.public_id}:"


class NoteReading(models.Model):
    """Who opened a confidential record on which day."""

    note = models.ForeignKey(FieldNote, models.PROTECT, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "reader", "day"], name="field_note_read_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader} {self.day}"

    @classmethod
    def note_down(cls, note: FieldNote, reader: Any, day: dt.date) -> None:
        cls._default_manager.get_or_create(note=note, reader=reader, day=day)
