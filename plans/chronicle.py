"""The record of a plan in people's words: who did what when, as far as the reader may know it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.approvals.lifecycle import BallotStatus
from improvement.approvals.models import NO_MAJORITY, Ballot, Vote, in_words
from improvement.audit.models import Entry
from improvement.audit.models.entry import EntryQuerySet
from improvement.door.lifecycle import Stateful, arrows
from improvement.door.typed import whole
from improvement.organization.models import Appointment

from .differences import Piece, words
from .folding import Folded, folded, runs
from .models import (
    Adjustment,
    AdjustmentChange,
    Comment,
    Countersign,
    Dependency,
    DraftCheck,
    Goal,
    MajorProject,
    Measure,
    Milestone,
    Plan,
    ResourceNeed,
    Review,
    Section,
    TargetLine,
    Verdict,
)
from .wording import NOTHING, Names, label, value

SIZE = 50
AT_ONCE = 6
"""How many acts of one moment are shown before the rest is folded away."""

VERBS: dict[str, str | Promise] = {
    "create": gettext_lazy("Added"),
    "change": gettext_lazy("Changed"),
    "opened": gettext_lazy("Ballot opened"),
    "attach": gettext_lazy("File attached"),
    "detach": gettext_lazy("File taken off"),
}
"""What is said of acts that are no steps of a machine."""

BEGUN: dict[type[models.Model], str | Promise] = {
    Plan: gettext_lazy("Plan begun"),
    Review: gettext_lazy("Review begun"),
    Comment: gettext_lazy("Commented"),
    MajorProject: gettext_lazy("Found to be a major project"),
    Adjustment: gettext_lazy("Adjustment begun"),
    DraftCheck: gettext_lazy("Ready for check"),
    Countersign: gettext_lazy("Asked to countersign"),
}
"""Where a new row is more than an addition."""

LOOKS = {
    "create": ("plus", "good"),
    "submit": ("send", "info"),
    "send_back": ("arrow-back-up", "warn"),
    "return_from_consolidation": ("arrow-back-up", "warn"),
    "return_by_leaders": ("arrow-back-up", "warn"),
    "return_it": ("arrow-back-up", "warn"),
    "recall": ("arrow-back-up", "neutral"),
    "put_back": ("arrow-back-up", "neutral"),
    "ready": ("checklist", "info"),
    "pass_on": ("circle-check", "good"),
    "take_back": ("arrow-back-up", "neutral"),
    "ask_anew": ("refresh", "warn"),
    "agree": ("signature", "good"),
    "object": ("hand-stop", "warn"),
    "endorse": ("circle-check", "good"),
    "finish": ("checklist", "info"),
    "resolve": ("check", "good"),
    "waive": ("minus", "neutral"),
    "put_forward": ("gavel", "violet"),
    "opened": ("gavel", "violet"),
    "vote": ("gavel", "violet"),
    "confirm_declaration": ("circle-check", "info"),
    "approve": ("gavel", "good"),
    "fix": ("lock", "good"),
    "sign_off": ("signature", "good"),
    "sign_for": ("signature", "good"),
    "issue": ("send", "good"),
    "open_adjustment": ("adjustments", "info"),
    "outdate": ("refresh", "warn"),
    "reject": ("circle-x", "bad"),
    "lapse": ("hourglass", "neutral"),
    "suspend": ("player-pause", "warn"),
    "terminate": ("archive", "neutral"),
    "withdraw": ("ban", "neutral"),
    "resume": ("rotate", "info"),
    "attach": ("paperclip", "info"),
    "detach": ("paperclip", "neutral"),
    "accept": ("check", "info"),
    "decline": ("x", "warn"),
    "start": ("player-play", "info"),
    "block": ("hand-stop", "warn"),
    "confirm": ("circle-check", "good"),
    "complete": ("check", "good"),
    "verify": ("certificate", "good"),
    "cancel": ("ban", "neutral"),
    "query": ("help-circle", "warn"),
    "answer": ("message-2", "info"),
    "acknowledge": ("check", "good"),
    "correct": ("pencil", "info"),
    "miss": ("diamond-x", "bad"),
}
PLAIN = ("pencil", "neutral")

SAID = (
    *("reason", "remark", "result", "recommendation", "summary", "verdict", "choice"),
    *("number", "issued_on", "file", "question", "answer", "assessment"),
)
"""Inputs of a step that are shown, in this order."""

RETURNED = {"return_it", "return_by_leaders"}
"""Decisions that always have a reason: where nobody gave one, there was no majority."""

SILENT = {
    *("position", "number", "object_id", "written_at", "begun_at", "revision_id", "reviewer_id"),
    *("item", "owner", "field", "row", "quote", "before", "after", "kind", "operation"),
    *("adjustment_id", "goals_with_plan", "digest", "ready_by_id"),
}
"""Fields that say nothing to a reader beside the name of their row."""

OF_THE_ROW = {
    *("plan_id", "goal_id", "measure_id", "needs_id", "round_id", "review_id", "parent_id"),
    *("status", "author_id", "archived", "times_returned", "order"),
}
"""Fields that a new row always has and that its name tells already."""


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
    positions = positions_of({one.entry.actor_id for one in found if one.entry.actor_id})
    for (at, _actor), group in groupby(found, key=lambda f: (f.entry.at, f.entry.actor_id)):
        together = sorted(group, key=lambda f: f.entry.sequence)
        actor = together[0].entry.actor
        yield Event(
            at=at,
            actor=actor,
            position=positions.get(actor.pk, "") if actor else "",
            acts=said_once([rows.act(one) for one in together]),
        )


def said_once(acts: list[Act]) -> list[Act]:
    """A verdict and the step it brings about carry the same words; they are shown once."""
    heard: set[str] = set()
    for act in acts:
        act.inputs[:] = [(label, text) for label, text in act.inputs if text not in heard]
        heard |= {text for _label, text in act.inputs}
    return acts


def positions_of(people: Iterable[int]) -> dict[int, str]:
    """Where each of these people works, or what they do, as of today; one query."""
    held = (
        Appointment.objects.valid_on(timezone.localdate())
        .filter(user_id__in=set(people))
        .select_related("department", "post")
        .order_by("-pk")
    )
    return {a.user_id: str(a.post or a.department or a.get_role_display()) for a in held}


NAMED: dict[type[models.Model], tuple[str, ...]] = {
    Section: (),
    Goal: (),
    Measure: (),
    TargetLine: ("goal", "indicator"),
    Milestone: ("measure",),
    Dependency: ("measure", "needs__plan__department"),
    ResourceNeed: ("measure",),
    Comment: ("goal", "measure"),
    MajorProject: ("measure__plan__department",),
    Countersign: ("department",),
    Adjustment: (),
    AdjustmentChange: ("adjustment",),
    Ballot: (),
}
"""Rows that an act is said to be about, with what their names are made of."""


class Rows:
    """The rows that entries are about, and what their fields point at, read together."""

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
        self.names.read(NAMED)

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


def told(verb: str, name: str) -> bool:
    """Whether a field is worth a line beside this verb."""
    if name in SILENT:
        return False
    return verb == "change" or (verb == "create" and name not in OF_THE_ROW)


def said(model: type[models.Model], verb: str) -> str | Promise:
    """The step's own label, or the word for an act that is no step."""
    if verb == "create" and model in BEGUN:
        return BEGUN[model]
    if verb in VERBS:
        return VERBS[verb]
    known = arrows(model) if issubclass(model, Stateful) else {}
    return known[verb].label if verb in known else verb.replace("_", " ")


