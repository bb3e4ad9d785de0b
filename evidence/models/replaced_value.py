"""What a value was before an import told another figure; undoing the import brings it back."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from evidence.lifecycle import ValueStatus

from .data_import import DataImport
from .value import Value


class ReplacedValue(models.Model):
    """One figure that a file took the place of, as it stood; written with the file alone."""

    data_import = models.ForeignKey(DataImport, models.PROTECT, related_name="replaced")
    value_row = models.ForeignKey(Value, models.PROTECT, related_name="replaced")
    version = models.PositiveIntegerField()
    was = models.CharField(max_length=24, choices=ValueStatus.choices)
    numerator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    value = models.DecimalField(max_digits=24, decimal_places=6)
    note = models.CharField(max_length=300, blank=True)
    return_reason = models.TextField(blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    brought_by = models.ForeignKey(DataImport, models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["data_import", "value_row"], name="value_replaced_once_an_import"
            )
        ]

    def __str__(self) -> str:
        return f"{self.value_row_id} {self.data_import_id}"
