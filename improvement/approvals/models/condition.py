"""What an approval asks for, to be met by a date, and followed until it is (ours)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.approvals.condition_lifecycle import (
    FOLLOWED,
    ConditionLifecycle,
    ConditionStatus,
)
from improvement.door.acts import create_many
from improvement.door.lifecycle import known_status
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text

from .ballot import Ballot, Vote


class ConditionQuerySet(VisibleQuerySet):
    def followed(self) -> ConditionQuerySet:
        return self.filter(status__in=FOLLOWED)

    def outstanding(self) -> ConditionQuerySet:
        return self.filter(status=ConditionStatus.OUTSTANDING)

    def reported(self) -> ConditionQuerySet:
        return self.filter(status=ConditionStatus.MET)

    def overdue(self, today: dt.date) -> ConditionQuerySet:
        return self.outstanding().filter(due__lt=today)

    def due_between(self, first: dt.date, last: dt.date) -> ConditionQuerySet:
        return self.outstanding().filter(due__range=(first, last))

    def unsettled(self) -> ConditionQuerySet:
        return self.filter(status__in=[ConditionStatus.OUTSTANDING, ConditionStatus.MET])

    def of_ballot(self) -> models.Subquery:
        """How many of them hang on the ballot of an outer query."""
        rows = self.filter(ballot=models.OuterRef("pk")).order_by().values("ballot")
        counts = rows.annotate(n=models.Count("pk")).values("n")
        return models.Subquery(counts, output_field=models.IntegerField())

    def of_departments(self, departments: Iterable[int]) -> ConditionQuerySet:
        """Nothing of confidential matters, which have a circle of their own."""
        return self.filter(department__in=departments, ballot__confidential=False)

    def by_due_date(self) -> ConditionQuerySet:
        return self.order_by(F("due").asc(nulls_last=True), "pk")

    def before(self, ballot: Ballot) -> ConditionQuerySet:
        """What was asked of those whose matter it is, or in the same matter, before it.

        Of a list these are the departments of its items. Nothing of confidential matters, which
        have a circle of their own.
        """
        concerned = models.Q(department=ballot.department_id, department__isnull=False)
        if ballot.size:
            items = ballot.items.listed().order_by()
            concerned |= models.Q(department__in=items.values("department"))
        same_root = models.Q(ballot__root_key=ballot.root_key)
        rows = self.followed().filter(concerned | same_root, ballot__confidential=False)
        return rows.filter(ballot__pk__lt=ballot.pk)

    def of_any(self, departments: Iterable[int], roots: Iterable[str]) -> ConditionQuerySet:
        """What was asked of one of these departments, or in one of these matters."""
        asked = models.Q(department__in=departments) | models.Q(ballot__root_key__in=roots)
        return self.followed().filter(asked, ballot__confidential=False)


class Condition(ConditionLifecycle):
    """The department whose matter was approved meets it; without one the office does."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="conditions")
    vote = models.ForeignKey(Vote, models.PROTECT, related_name="conditions")
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, null=True, related_name="conditions"
    )
    text = models.CharField(max_length=500)
    due = models.DateField(null=True)
    answer = models.TextField(blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    met_at = models.DateTimeField(null=True)
    word = models.TextField(blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    NAMED_BY = ("ballot", "department")

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["pk"]
        constraints = [
            known_status("condition", ConditionStatus),
            models.CheckConstraint(
                condition=models.Q(met_at=None, reported_by=None)
                | models.Q(met_at__isnull=False, reported_by__isnull=False),
                name="condition_reported_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["confirmed", "waived"])
                | models.Q(settled_at__isnull=False, settled_by__isnull=False),
                name="condition_settled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due", "id"],
                condition=models.Q(status="outstanding"),
                name="condition_outstanding",
            )
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("approvals:condition", args=[self.public_id])

    def root(self) -> tuple[type[models.Model], int]:
        """That of the ballot, under whose lock it is named."""
        label, _colon, pk = self.ballot.root_key.partition(":")
        return apps.get_model(label), int(pk)

    def closed(self) -> Text | None:
        if self.status != ConditionStatus.OUTSTANDING:
            return _("It is reported as met, or settled; its evidence stays as it is.")
        return None

    @property
    def overdue(self) -> bool:
        late = self.due is not None and self.due < timezone.localdate()
        return late and self.status == ConditionStatus.OUTSTANDING


def name_conditions(vote: Vote, asked: Iterable[tuple[str, dt.date | None]], *, by: Any) -> None:
    """Keep what a vote asks for; it binds nobody before the ballot is approved."""
    create_many(conditions_of(vote, asked), by=by, cause=vote.ballot)


def conditions_of(vote: Vote, asked: Iterable[tuple[str, dt.date | None]]) -> Iterator[Condition]:
    for text, due in asked:
        yield Condition(
            ballot=vote.ballot,
            vote=vote,
            department_id=vote.ballot.department_id,
            text=text[:500],
            due=due,
        )
