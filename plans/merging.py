"""Two people at one row: who changed which field since it was read, and where both did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Manager, Model

from improvement.audit.models import Entry

from .stages import day
from .wording import NOTHING, figure, listed


@dataclass(frozen=True, slots=True)
class Both:
    """One field of a form as its writer typed it, and as somebody else left it meanwhile."""

    form: Any
    name: str

    @property
    def html_name(self) -> str:
        return str(self.form[self.name].html_name)

    @property
    def label(self) -> str:
        """“Target”; of a row below with its name."""
        label = str(self.form[self.name].label)
        row = str(self.form.instance)
        return f"{row} · {label}" if self.form.prefix else label

    @property
    def mine(self) -> str:
        return said(self.form, self.name, self.form.changes[self.name])

    @property
    def theirs(self) -> str:
        return said(self.form, self.name, self.held)

    @property
    def held(self) -> Any:
        """What stands in the row now."""
        value = getattr(self.form.instance, self.name)
        return list(value.all()) if isinstance(value, Manager) else value

    @property
    def typed(self) -> list[str]:
        """What stands there as a browser would send it."""
        field = self.form.fields[self.name]
        shown = field.widget.format_value(field.prepare_value(self.held))
        return list(shown) if isinstance(shown, list) else [plain(shown or "")]


def moved(form: Any) -> bool:
    """Whether the row was saved by somebody after this form was read."""
    version = form.cleaned_data.get("version")
    return bool(form.instance.pk and version not in (None, form.instance.version))


def compared(forms: Iterable[Any]) -> tuple[list[Both], list[Both]]:
    """The fields that both changed, each in another way; and those that only the other changed."""
    disputed: list[Both] = []
    taken: list[Both] = []
    for form in filter(moved, forms):
        for both, untouched in changed_by_another(form):
            (taken if untouched else disputed).append(both)
    return disputed, taken


def changed_by_another(form: Any) -> Iterator[tuple[Both, bool]]:
    """Each field that says something else than was typed, and whether the writer left it alone."""
    before = before_since(form.instance, form.cleaned_data["version"])
    for name in form.written:
        field = form.instance._meta.get_field(name)
        column = name if field.many_to_many else field.attname
        both = Both(form, name)
        mine = plain(form.changes[name])
        if column in before and mine != plain(both.held):
            yield both, mine == as_it_was(field, before[column])


def before_since(row: Model, version: int) -> dict[str, Any]:
    """What stood at `version` in each column that was changed afterwards."""
    entries = Entry.objects.about(row._meta.label_lower, row.pk).filter(version__gt=version)
    found: dict[str, Any] = {}
    for entry in entries.with_particulars():
        found = {name: pair[0] for name, pair in entry.readable_changes.items()} | found
    return found


def as_it_was(field: Any, raw: Any) -> Any:
    """A value of the record as a form would have it."""
    if field.many_to_many:
        return sorted(raw or [])
    return None if raw is None else plain(field.to_python(raw))


def plain(value: Any) -> Any:
    """Keys for rows, one end for every line; what is compared with the record."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    if isinstance(value, Iterable):
        return sorted(row.pk for row in value)
    return getattr(value, "pk", value)


def differs(form: Any) -> bool:
    """Whether anything was typed that does not stand in the row."""
    return any(plain(form.changes[n]) != plain(Both(form, n).held) for n in form.written)


def adopt(forms: Iterable[Any], taken: Iterable[Both]) -> None:
    """Go on from the rows as they are: the fields of the others as they left them."""
    for both in taken:
        both.form.cleaned_data[both.name] = both.held
    for form in filter(moved, forms):
        form.cleaned_data["version"] = form.instance.version


def said(form: Any, name: str, value: Any) -> str:
    """A value as people read it."""
    if value in (None, "") or value == []:
        return NOTHING
    choices = dict(form.instance._meta.get_field(name).flatchoices or ())
    match value:
        case Decimal():
            return figure(str(value))
        case dt.date():
            return day(value)
        case str() | Model():
            return str(choices.get(value, value)) if choices else str(value)
    return listed(str(row) for row in value) or NOTHING
