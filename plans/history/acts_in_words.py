"""How the acts in a record are said: the verb, its look, the row it is about, what was typed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.approvals.lifecycle import BallotStatus
from improvement.approvals.models import NO_MAJORITY, Ballot, Vote, in_words
from improvement.audit.models import Entry
from improvement.door.lifecycle import Stateful, arrows
from plans.models import (
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
from plans.wording import label

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
