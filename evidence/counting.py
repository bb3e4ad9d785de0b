"""The register in numbers: each is the number of rows that its own address leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, DurationField, ExpressionWrapper, F
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from improvement.door.refusals import Text

from .models import RecordCategory, RecordChannel, RecordKind, RecordStatus, Severity
from .models.service_record import ServiceRecordQuerySet
from .recording import UNSORTED

GROUPED = ("status", "kind", "channel", "severity", "category")


@dataclass(frozen=True, slots=True)
class Line:
    """A name, how many, their share in per cent, and what to ask the register for to see them."""

    name: Text
    number: int
    share: float
    asks: str


class Numbers:
    """All numbers of the rows that answer to `asked`, by one query; the median by another."""

    def __init__(self, rows: ServiceRecordQuerySet, asked: dict[str, str]) -> None:
        self.rows = rows
        self.asked = {name: text for name, text in asked.items() if text}
        groups = rows.order_by().values_list(*GROUPED).annotate(Count("pk"))
        self.groups = [(dict(zip(GROUPED, group[:-1], strict=True)), group[-1]) for group in groups]
        self.all = sum(number for _group, number in self.groups)

    def line(self, name: Text, number: int, **also: str) -> Line:
        share = 100 * number / self.all if self.all else 0
        return Line(name, number, share, urlencode(self.asked | also))

    def by(self, field: str) -> Counter[Any]:
        found: Counter[Any] = Counter()
        for group, number in self.groups:
            found[group[field]] += number
        return found

    def lines(self, field: str, choices: Iterable[tuple[Any, Text]]) -> list[Line]:
        """In the order of the choices, without those of which there is none."""
        found = self.by(field)
        return [
            self.line(label, found[value], **{field: str(value)})
            for value, label in choices
            if found[value]
        ]

    @property
    def total(self) -> Line:
        return self.line(_("Records"), self.all)

    @property
    def statuses(self) -> list[Line]:
        found = self.by("status")
        return [
            self.line(label, found[value], status=value) for value, label in RecordStatus.choices
        ]

    @property
    def kinds(self) -> list[Line]:
        return self.lines("kind", RecordKind.choices)

    @property
    def channels(self) -> list[Line]:
        return self.lines("channel", RecordChannel.choices)

    @property
    def severities(self) -> list[Line]:
        return self.lines("severity", reversed(Severity.choices))

    @property
    def categories(self) -> list[Line]:
        """Each branch with all below it; those above what was asked for would tell of more."""
        found = self.by("category")
        tree = list(RecordCategory.objects.all())
        within = self.within(tree)
        lines = [
            self.line(branch.indented, number, category=branch.code)
            for branch in tree
            if within(branch)
            and (number := sum(found[one.pk] for one in tree if one.path.startswith(branch.path)))
        ]
        if found[None]:
            lines.append(self.line(_("Without a category"), found[None], category=UNSORTED))
        return lines

    def within(self, tree: list[RecordCategory]) -> Callable[[RecordCategory], bool]:
        asked = [one.path for one in tree if one.code == self.asked.get("category")]
        return lambda branch: branch.path.startswith(asked[0]) if asked else True

    @cached_property
    def median_days(self) -> float | None:
        """From the day something was received to the day it was closed; half took no longer."""
        closed = self.by("status")[RecordStatus.CLOSED]
        if not closed:
            return None
        took = ExpressionWrapper(F("closed_on") - F("opened_on"), output_field=DurationField())
        spans = (
            self.rows.filter(status=RecordStatus.CLOSED)
            .annotate(took=took)
            .order_by("took")
            .values_list("took", flat=True)
        )
        middle = spans[(closed - 1) // 2 : closed // 2 + 1]
        days = [span.days for span in middle]
        return sum(days) / len(days)
