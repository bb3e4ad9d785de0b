"""How the leadership group votes, as the office has set it with a reason (ours)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet


class VotingRuleQuerySet(VisibleQuerySet):
    def in_force(self) -> VotingRule:
        """The last one set; ours where none is."""
        found: VotingRule | None = self.order_by("-pk").first()
        return found or VotingRule()


class VotingRule(Guarded):
    """Set anew, never changed: each ballot copies what holds on the day it is opened."""

    votes_hidden = models.BooleanField(
        _("others' votes stay hidden until one's own is cast"), default=True
    )
    chair_last = models.BooleanField(
        _("whoever presides votes last, or from the third working day on"), default=True
    )
    reason = models.TextField(
        _("reason"), help_text=_("It stands beside the rule for everybody who votes.")
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VotingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of voting")
        verbose_name_plural = _("rules of voting")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="voting_rule_set_with_reason"
            )
        ]

    def __str__(self) -> str:
        return gettext("Rules of voting")
