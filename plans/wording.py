"""How a field and its value are said to people, in the record and in comparisons."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from improvement.door.packed import columns, together
from improvement.organization.models.user import LocalName

from .stages import day

NOTHING = "—"
NAMES = ("name", "name_hant", "name_hans")
CLOSE = re.compile(r"$|[%‰㐀-鿿]")
"""Units that stand close to their figure."""

LABELS: dict[str, str | Promise] = {
    "archived": gettext_lazy("removed"),
    "return_reason": gettext_lazy("reason for the return"),
    "reason": gettext_lazy("reason"),
    "choice": gettext_lazy("vote"),
    "remark": pgettext_lazy("with an answer", "remark"),
    "summary": gettext_lazy("summary"),
    "verdict": gettext_lazy("verdict"),
    "recommendation": gettext_lazy("recommendation of the office"),
    "file": gettext_lazy("file"),
    "number": gettext_lazy("document number"),
    "question": gettext_lazy("question"),
    "answer": gettext_lazy("answer"),
    "assessment": gettext_lazy("assessment"),
    "issued_on": gettext_lazy("date of issue"),
    "department_id": gettext_lazy("department"),
    "round_id": gettext_lazy("planning year"),
    "times_returned": gettext_lazy("times returned"),
    "submitted_at": gettext_lazy("handed in"),
    "parent_id": gettext_lazy("reply to"),
    "section": gettext_lazy("section"),
    "author_id": gettext_lazy("author"),
    "reviewer_id": gettext_lazy("reviewer"),
    "waived_because": gettext_lazy("waived because"),
}
"""Words for fields without a name of their own, and for what is typed with a step."""


def field_of(model: type[models.Model], name: str) -> models.Field[Any, Any] | None:
    try:
        return model._meta.get_field(name.removesuffix("_id"))  # type: ignore[return-value]
    except FieldDoesNotExist:
        return None


def points_at(field: models.Field[Any, Any] | None) -> type[models.Model] | None:
    """The model a field's value is a key of, if it is one."""
    related = field.related_model if field is not None else None
    return related if isinstance(related, type) else None


def label(model: type[models.Model], name: str) -> str:
    """What the field is called: “Expected effect in figures”."""
    if name in LABELS:
        return capfirst(str(LABELS[name]))
    field = field_of(model, name)
    return capfirst(str(field.verbose_name if field else name.replace("_", " ")))


class Names:
    """Rows that values point at, looked up together in one statement, whatever they are."""

    def __init__(self) -> None:
        self.wanted: defaultdict[type[models.Model], set[int]] = defaultdict(set)
        self.found: dict[tuple[type[models.Model], int], models.Model] = {}

    def want(self, model: type[models.Model], name: str, raw: Any) -> None:
        """Remember what the value of a field points at, if it points at anything."""
        if target := points_at(field_of(model, name)):
            keys = raw if isinstance(raw, list) else [raw]
            self.wanted[target] |= {key for key in keys if isinstance(key, int)}

    def read(
        self,
        made_of: Mapping[type[models.Model], tuple[str, ...]],
        *more: tuple[models.QuerySet[Any], tuple[str, ...]],
    ) -> None:
        """Look all of them up, and `more` rows with these columns.

        A name may be `made_of` related rows, which come along.
        """
        wanted = [
            (model._base_manager.filter(pk__in=keys), named_by(model, made_of.get(model)))
            for model, keys in self.wanted.items()
            if keys
        ]
        self.found |= {(type(row), row.pk): row for row in together([*wanted, *more])}
        self.wanted.clear()

    def of(self, model: type[models.Model], key: int) -> str:
        row = self.found.get((model, key))
        return str(row) if row else NOTHING


def named_by(model: type[models.Model], related: tuple[str, ...] | None) -> tuple[str, ...]:
    """The columns a name is made of; all of a row that more is asked of than its name."""
    only_named = model.__str__ is LocalName.__str__ and related is None
    return ("id", *NAMES) if only_named else columns(model, *(related or ()))


def value(model: type[models.Model], name: str, raw: Any, names: Names) -> str:
    """A raw value as a person would write it: names for keys, words for choices."""
    field = field_of(model, name)
    if raw is None or raw in ("", []):
        return NOTHING
    if target := points_at(field):
        keys = raw if isinstance(raw, list) else [raw]
        return listed(names.of(target, key) for key in keys)
    if isinstance(raw, list):
        return listed(str(item["name"] if isinstance(item, dict) else item) for item in raw)
    choices: Any = getattr(field, "flatchoices", None)
    if choices:
        return str(dict(choices).get(raw, raw))
    if isinstance(raw, bool):
        return _("yes") if raw else _("no")
    return spelled(field, str(raw))


def listed(parts: Iterable[str]) -> str:
    return pgettext("between the parts of a list", ", ").join(parts)


def spelled(field: models.Field[Any, Any] | None, text: str) -> str:
    """Dates as they are said, figures without zeros that say nothing; any other text as it is."""
    if isinstance(field, models.DateTimeField):
        return day(timezone.localdate(dt.datetime.fromisoformat(text)))
    if isinstance(field, models.DateField):
        return day(dt.date.fromisoformat(text))
    if isinstance(field, models.DecimalField):
        return figure(text)
    return text


def with_unit(amount: str, unit: str) -> str:
    """“80%”, “110 s”, “15分鐘”: a blank only where the unit is a word of letters."""
    return f"{amount}{unit}" if CLOSE.match(unit) else f"{amount} {unit}"


def figure(text: str) -> str:
    """“1,200,000”, “12.5”: grouped by thousands, without trailing zeros."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    written = f"{number:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
