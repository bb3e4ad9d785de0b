"""What the office asks of every plan of a round beside the rule: sections, key areas (ours)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from improvement.door.lifecycle import Guarded
from improvement.door.refusals import Text
from improvement.organization.models.user import LocalName
from plans.lifecycle import RoundStatus

from .live import LiveQuerySet
from .round import Round

OWN = "asked-"
"""How the key of a section begins that the rule does not know."""


class Asked(LocalName, Guarded):
    """A numbered line of a round, with a name in each script."""

    round_id: int
    round: Round

    archived = models.BooleanField(default=False)

    objects = LiveQuerySet.as_manager()

    class Meta:
        abstract = True

    def root(self) -> tuple[type[models.Model], int]:
        return Round, self.round_id

    def closed(self) -> Text | None:
        if self.round.status not in {RoundStatus.PREPARING, RoundStatus.DRAFTING}:
            return _("The round is past drafting; what it asks for stays as it is.")
        return None


class RoundSection(Asked):
    """A section the round asks for, or what the office gives along to one of the six."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="asked_sections")
    key = models.CharField(max_length=12)
    hint = models.TextField(
        _("hint"), blank=True, help_text=_("Stands above the section while it is written.")
    )
    template = models.TextField(
        _("template"),
        blank=True,
        help_text=_("Stands in the section when a plan begins; left as it is, it does not count."),
    )

    class Meta(Asked.Meta):
        verbose_name = _("section the round asks for")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="round_section_once"),
            models.CheckConstraint(
                condition=~models.Q(key__startswith=OWN) | ~models.Q(name=""),
                name="round_section_named",
            ),
        ]

    @property
    def own(self) -> bool:
        return self.key.startswith(OWN)

    @property
    def names(self) -> dict[str, str]:
        """The name in every script, as a frozen content carries it."""
        return {"name": self.name, "name_hant": self.name_hant, "name_hans": self.name_hans}

    def causes(self, row: models.Model, step: str) -> bool:
        """A section that is asked for begins in the plans that are being written already."""
        from .section import Section

        if not isinstance(row, Section) or step != "add":
            return False
        return row.key == self.key and row.plan.round_id == self.round_id


class KeyArea(Asked):
    """An area in which each department, or somebody in the round, must have a goal (3.2.2)."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="key_areas")
    number = models.PositiveSmallIntegerField()
    each_department = models.BooleanField(
        _("every department must have a goal in it"),
        default=True,
        help_text=_("Otherwise it is enough that one department has."),
    )

    class Meta(Asked.Meta):
        verbose_name = _("key area")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="key_area_number"),
            models.CheckConstraint(condition=~models.Q(name=""), name="key_area_named"),
        ]

    def means(self, typed: str) -> bool:
        """Whether a goal's key area, as it was typed, is this one in any script."""
        names = {self.name, self.name_hant, self.name_hans} - {""}
        return typed.strip().casefold() in {name.strip().casefold() for name in names}
