"""The differences of two versions in the words of the page: labels, values, marked texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from improvement.organization.models import Department
from plans.models import Goal, Measure, Milestone, Plan, ResourceNeed, SectionKey, TargetLine
from plans.wording import NOTHING, Names, label, listed, value

from .differences import Differences, Field, Piece, Row, words

MODELS: dict[str, type[models.Model]] = {
    "goals": Goal,
    "target_lines": TargetLine,
    "measures": Measure,
    "milestones": Milestone,
    "resource_needs": ResourceNeed,
}

SPELLED = {
    *("department", "post", "person", "goals"),
    *("overall_goal", "joint_with", "answers", "indicator"),
}
"""A frozen content spells these out; they are no keys."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field: the words both have, those taken out, those put in."""

    label: str | Promise
    pieces: list[Piece]

    @property
    def before(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != "added"]

    @property
    def after(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != "removed"]


@dataclass(frozen=True, slots=True)
class Item:
    """A row with its lines; `below` are its target lines, milestones or resources."""

    kind: str
    number: str
    title: str
    lines: list[Line]
    below: list[Item] = field(default_factory=list)
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the plan in which something differs."""

    key: str
    title: str | Promise
    items: list[Item]
    lines: list[Line] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.items) + len(self.lines)


def sections(
    found: Differences, titles: Iterable[tuple[str, str | Promise]] = SectionKey.choices
) -> list[Block]:
    """The parts with differences, the six first, then the round's; last the word on warnings."""
    texts = {text.name: text for text in found.sections}
    rows: dict[str, tuple[Row, ...]] = {
        SectionKey.GOALS: found.goals,
        SectionKey.MEASURES: found.measures,
    }
    names = departments(found)
    blocks = [
        Block(
            key,
            title,
            [item(row, names) for row in rows.get(key, ())],
            [Line(_("Text"), words(texts[key].before, texts[key].after))] if key in texts else [],
        )
        for key, title in titles
    ]
    if found.words:
        title = _("A word on the warnings")
        blocks.append(Block("words", title, [], list(lines(Plan, found.words, names))))
    return [block for block in blocks if block.count]


def item(row: Row, names: dict[str, str]) -> Item:
    return Item(
        row.kind,
        row.number,
        row.title,
        list(lines(MODELS[row.list], row.fields, names)),
        [item(inner, names) for inner in row.rows],
        row.moved,
    )


def lines(
    model: type[models.Model], fields: Iterable[Field], names: dict[str, str]
) -> Iterator[Line]:
    for one in fields:
        before, after = (said(model, one.name, raw, names) for raw in (one.before, one.after))
        yield Line(label(model, one.name), words(before, after))


def said(model: type[models.Model], name: str, raw: Any, names: dict[str, str]) -> str:
    """A frozen value in words; nothing is an empty text, so that it is not marked."""
    if name in SPELLED:
        given = raw if isinstance(raw, list) else [raw] if raw else []
        return listed(names.get(text, text) for text in map(str, given))
    text = value(model, name, raw, Names())
    return "" if text == NOTHING else text


def departments(found: Differences) -> dict[str, str]:
    """The names of the departments by the codes a content carries; one query, or none."""
    fields = [f for row in (*found.goals, *found.measures) for f in row.fields]
    codes: set[str] = set()
    for one in fields:
        if one.name in {"department", "joint_with"}:
            for raw in (one.before, one.after):
                codes |= set(raw) if isinstance(raw, list) else {raw or ""}
    return {d.code: str(d) for d in Department.objects.filter(code__in=codes)} if codes else {}
