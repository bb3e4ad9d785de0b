"""Who of the leadership group is away, and until when."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Guarded


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: dt.date) -> AbsenceQuerySet:
        return self.filter(since__lte=day, back_on__gt=day)

    def not_over(self, day: dt.date) -> AbsenceQuerySet:
        """Of today and to come; one that was called off has no day."""
        coming = self.filter(Q(back_on__gt=day) & Q(back_on__gt=models.F("since")))
        return coming.order_by("since", "pk")


class Absence(Guarded):
    """Somebody who holds a seat is away, so that another presides in the meantime.

    The last day is the one before `back_on`; whoever is back early, or does not go, has that day
    set to the present one or to the first.
    """

    PERSONAL = frozenset({"reason"})

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    since = models.DateField(_("away from"))
    back_on = models.DateField(_("back on"))
    reason = models.CharField(_("written ground"), max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        constraints = [
            models.CheckConstraint(
                condition=Q(back_on__gte=models.F("since")), name="absence_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["back_on", "since"], name="absence_days")]

    def __str__(self) -> str:
        return f"{self.user}: {self.since} – {self.back_on}"

    @property
    def is_over(self) -> bool:
        return self.back_on <= max(self.since, timezone.localdate())
