"""What a decision rests on, read from a frozen content: figures, target lines, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .wording import with_unit

Content = dict[str, Any]
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Figures:
    """Money in the organization's currency; pay-back in months, None where there is no benefit."""

    cost: Decimal
    benefit: Decimal
    goals: int
    measures: int

    @property
    def payback(self) -> int | None:
        if not (self.cost and self.benefit):
            return None
        return max(1, round(self.cost / self.benefit * MONTHS))


def figures(content: Content) -> Figures:
    measures = content.get("measures", [])
    return Figures(
        cost=total(measures, "cost"),
        benefit=total(measures, "benefit"),
        goals=len(content.get("goals", [])),
        measures=len(measures),
    )


def sum_of(parts: Iterable[Figures]) -> Figures:
    parts = list(parts)
    return Figures(
        cost=sum((p.cost for p in parts), Decimal(0)),
        benefit=sum((p.benefit for p in parts), Decimal(0)),
        goals=sum(p.goals for p in parts),
        measures=sum(p.measures for p in parts),
    )


def total(rows: list[Content], name: str) -> Decimal:
    return sum((Decimal(row[name]) for row in rows if row.get(name)), Decimal(0))


def risks(content: Content) -> list[Content]:
    return [measure for measure in content.get("measures", []) if measure.get("risk")]


@dataclass(frozen=True, slots=True)
class Line:
    """One target line of a goal: `first` carries the goal's number, the others go on with it."""

    goal: Content
    first: bool
    line: Content
    change: str


def lines(content: Content) -> Iterator[Line]:
    """Every target line with its goal and the change from baseline to target in words."""
    for goal in content.get("goals", []):
        rows = goal["target_lines"] or [{}]
        for position, line in enumerate(rows):
            yield Line(goal, position == 0, line, change(line))


def change(line: Content) -> str:
    """“+12 points” for percentages, “−26%” for other units; empty without a baseline."""
    if not (line.get("baseline") and line.get("target")):
        return ""
    before, after = Decimal(line["baseline"]), Decimal(line["target"])
    gain = after - before
    sign = "+" if gain > 0 else "−" if gain < 0 else "±"
    if line.get("unit") == "%":
        return _("%(change)s points") % {"change": f"{sign}{plain(abs(gain))}"}
    if not before:
        return f"{sign}{plain(abs(gain))}"
    return f"{sign}{abs(gain / before * 100):.0f}%"


def plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity(value: str | None, unit: str) -> str:
    """“80%”, “110 s”, “—”: a figure with its unit as it is written."""
    if not value:
        return "—"
    return with_unit(value, unit)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two contents: added, changed or removed."""

    kind: str
    text: str


def changes(before: Content, after: Content) -> list[Change]:
    """What a reader of `before` has to know about `after`: goals, targets, measures, texts."""
    return [
        *of_rows(before.get("goals", []), after.get("goals", [])),
        *of_rows(before.get("measures", []), after.get("measures", [])),
        *of_sections(before.get("sections", []), after.get("sections", [])),
    ]


def of_rows(before: list[Content], after: list[Content]) -> Iterator[Change]:
    was = {row["id"]: row for row in before}
    now = {row["id"]: row for row in after}
    for key, row in now.items():
        name = f"{row['number']} {row['title']}"
        if key not in was:
            yield Change("added", _("%(row)s is new") % {"row": name})
        elif row != was[key]:
            yield Change("changed", in_words(was[key], row))
    for key, row in was.items():
        if key not in now:
            yield Change(
                "removed", _("%(row)s is dropped") % {"row": f"{row['number']} {row['title']}"}
            )


def in_words(was: Content, now: Content) -> str:
    """The change that matters most: a target, a cost; else that the text changed."""
    targets = {line["id"]: line for line in was.get("target_lines", [])}
    for line in now.get("target_lines", []):
        old = targets.get(line["id"])
        if old and old["target"] != line["target"]:
            return _("%(row)s: target %(before)s → %(after)s") % {
                "row": now["number"],
                "before": quantity(old["target"], old["unit"]),
                "after": quantity(line["target"], line["unit"]),
            }
    if was.get("cost") != now.get("cost"):
        return _("%(row)s: cost %(before)s → %(after)s") % {
            "row": now["number"],
            "before": grouped(was["cost"]),
            "after": grouped(now["cost"]),
        }
    return _("%(row)s %(title)s: changed") % {"row": now["number"], "title": now["title"]}


def grouped(amount: str | None) -> str:
    return f"{Decimal(amount):,.0f}" if amount else "—"


def of_sections(before: list[Content], after: list[Content]) -> Iterator[Change]:
    texts = {row["key"]: row["body"] for row in before}
    changed = [row for row in after if row["body"] != texts.get(row["key"], "")]
    if changed:
        yield Change(
            "changed",
            ngettext("%(count)d section rewritten", "%(count)d sections rewritten", len(changed))
            % {"count": len(changed)},
        )
