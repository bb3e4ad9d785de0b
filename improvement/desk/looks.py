"""How a status looks: one tone and one shape for each, so that colour never speaks alone."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Look(NamedTuple):
    tone: str
    icon: str


UNKNOWN = Look("neutral", "circle")

# Keyed by the value of a status. A word means the same in every machine, so one table serves all.
LOOKS = {
    # being written or prepared
    "draft": Look("neutral", "circle-dashed"),
    "due": Look("warn", "clock"),
    "preparing": Look("neutral", "circle-dashed"),
    "drafting": Look("neutral", "circle-dashed"),
    "compiling": Look("neutral", "circle-dashed"),
    "planned": Look("neutral", "circle-dashed"),
    "proposed": Look("neutral", "circle-dashed"),
    "found": Look("warn", "alert-triangle"),
    # on somebody's desk
    "office_review": Look("info", "eye"),
    "consolidating": Look("info", "git-merge"),
    "endorsed": Look("info", "circle-check"),
    "leadership_approval": Look("violet", "gavel"),
    "open": Look("violet", "gavel"),
    "offered": Look("info", "send"),
    "escalated": Look("violet", "flag"),
    "submitted": Look("info", "send"),
    "handed_in": Look("info", "send"),
    "queried": Look("warn", "help-circle"),
    "asked": Look("warn", "help-circle"),
    "analysing": Look("warn", "search"),
    "answered": Look("info", "message-2"),
    "assigned": Look("info", "user"),
    "named": Look("neutral", "circle-dashed"),
    "outstanding": Look("warn", "hourglass"),
    "met": Look("info", "send"),
    "confirmed": Look("good", "circle-check"),
    # agreed
    "agreed": Look("good", "check"),
    "passed": Look("good", "circle-check"),
    "changed": Look("warn", "refresh"),
    "accepted": Look("good", "check"),
    "approved": Look("good", "check"),
    "applied": Look("good", "check"),
    "acknowledged": Look("good", "check"),
    "corrected": Look("info", "pencil"),
    "fixed": Look("good", "lock"),
    "issued": Look("good", "send"),
    "decided": Look("good", "gavel"),
    "settled": Look("good", "check"),
    "signed": Look("good", "signature"),
    # under way
    "execution": Look("brand", "player-play"),
    "executing": Look("brand", "player-play"),
    "in_progress": Look("brand", "player-play"),
    "active": Look("good", "circle-check"),
    "adjustment": Look("warn", "adjustments"),
    "suspended": Look("warn", "player-pause"),
    "blocked": Look("warn", "hand-stop"),
    "evaluation": Look("info", "scale"),
    "evaluating": Look("info", "scale"),
    "scheduled": Look("neutral", "calendar"),
    "collecting": Look("info", "inbox"),
    "rating": Look("info", "scale"),
    "self_rated": Look("info", "user-check"),
    "scored": Look("info", "scale"),
    "shown": Look("violet", "eye"),
    "objected": Look("warn", "hand-stop"),
    "moderation": Look("info", "git-compare"),
    "moderated": Look("info", "check"),
    "leadership_review": Look("violet", "gavel"),
    "pending": Look("neutral", "hourglass"),
    "in_plan": Look("info", "file-text"),
    "in_use": Look("good", "circle-check"),
    "retired": Look("neutral", "archive"),
    "locked": Look("neutral", "lock"),
    # ended well
    "published": Look("good", "certificate"),
    "effective": Look("good", "certificate"),
    "resolved": Look("good", "check"),
    "completed": Look("good", "check"),
    "done": Look("good", "check"),
    "verified": Look("good", "certificate"),
    "achieved": Look("good", "certificate"),
    "partly": Look("warn", "alert-triangle"),
    "closed": Look("neutral", "archive"),
    # awards, notices and what follows from them
    "nominated": Look("info", "award"),
    "reviewed": Look("info", "circle-check"),
    "announced": Look("violet", "speakerphone"),
    "granted": Look("good", "award"),
    "revoked": Look("bad", "ban"),
    "declined": Look("neutral", "minus"),
    "raised": Look("warn", "flag"),
    "dismissed": Look("neutral", "minus"),
    "upheld": Look("warn", "gavel"),
    "heard": Look("info", "message-2"),
    "under_review": Look("info", "scale"),
    "dropped": Look("neutral", "minus"),
    "opened": Look("warn", "flag"),
    "checked": Look("info", "eye"),
    "written_off": Look("good", "check"),
    "failed": Look("bad", "circle-x"),
    "extended": Look("warn", "hourglass"),
    # ended otherwise
    "returned": Look("warn", "arrow-back-up"),
    "refused": Look("bad", "circle-x"),
    "rejected": Look("bad", "circle-x"),
    "not_effective": Look("bad", "diamond-x"),
    "carried_over": Look("neutral", "arrow-right"),
    "missed": Look("bad", "diamond-x"),
    "cancelled": Look("neutral", "ban"),
    "finished": Look("good", "check"),
    "undone": Look("warn", "arrow-back-up"),
    "withdrawn": Look("neutral", "ban"),
    "dissolved": Look("neutral", "ban"),
    "recalled": Look("neutral", "arrow-back-up"),
    "waived": Look("neutral", "minus"),
    "void": Look("neutral", "ban"),
    "lapsed": Look("neutral", "hourglass"),
    "merged": Look("neutral", "git-merge"),
}

# Health against the expected path: a circle, a triangle, a diamond.
HEALTH = {
    "good": _("On track"),
    "warn": _("At risk"),
    "bad": _("Off track"),
    "none": _("Not yet known"),
}


OF_A_KIND = {
    ("PeriodLock", "opened"): Look("good", "circle-check"),
    ("Deviation", "open"): Look("bad", "flag"),
    ("Deviation", "acknowledged"): Look("info", "eye"),
    ("Inspection", "draft"): Look("info", "player-play"),
    ("Finding", "open"): Look("warn", "flag"),
    ("ServiceRecord", "open"): Look("info", "inbox"),
    ("Survey", "open"): Look("brand", "player-play"),
    ("ServiceRecord", "closed"): Look("good", "check"),
}
"""Where a common word says less than the machine means by it."""


def look_of(status: str, kind: str = "") -> Look:
    return OF_A_KIND.get((kind, status)) or LOOKS.get(status, UNKNOWN)
