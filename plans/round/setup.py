"""What the office prepares for a planning year, each with how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.lifecycle import OverallGoalsStatus, RoundStatus
from plans.stages import day

if TYPE_CHECKING:
    from plans.models import Round

    from .roll import Standing

SECTIONS = "plans:round_sections"
DONE, OPEN, OPTIONAL = "done", "open", "optional"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the checklist; `state` is done, open or optional."""

    name: str
    label: str | Promise
    note: str | Promise
    state: str
    url: str


def steps(planning_round: Round, standing: Standing) -> list[Step]:
    """In the order in which the office goes through them."""
    return [
        dates(planning_round),
        overall_goals(planning_round),
        sections(planning_round),
        key_areas(planning_round),
        gates(planning_round),
        exemptions(planning_round, standing),
        words(planning_round),
        opening(planning_round),
    ]


def dates(planning_round: Round) -> Step:
    in_order = planning_round.deadline < planning_round.starts
    note = _("plans due %(due)s, the year begins %(starts)s") % {
        "due": day(planning_round.deadline),
        "starts": day(planning_round.starts),
    }
    return at("dates", _("Dates and rhythm"), note, in_order, planning_round, "plans:edit_round")


def overall_goals(planning_round: Round) -> Step:
    goals = planning_round.overall_goal_set
    note = str(goals.get_status_display())
    if planning_round.provisional_goals and not goals.approved:
        note = _("%(status)s; provisional until approved") % {"status": note}
    done = goals.status == OverallGoalsStatus.APPROVED
    return Step(
        "goals",
        _("Strategy and overall goals"),
        note,
        DONE if done else OPEN,
        goals.get_absolute_url(),
    )


def sections(planning_round: Round) -> Step:
    own, given = len(planning_round.own_sections), len(planning_round.asked)
    note = _("%(own)d beyond the six, %(given)d with hint or template") % {
        "own": own,
        "given": given,
    }
    done = True if given else None
    return at("sections", _("Sections and templates"), note, done, planning_round, SECTIONS)


def key_areas(planning_round: Round) -> Step:
    count = len(planning_round.areas)
    note = ngettext("%(count)d key area", "%(count)d key areas", count) % {"count": count}
    done = True if count else None
    return at("areas", _("Key areas"), note, done, planning_round, "plans:round_key_areas")


def gates(planning_round: Round) -> Step:
    off = len(planning_round.off)
    note = (
        ngettext("%(count)d switched off", "%(count)d switched off", off) % {"count": off}
        if off
        else _("all of the rule apply")
    )
    return at("gates", _("What a plan has to pass"), note, None, planning_round, "plans:gates")


def exemptions(planning_round: Round, standing: Standing) -> Step:
    note = ngettext("%(count)d department", "%(count)d departments", standing.exempt) % {
        "count": standing.exempt
    }
    url = f"{planning_round.get_absolute_url()}?show=exempt"
    return Step("exempt", _("Exempt from planning"), note, OPTIONAL, url)


def words(planning_round: Round) -> Step:
    written = bool(planning_round.call)
    note = _("words written") if written else _("without words of the office")
    done = True if written else None
    return at("call", _("Call for plans"), note, done, planning_round, "plans:call")


def opening(planning_round: Round) -> Step:
    opened = planning_round.status != RoundStatus.PREPARING
    note = _("the call has gone out") if opened else _("the call goes out with it")
    url = planning_round.get_absolute_url() + ("call/" if opened else "open_drafting/")
    return Step("open", _("Open drafting"), note, DONE if opened else OPEN, url)


def at(
    name: str, label: Any, note: Any, done: bool | None, planning_round: Round, route: str
) -> Step:
    """A step with a page of its own; None is a choice that need not be made."""
    state = OPTIONAL if done is None else DONE if done else OPEN
    return Step(name, label, note, state, reverse(route, args=[planning_round.public_id]))
