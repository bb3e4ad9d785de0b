"""Where a draft stands on its way to the head: what is asked, answered, missing (ours)."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.door.refusals import Gap
from improvement.organization.models import Department
from plans.lifecycle import CountersignStatus, DraftCheckStatus, PlanStatus
from plans.stages import Stage, day

from .concern import CONCERNED, NAMES

if TYPE_CHECKING:
    from plans.models import Countersign, DraftCheck, DraftingRoute, Plan


NOT_YET = gettext_lazy("The draft has not been checked yet. Say that it is ready.")
UNCHECKED = {
    DraftCheckStatus.ASKED: gettext_lazy("The draft is under check."),
    DraftCheckStatus.RETURNED: gettext_lazy("The check has returned the draft."),
    DraftCheckStatus.LAPSED: NOT_YET,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One department the draft concerns, with its countersign where it has been asked."""

    department: Department
    countersign: Countersign | None

    @property
    def missing(self) -> bool:
        """Nobody has been asked, or no longer."""
        kept = self.countersign
        return kept is None or kept.status == CountersignStatus.LAPSED

    @property
    def agreed(self) -> bool:
        return self.countersign is not None and self.countersign.status == CountersignStatus.AGREED

    @property
    def objects(self) -> bool:
        kept = self.countersign
        return kept is not None and kept.status == CountersignStatus.OBJECTED


