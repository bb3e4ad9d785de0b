"""Who has handed in, who is drafting, who has not begun, who is late: the roll of a round."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DateField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from improvement.charts.chart import Chart, Key, sentences
from improvement.charts.shapes import Rect, Shape
from improvement.organization.models import Department
from plans.lifecycle import PlanStatus, RoundStatus
from plans.models import Extension, Plan, Round, Urging

COVERED = Q(exemption="")
HANDED_IN = COVERED & Q(submitted_at__isnull=False) & ~Q(plan_status=PlanStatus.WITHDRAWN)
NOT_BEGUN = COVERED & (Q(plan_status=None) | Q(plan_status=PlanStatus.WITHDRAWN))
DRAFTING = COVERED & Q(plan_status=PlanStatus.DRAFT, submitted_at=None)


def late(today: dt.date) -> Q:
    return (NOT_BEGUN | DRAFTING) & Q(due__lt=today)


def urgeable(working_day: dt.date) -> Q:
    """Not handed in, and not urged on this working day yet."""
    return (NOT_BEGUN | DRAFTING) & (Q(urged_on=None) | Q(urged_on__lt=working_day))


LISTS: dict[str, tuple[str | Promise, Any]] = {
    "all": (gettext_lazy("All"), lambda: Q()),
    "handed_in": (gettext_lazy("Handed in"), lambda: HANDED_IN),
    "drafting": (gettext_lazy("Being drafted"), lambda: DRAFTING),
    "missing": (gettext_lazy("Not begun"), lambda: NOT_BEGUN),
    "late": (gettext_lazy("Late"), lambda: late(timezone.localdate())),
    "exempt": (gettext_lazy("Exempt"), lambda: ~COVERED),
}


def called(planning_round: Round, departments: QuerySet[Department]) -> QuerySet[Any]:
    """Departments with their plan, their own date and when they were last urged, in one query."""
    mine = Plan.objects.filter(round=planning_round, department=OuterRef("pk"))
    own = Extension.objects.filter(round=planning_round, department=OuterRef("pk")).granted()
    told = Urging.objects.filter(round=planning_round, department=OuterRef("pk"))
    return departments.annotate(
        plan_status=Subquery(mine.values("status")[:1]),
        plan_id=Subquery(mine.values("public_id")[:1]),
        submitted_at=Subquery(mine.values("submitted_at")[:1]),
        own_date=Subquery(own.order_by("-pk").values("until")[:1]),
        urged_on=Subquery(told.order_by("-day").values("day")[:1]),
        due=Coalesce(F("own_date"), Value(planning_round.deadline, output_field=DateField())),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How many stand where; each covered department is in one of the first three."""

    handed_in: int
    drafting: int
    missing: int
    late: int
    exempt: int
    urgeable: int = 0
    """Of those who have not handed in, whom nobody has urged on the working day asked for."""

    @property
    def covered(self) -> int:
        return self.handed_in + self.drafting + self.missing

    def of(self, name: str) -> int:
        return self.covered + self.exempt if name == "all" else int(getattr(self, name))


def standing(rows: QuerySet[Any], working_day: dt.date | None = None) -> Standing:
    """Counted in one query; whom one may urge only where somebody could, on this day."""
    asked = {name: condition() for name, (_label, condition) in LISTS.items() if name != "all"}
    if working_day:
        asked["urgeable"] = urgeable(working_day)
    counts = {f"{name}_count": Count("pk", filter=condition) for name, condition in asked.items()}
    counted = rows.aggregate(**counts)
    return Standing(**{name.removesuffix("_count"): count for name, count in counted.items()})


@dataclass(frozen=True, slots=True)
class Row:
    """Where one department stands; a plan as far as its row needs one."""

    department: Any
    plan: Plan | None
    takes_drafts: bool

    @property
    def due(self) -> dt.date:
        day: dt.date = self.department.due
        return day

    @property
    def handed_in(self) -> bool:
        withdrawn = self.plan is None or self.plan.status == PlanStatus.WITHDRAWN
        return bool(self.plan and self.plan.submitted_at and not withdrawn)

    @property
    def missing(self) -> bool:
        return not self.department.exemption and not self.handed_in

    @property
    def late(self) -> bool:
        return self.missing and self.due < timezone.localdate()

    def urgeable(self, working_day: dt.date) -> bool:
        return self.takes_drafts and self.missing and self.department.urged_on != working_day


def row(department: Any, planning_round: Round) -> Row:
    plan = None
    if department.plan_status:
        plan = Plan(
            status=department.plan_status,
            public_id=department.plan_id,
            submitted_at=department.submitted_at,
            extended_until=department.own_date,
            department=department,
            round=planning_round,
        )
    return Row(department, plan, planning_round.takes_drafts)


def shows_late(planning_round: Round) -> bool:
    return planning_round.status != RoundStatus.PREPARING


SEGMENTS = (
    ("handed_in", "bar-good", gettext_lazy("Handed in")),
    ("drafting", "bar", gettext_lazy("Being drafted")),
    ("missing", "bar-warn", gettext_lazy("Not begun")),
)


def drawn(found: Standing, label: str) -> Chart | None:
    """One bar from left to right: how much of the year's plans has come in."""
    if not found.covered:
        return None
    shapes: list[Shape] = [Rect("track", 0, 2, 100, 16, 4)]
    start = 0.0
    for name, role, _text in SEGMENTS:
        width = 100 * found.of(name) / found.covered
        if width:
            shapes.append(Rect(role, start, 2, max(width - 0.4, 0.4), 16, 3))
        start += width
    told = read_out(found)
    return Chart(
        key="roll",
        height=20,
        shapes=shapes,
        title=_("Plans handed in for %(year)s") % {"year": label},
        description=told,
        sentence=told,
        header=[_("Where they stand"), _("Departments")],
        rows=[[str(text), str(found.of(name))] for name, _role, text in SEGMENTS],
        legend=[Key("bar", role, f"{text} {found.of(name)}") for name, role, text in SEGMENTS],
    )


def read_out(found: Standing) -> str:
    came = ngettext(
        "%(in)d of %(all)d department has handed in.",
        "%(in)d of %(all)d departments have handed in.",
        found.covered,
    ) % {"in": found.handed_in, "all": found.covered}
    behind = ngettext("%(late)d is late.", "%(late)d are late.", found.late) % {"late": found.late}
    return sentences(came, behind if found.late else _("Nobody is late."))
