"""The items of a consent list (一攬子表決): one vote for all, each may be pulled (單獨審議)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from improvement.organization.models.user import LocalName

from .ballot import Ballot


class BallotItemQuerySet(models.QuerySet["BallotItem"]):
    def listed(self) -> BallotItemQuerySet:
        return self.filter(pulled_at=None)

    def pulled_from(self, subject: models.Model) -> BallotItemQuerySet:
        """Those taken off any list that was voted on with this subject."""
        return self.filter(
            ballot__content_type=ContentType.objects.get_for_model(subject),
            ballot__object_id=subject.pk,
            pulled_at__isnull=False,
        )


class BallotItem(LocalName):
    """One row of the list, with the frozen revision that is voted on; named like its subject."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.BigIntegerField()
    subject = GenericForeignKey()
    revision = models.ForeignKey("door.Revision", models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, null=True, related_name="+"
    )
    recommendation = models.TextField(blank=True)
    pulled_at = models.DateTimeField(null=True)
    pulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    pulled_because = models.TextField(blank=True)
    passed_over = models.BooleanField(
        default=False,
        editable=False,
        help_text="Decided on with the list, and not carried out: it had changed by then.",
    )
    own_ballot = models.OneToOneField(Ballot, models.PROTECT, null=True, related_name="pulled_item")

    objects = BallotItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a consent list")
        ordering = ["ballot", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "number"], name="ballot_item_number_once"),
            models.UniqueConstraint(
                fields=["ballot", "content_type", "object_id"], name="ballot_item_once"
            ),
            models.CheckConstraint(
                condition=Q(pulled_at=None, pulled_by=None, own_ballot=None)
                | Q(pulled_at__isnull=False, pulled_by__isnull=False, own_ballot__isnull=False),
                name="ballot_item_pulled_with_ballot",
            ),
        ]
        indexes = [models.Index(fields=["content_type", "object_id"], name="ballot_item_subject")]

    @property
    def listed(self) -> bool:
        return self.pulled_at is None

    @property
    def key(self) -> tuple[int, int]:
        return self.content_type_id, self.object_id

    def row(self) -> Any:
        """The subject by its key alone, for an act that locks and reads it anyway."""
        return self.content_type.model_class()(pk=self.object_id)  # type: ignore[misc]
