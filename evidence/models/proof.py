"""What shows a finding, row by row: figures, records, an import, words with a source (1.3.3)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.periods import Period, parse
from improvement.door.lifecycle import Guarded
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text

from .data_import import DataImport
from .finding import Finding
from .indicator import Indicator
from .record_category import RecordCategory


class ProofKind(models.TextChoices):
    FIGURES = "figures", pgettext_lazy("kind of evidence", "Figures")
    RECORDS = "records", pgettext_lazy("kind of evidence", "Service records")
    IMPORT = "import", pgettext_lazy("kind of evidence", "Import")
    NOTE = "note", pgettext_lazy("kind of evidence", "Note with its source")


ICONS: dict[str, str] = {
    ProofKind.FIGURES: "chart-line",
    ProofKind.RECORDS: "messages",
    ProofKind.IMPORT: "file-text",
    ProofKind.NOTE: "pencil",
}


class ProofQuerySet(VisibleQuerySet):
    def live(self) -> ProofQuerySet:
        return self.filter(archived=False)

    def with_names(self) -> ProofQuerySet:
        return self.select_related("indicator", "category", "data_import")


class Proof(Guarded):
    """One piece of evidence for a finding; taken off it stays in the record."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="proofs")
    kind = models.CharField(
        pgettext_lazy("evidence", "kind"), max_length=10, choices=ProofKind.choices
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("indicator"),
    )
    category = models.ForeignKey(
        RecordCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("category"),
    )
    data_import = models.ForeignKey(
        DataImport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("import"),
    )
    period = models.CharField(_("period"), max_length=7, blank=True)
    words = models.TextField(_("what it shows"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    archived = models.BooleanField(default=False, editable=False)

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence of a finding")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="figures", indicator__isnull=False)
                | Q(kind="records", category__isnull=False)
                | Q(kind="import", data_import__isnull=False)
                | (Q(kind="note") & ~Q(words="") & ~Q(source="")),
                name="proof_shows_something",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def root(self) -> tuple[type[models.Model], int]:
        return Finding, self.finding_id

    def get_absolute_url(self) -> str:
        return self.finding.get_absolute_url()

    def closed(self) -> Text | None:
        if not self.finding.still_open:
            return _("The finding is settled; its evidence stays as it is.")
        return None

    @property
    def name(self) -> str:
        """What it is called where it leads to."""
        row: Any = self.indicator or self.category
        if row:
            return str(row.local_name)
        return self.data_import.name if self.data_import else self.source

    @property
    def icon(self) -> str:
        return ICONS[self.kind]

    @property
    def in_period(self) -> Period | None:
        return parse(self.period) if self.period else None

    @property
    def url(self) -> str:
        """The page that shows it; a note leads nowhere. Its finding is read along."""
        asked = {"department": self.finding.department.code}
        if self.indicator:
            return f"{self.indicator.get_absolute_url()}?{urlencode(asked)}"
        if self.data_import:
            return self.data_import.get_absolute_url()
        if self.category is None:
            return ""
        asked["category"] = self.category.code
        if period := self.in_period:
            asked |= {"since": period.starts.isoformat(), "until": period.ends.isoformat()}
        return f"{reverse('evidence:records')}?{urlencode(asked)}"