def about(row: models.Model | None) -> str:
    """The row in a few words; the plan, its goals as a set and a review need none."""
    match row:
        case Section():
            return _("Section “%(title)s”") % {"title": row}
        case Goal() | Measure() | MajorProject():
            return str(row)
        case TargetLine():
            return _("%(goal)s, target line: %(line)s") % {"goal": row.goal.code, "line": row}
        case Milestone():
            return _("%(measure)s, milestone: %(title)s") % {
                "measure": row.measure.code,
                "title": row.title,
            }
        case Dependency():
            return _("%(measure)s waits for %(other)s") % {
                "measure": row.measure.code,
                "other": row.needs.reference,
            }
        case ResourceNeed():
            return _("%(measure)s, resource: %(name)s") % {
                "measure": row.measure.code,
                "name": row.name,
            }
        case Countersign():
            return _("countersign of %(department)s") % {"department": row.department.local_name}
        case Adjustment():
            return _("adjustment %(number)d") % {"number": row.number}
        case AdjustmentChange():
            return _("adjustment %(number)d: %(place)s") % {
                "number": row.adjustment.number,
                "place": row.place,
            }
        case Comment():
            place = {"place": row.anchor}
            return (_("reply on %(place)s") if row.parent_id else _("on %(place)s")) % place
        case Ballot():
            return row.title
    return ""


def inputs(model: type[models.Model], entry: Entry) -> Iterator[tuple[str, str]]:
    """What was typed with a step: its reason, its verdict, its number."""
    typed = entry.readable_inputs
    if entry.verb in RETURNED:
        typed = {"reason": in_words(NO_MAJORITY)} | typed
    words = {"verdict": dict(Verdict.choices), "choice": dict(Vote.CHOICES)}
    for name in SAID:
        if text := typed.get(name):
            yield label(model, name), str(words.get(name, {}).get(text, text))
    if typed.get("unheard"):
        yield label(model, "reason"), _("It was not confirmed that the declarations were heard.")


def is_open(row: models.Model | None) -> bool:
    return isinstance(row, Ballot) and row.status == BallotStatus.OPEN


def cause(entry: Entry) -> str:
    """Why a step was taken that no person takes."""
    kind = entry.cause["type"] if entry.cause else ""
    if kind == Ballot._meta.label_lower:
        return _("by decision of the ballot")
    if kind == "plans.organizationplan":
        return _("with the organization plan")
    if kind == Adjustment._meta.label_lower:
        return _("by an adjustment")
    return ""
