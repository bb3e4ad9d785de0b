"""Why an import of values cannot be undone yet."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from evidence.lifecycle import ImportStatus, ValueStatus
from evidence.models import DataImport, ReplacedValue, Value
from evidence.models.period_lock import covering, locked_periods
from evidence.models.value import sentence
from evidence.periods import parse
from improvement.door.refusals import Text


def held(data_import: DataImport) -> Text | None:
    """The first reason, with what to do; None where it can be undone."""
    rows = Value.objects.filter(brought_by=data_import).order_by()
    if accepted := rows.filter(status=ValueStatus.ACCEPTED).count():
        return ngettext(
            "%(n)s of its values was accepted. Ask the office to open it for correction first.",
            "%(n)s of its values were accepted. Ask the office to open them for correction first.",
            accepted,
        ) % {"n": f"{accepted:,}"}
    later = ReplacedValue.objects.filter(
        brought_by=data_import, data_import__status=ImportStatus.FINISHED
    )
    if later.exists():
        return _("A later import has replaced some of its values. Undo that one first.")
    locked = locked_periods()
    still = rows.exclude(status=ValueStatus.RETURNED).values_list("period", flat=True).distinct()
    around = (covering(locked, parse(key)) for key in still) if locked else iter(())
    return sentence(next((one for one in around if one), None))