class Route:
    """Of one plan; read along with it, or with one query where it was not."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def facts(self) -> Plan:
        """The plan as read with its route."""
        from plans.models import Plan

        if "countersigns_kept" in vars(self.plan):
            return self.plan
        found: Plan = Plan.objects.with_route().get(pk=self.plan.pk)
        return found

    @cached_property
    def setting(self) -> DraftingRoute:
        from plans.models.route import route_of

        return route_of(self.facts.department)

    @cached_property
    def check(self) -> DraftCheck | None:
        from plans.models import DraftCheck

        try:
            found: DraftCheck = self.facts.draft_check
        except DraftCheck.DoesNotExist:
            return None
        found.plan = self.plan
        return found

    @cached_property
    def countersigns(self) -> dict[int, Countersign]:
        """Every row that was ever asked, by the key of the department."""
        kept = vars(self.facts)["countersigns_kept"]
        return {int(key): self.row(unpacked(packed)) for key, packed in kept.items()}

    def row(self, columns: dict[str, Any]) -> Countersign:
        """As far as a list names it; not to be saved."""
        from plans.models import Countersign

        names = {name: columns.pop(f"department__{name}") for name in NAMES}
        columns["due"] = dt.date.fromisoformat(columns["due"])
        columns["public_id"] = uuid.UUID(str(columns["public_id"]))
        return Countersign(plan=self.plan, department=Department(**names), **columns)

    @cached_property
    def concerned(self) -> list[Department]:
        """The other departments the draft concerns today, in the order of the tree."""
        found: dict[int, Department] = {}
        for name in CONCERNED:
            for key, packed in vars(self.facts)[name].items():
                found[int(key)] = Department(**unpacked(packed))
        found.pop(self.plan.department_id, None)
        return sorted(found.values(), key=lambda department: department.path)

    @cached_property
    def asked(self) -> list[Asked]:
        return [Asked(one, self.countersigns.get(one.pk)) for one in self.concerned]

    @property
    def required(self) -> bool:
        """Whether nothing is handed in while a countersign is missing."""
        return self.plan.round.countersign_required or self.setting.countersign_required

    @property
    def to_ask(self) -> list[Department]:
        return [one.department for one in self.asked if one.missing]

    @property
    def checked(self) -> bool:
        """Read by somebody else, whatever was changed since."""
        done = {DraftCheckStatus.PASSED, DraftCheckStatus.CHANGED}
        return self.check is not None and self.check.status in done

    @property
    def travels(self) -> bool:
        """Whether somebody has passed the draft on or been asked about it."""
        standing = [r for r in self.countersigns.values() if r.status != CountersignStatus.LAPSED]
        passed = self.check is not None and self.check.status == DraftCheckStatus.PASSED
        return bool(standing) or passed

    @property
    def ready_to_ask(self) -> bool:
        """Others are asked once the department itself has read the draft."""
        return self.checked or not self.setting.checked

    @property
    def concerns_anybody(self) -> bool:
        """Whether there is a way to go at all, or only the head."""
        return bool(self.setting.checked or self.check or self.concerned or self.countersigns)

    @cached_property
    def gaps(self) -> list[Gap]:
        """What holds the draft up on its way; errors stop it, warnings ask for a word."""
        if self.plan.status != PlanStatus.DRAFT:
            return []
        check = self.check_gap()
        return [*([check] if check else []), *filter(None, map(self.gap_of, self.asked))]

    def check_gap(self) -> Gap | None:
        if not self.setting.checked:
            return None
        status: str = self.check.status if self.check else DraftCheckStatus.LAPSED
        if status == DraftCheckStatus.PASSED:
            return None
        if status == DraftCheckStatus.CHANGED:
            return Gap(_("The draft has been changed since it was checked."), self.link, True)
        return Gap(UNCHECKED[DraftCheckStatus(status)], self.link)

    def gap_of(self, asked: Asked) -> Gap | None:
        named = {"department": asked.department.local_name}
        if asked.agreed:
            return None
        if asked.countersign and asked.objects:
            named["reason"] = asked.countersign.word
            return Gap(_("%(department)s objects: %(reason)s") % named, self.link, True)
        if not asked.missing:
            sentence = _("%(department)s has not countersigned yet.")
        elif self.ready_to_ask:
            sentence = _("The countersign of %(department)s is missing. Ask for it.")
        else:
            sentence = _("%(department)s is asked to countersign after the check.")
        return Gap(sentence % named, self.link, not self.required)

    @property
    def link(self) -> str:
        from django.urls import reverse

        return reverse("plans:route", args=[self.plan.public_id])

    # The strip

    @property
    def stages(self) -> list[Stage]:
        """Writing, check, countersigning, head; the second line says with whom or until when."""
        between = [one for one in (self.check_stage(), self.countersign_stage()) if one]
        before = {"label": _("Writing"), "note": self.plan.department.local_name}
        writing = bool(between) and between[0]["state"] == "ahead"
        reached = writing
        for one in between:
            if one["state"] != "done":
                one["state"] = "ahead" if reached else "now"
                reached = True
        until = _("until %(date)s") % {"date": day(self.plan.due)}
        last = {"label": _("Head submits"), "note": until, "state": "ahead" if reached else "now"}
        return [before | {"state": "now" if writing else "done"}, *between, last]

    def check_stage(self) -> Stage | None:
        """Where the department asks for a check, or one has been asked for all the same."""
        if not (self.setting.checked or self.check):
            return None
        note, state = _("not asked for yet"), "ahead"
        if self.check:
            note = str(self.check.get_status_display())
            if self.check.status == DraftCheckStatus.ASKED:
                note, state = _("until %(date)s") % {"date": day(self.check.due)}, "now"
            elif self.checked:
                state = "done"
        return {"label": _("Check of draft"), "note": note, "state": state}

    def countersign_stage(self) -> Stage | None:
        if not self.asked:
            return None
        agreed = sum(one.agreed for one in self.asked)
        open_ones = [one for one in self.asked if not (one.agreed or one.objects)]
        note = _("%(agreed)d of %(asked)d agreed") % {"agreed": agreed, "asked": len(self.asked)}
        begun = any(not one.missing for one in self.asked)
        state = "done" if not open_ones else "now" if begun else "ahead"
        return {"label": _("Countersign"), "note": note, "state": state}


def unpacked(packed: Any) -> dict[str, Any]:
    """SQLite hands a JSON value within another over as a text."""
    found: dict[str, Any] = json.loads(packed) if isinstance(packed, str) else dict(packed)
    return found
