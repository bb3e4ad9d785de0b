"""What a measure needs of people, goods and money, line by line (3.3.1)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Guarded
from improvement.door.refusals import Text

from .goal import _plain
from .live import LiveQuerySet
from .measure import Measure
from .plan import Plan


class ResourceKind(models.TextChoices):
    PEOPLE = "people", pgettext_lazy("kind of resource", "People")
    GOODS = "goods", pgettext_lazy("kind of resource", "Goods")
    MONEY = "money", pgettext_lazy("kind of resource", "Money")


class ResourceNeed(Guarded):
    """One line of need: person-days of a post, pieces of goods, or an amount of money."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="resource_needs")
    kind = models.CharField(
        pgettext_lazy("of a resource", "kind"), max_length=8, choices=ResourceKind.choices
    )
    name = models.CharField(
        _("what is needed"),
        max_length=200,
        help_text=_("Who or what: a person, a skill, a device, a budget line."),
    )
    post = models.ForeignKey(
        "organization.Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resource_needs",
        verbose_name=_("post"),
    )
    amount = models.DecimalField(
        pgettext_lazy("of a resource", "amount"), max_digits=16, decimal_places=2
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("to"), null=True, blank=True)
    archived = models.BooleanField(default=False)

    objects = LiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource need")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ResourceKind.values), name="resource_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="resource_amount_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(starts=None)
                | models.Q(ends=None)
                | models.Q(ends__gte=models.F("starts")),
                name="resource_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(post=None) | models.Q(kind=ResourceKind.PEOPLE),
                name="resource_post_of_people",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def root(self) -> tuple[type[models.Model], int]:
        return Plan, self.measure.plan_id

    def closed(self) -> Text | None:
        return self.measure.closed()

    @property
    def counted_in(self) -> str:
        """The unit the amount is counted in: people by the day, where none was typed."""
        if self.kind == ResourceKind.PEOPLE and not self.unit:
            return gettext("person-days")
        return self.unit

    def content(self) -> dict[str, object]:
        return {
            "id": str(self.public_id),
            "kind": self.kind,
            "name": self.name,
            "post": self.post.name if self.post else "",
            "amount": _plain(self.amount),
            "unit": self.unit,
            "starts": self.starts.isoformat() if self.starts else None,
            "ends": self.ends.isoformat() if self.ends else None,
        }
