"""The record of a plan in people's words: who did what when, as far as the reader may know it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise, cached_property

from improvement.approvals.models import Ballot
from improvement.audit.models import Entry
from improvement.audit.models.entry import EntryQuerySet
from improvement.door.typed import whole
from improvement.organization.models import Appointment
from plans.models import Comment, Countersign, Plan, Review
from plans.wording import NAMES, NOTHING, Names, label, value

from .acts_in_words import LOOKS, NAMED, PLAIN, about, cause, inputs, is_open, said, told
from .differences import Piece, words
from .folding import Folded, folded, runs

SIZE = 50
AT_ONCE = 6
"""How many acts of one moment are shown before the rest is folded away."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field: its label, what stood there and what stands there now, marked word by word."""

    label: str
    before: str
    after: str

    @property
    def pieces(self) -> list[Piece]:
        return words(self.before, self.after)

    @property
    def is_new(self) -> bool:
        return self.before == NOTHING


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the record in words."""

    verb: str
    said: str | Promise
    about: str
    changes: list[Change]
    inputs: list[tuple[str, str]]
    cause: str
    masked: bool
    saved: int = 1
    since: dt.datetime | None = None

    @property
    def look(self) -> tuple[str, str]:
        return LOOKS.get(self.verb, PLAIN)


@dataclass(frozen=True, slots=True)
class Event:
    """What one person did at one moment; a decision may bring several acts about."""

    at: dt.datetime
    actor: Any
    position: str
    acts: list[Act]

    @property
    def first(self) -> list[Act]:
        return self.acts[:AT_ONCE]

    @property
    def rest(self) -> list[Act]:
        return self.acts[AT_ONCE:]

    @property
    def icon(self) -> str:
        return self.look[0]

    @property
    def tone(self) -> str:
        return self.look[1]

    @property
    def look(self) -> tuple[str, str]:
        looks = [act.look for act in self.acts]
        return next((look for look in reversed(looks) if look != PLAIN), PLAIN)


@dataclass(frozen=True, slots=True)
class Page:
    events: list[Event]
    older: str
    newer: str


def page(plan: Plan, reader: Any, before: str = "") -> Page:
    """Fifty entries, the newest first, from the one before `before`."""
    rows = entries(plan, reader)
    if (number := whole(before)) is not None:
        rows = rows.filter(sequence__lt=number)
    found, more = runs(rows, SIZE)
    return Page(
        events=list(told_of(folded(rows, found))),
        older=f"?before={found[-1].oldest.sequence}" if more else "",
        newer="?" if before else "",
    )


def entries(plan: Plan, reader: Any) -> EntryQuerySet:
    """The chain of the plan without what this reader may not know of.

    How the plan is carried out stands in the same chain; its rows have pages of their own.
    """
    chain = f"{Plan._meta.label_lower}:{plan.pk}"
    comments = Comment.objects.visible_to(reader).filter(plan=plan).values("pk")
    reviews = Review.objects.visible_to(reader).filter(plan=plan).values("pk")
    ballots = Ballot.objects.visible_to(reader).values("pk")
    return (
        Entry.objects.of(chain)
        .filter(Q(object_type__startswith="plans.") | Q(object_type=Ballot._meta.label_lower))
        .exclude(Q(object_type=Comment._meta.label_lower) & ~Q(object_id__in=comments))
        .exclude(Q(object_type=Review._meta.label_lower) & ~Q(object_id__in=reviews))
        .exclude(object_type="plans.checklistanswer")
        .exclude(Q(object_type=Ballot._meta.label_lower, verb="vote") & ~Q(object_id__in=ballots))
        .exclude(verb="create", object_type__in=["plans.section", "plans.goalset"])
        .exclude(verb="change", object_type=Countersign._meta.label_lower)
    )


def events(found: list[Entry], reader: Any) -> Iterator[Event]:
    """Entries of one moment and one person as one event, its acts in their order."""
    yield from told_of([Folded(entry, entry, 1) for entry in found])


def told_of(found: list[Folded]) -> Iterator[Event]:
    """The same of entries and of runs of them."""
    rows = Rows([one.entry for one in found])
    for (at, _actor), group in groupby(found, key=lambda f: (f.entry.at, f.entry.actor_id)):
        together = sorted(group, key=lambda f: f.entry.sequence)
        actor = together[0].entry.actor
        yield Event(
            at=at,
            actor=actor,
            position=rows.positions.get(actor.pk, "") if actor else "",
            acts=said_once([rows.act(one) for one in together]),
        )


def said_once(acts: list[Act]) -> list[Act]:
    """A verdict and the step it brings about carry the same words; they are shown once."""
    heard: set[str] = set()
    for act in acts:
        act.inputs[:] = [(label, text) for label, text in act.inputs if text not in heard]
        heard |= {text for _label, text in act.inputs}
    return acts


def held_by(people: Iterable[int]) -> tuple[QuerySet[Any], tuple[str, ...]]:
    """The appointments of these people as of today, with what their names are made of."""
    rows = Appointment.objects.valid_on(timezone.localdate()).filter(user_id__in=set(people))
    places = (f"{place}__{name}" for place in ("department", "post") for name in ("id", *NAMES))
    return rows, ("id", "user_id", "role", *places)


class Rows:
    """The rows that entries are about, what their fields point at, and who acted as what."""

    def __init__(self, found: list[Entry]) -> None:
        self.names = Names()
        for entry in found:
            model = apps.get_model(entry.object_type)
            if model in NAMED:
                self.names.wanted[model].add(entry.object_id)
            for name, pair in entry.readable_changes.items():
                if told(entry.verb, name):
                    for raw in pair:
                        self.names.want(model, name, raw)
        people = {entry.actor_id for entry in found if entry.actor_id}
        self.names.read(NAMED, *([held_by(people)] if people else []))

    @cached_property
    def positions(self) -> dict[int, str]:
        """Where each of the people works, or what they do."""
        rows = [row for row in self.names.found.values() if isinstance(row, Appointment)]
        rows.sort(key=lambda row: -row.pk)
        return {a.user_id: str(a.post or a.department or a.get_role_display()) for a in rows}

    def act(self, run: Folded) -> Act:
        entry = run.entry
        model = apps.get_model(entry.object_type)
        row = self.names.found.get((model, entry.object_id)) if model in NAMED else None
        masked = entry.verb == "vote" and is_open(row)
        return Act(
            verb=entry.verb,
            said=said(model, entry.verb),
            about=about(row),
            changes=list(self.changes(model, run)),
            inputs=[] if masked else list(inputs(model, entry)),
            cause=cause(entry),
            masked=masked,
            saved=run.count,
            since=run.first.at,
        )

    def changes(self, model: type[models.Model], run: Folded) -> Iterator[Change]:
        """Fields of a change, and of a new row those that are filled in; a step says it itself."""
        began = run.first.readable_changes
        for name, (before, after) in run.entry.readable_changes.items():
            if not told(run.entry.verb, name):
                continue
            before = began.get(name, [before])[0]
            was, now = (value(model, name, raw, self.names) for raw in (before, after))
            if was != now:
                yield Change(label(model, name), was, now)
