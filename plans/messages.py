"""Which step of chapter 3 tells whom what; a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.telling import tell
from improvement.door.unit import unit
from improvement.notifications.kinds import Kind, Notice, register
from improvement.organization.models import Appointment, Department, Role, User
from improvement.organization.models.appointment import OFFICE, SEATED
from improvement.organization.roster import presiding_today

from . import calling, models

People = Callable[[Any], Iterable[int]]


class Telling(NamedTuple):
    """After `step` on `model`, tell `people`; `decision` means that they have to act."""

    model: type
    step: str
    people: People
    title: Any
    body: Any
    decision: bool = False


def today_in(*roles: str, department: int | None = None) -> Any:
    held = Appointment.objects.valid_on(timezone.localdate()).filter(role__in=roles)
    if department is not None:
        held = held.filter(department_id=department)
    return held.filter(user__is_active=True).values_list("user_id", flat=True)


def office(row: Any) -> Iterable[int]:
    """The officers who can act on the row: not those of the department concerned (ours)."""
    people = today_in(*OFFICE)
    department = getattr(row, "department_id", None)
    if department is None:
        return people
    own = Appointment.objects.valid_on(timezone.localdate()).filter(department_id=department)
    return people.exclude(user__in=own.values("user"))


def office_and_who_presides(row: Any) -> Iterable[int]:
    """The office, and whoever signs off what the group has approved (3.4.3)."""
    presiding = presiding_today()
    return {*office(row), *([presiding] if presiding else [])}


def heads_who_sign(receipt: Any) -> Iterable[int]:
    """The heads of its department; those of all departments are read once for an issue."""
    with unit() as work:
        if "heads who sign" not in work.read:
            held = today_in(Role.HEAD).values_list("department", "user")
            work.read["heads who sign"] = list(held)
    return [user for place, user in work.read["heads who sign"] if place == receipt.department_id]


def department(row: Any) -> Iterable[int]:
    """Head, deputy and clerks of the row's department; for all plans of one act read at once."""
    with unit() as work:
        people: dict[int, list[int]] = work.read.setdefault("departments told", {})
        if row.department_id not in people:
            moved = [row for row in work.rows.values() if isinstance(row, TOLD_TOGETHER)]
            people |= {pk: [] for pk in (row.department_id, *(m.department_id for m in moved))}
            held = today_in(Role.HEAD, Role.DEPUTY, Role.CLERK).filter(department__in=people)
            for pk, person in held.values_list("department", "user"):
                people[pk].append(person)
    return people[row.department_id]


TOLD_TOGETHER = (models.Plan, models.Urging)
"""Rows of which one act moves or begins many; their departments are read with one query."""


def heads_and_clerks(row: Any) -> Iterable[int]:
    """Those of every department that must plan; who is exempt has nothing to hand in (D3)."""
    held = today_in(Role.HEAD, Role.DEPUTY, Role.CLERK)
    return held.filter(department__in=Department.objects.must_plan())


def office_if_asked(extension: Any) -> Iterable[int]:
    """The office is not told of what it has granted of itself."""
    return () if extension.by_office else office(extension)


def urged(urging: Any) -> Iterable[int]:
    """Those who draft; once the date has passed, the superior of the head as well (ours)."""
    people = set(department(urging))
    if urging.day > urging.due:
        people |= {above for place, above in superiors_of_heads() if place == urging.department_id}
    return people


def superiors_of_heads() -> list[tuple[int, int]]:
    """Whom the heads of all departments report to; read once in an act."""
    with unit() as work:
        if "superiors of heads" not in work.read:
            above = today_in(Role.HEAD).exclude(user__reports_to=None)
            work.read["superiors of heads"] = list(
                above.values_list("department", "user__reports_to")
            )
        found: list[tuple[int, int]] = work.read["superiors of heads"]
    return found


URGED = Kind(
    "plans.urging.create",
    _("Please hand in: {department} {subject}"),
    _("The improvement office asks for the plan of {department} for {subject}, due on {due}."),
    decision=True,
)


def urging_notice(urging: Any, *, by: Any, inputs: dict[str, Any]) -> Iterable[Notice]:
    """About the round, which everybody sees; once for a department and a working day."""
    yield Notice(
        kind=URGED.name,
        subject=urging.round,
        occasion=f"{urging.department.code}:{urging.day.isoformat()}",
        recipients=urged(urging),
        context=urging.department.named("department") | {"due": urging.due.isoformat()},
    )


def everybody(row: Any) -> Iterable[int]:
    return User.objects.active().values_list("pk", flat=True)


def concerned(row: Any) -> Iterable[int]:
    """The department, and whoever an adjustment makes responsible."""
    named = row.changes.live().filter(field="person").values_list("after", flat=True)
    return {*department(row), *(pk for pk in named if pk)}


def asking(row: Any) -> Iterable[int]:
    """The officer who asked for the change."""
    return [row.asked_by_id]


def leadership(row: Any) -> Iterable[int]:
    return today_in(*SEATED)


TABLE = [
    Telling(
        models.Extension,
        "create",
        office_if_asked,
        _("Extension asked for: {subject}"),
        _("{actor} asks for a later date. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.Extension,
        "grant",
        department,
        _("Extension granted: {subject}"),
        _("{actor} has put the date off for your department. The new date stands on the page."),
        decision=True,
    ),
    Telling(
        models.Extension,
        "refuse",
        department,
        _("Extension refused: {subject}"),
        _("{actor} has refused the later date. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.Extension,
        "withdraw",
        office_if_asked,
        _("Request withdrawn: {subject}"),
        _("{actor} has withdrawn the request for a later date."),
    ),
    Telling(
        models.GoalSet,
        "submit",
        office,
        _("Goals submitted: {subject}"),
        _("{actor} submitted the goals for review."),
        decision=True,
    ),
    Telling(
        models.GoalSet,
        "send_back",
        department,
        _("Goals returned: {subject}"),
        _("{actor} returned the goals for revision. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.GoalSet,
        "approve",
        department,
        _("Goals approved: {subject}"),
        _("The leadership group approved the goals. The plan can now be completed."),
    ),
    Telling(
        models.GoalSet,
        "return_by_leaders",
        department,
        _("Goals returned: {subject}"),
        _("The leadership group returned the goals. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.Plan,
        "submit",
        office,
        _("Plan submitted: {subject}"),
        _("{actor} submitted the plan for review."),
        decision=True,
    ),
    Telling(
        models.Plan,
        "send_back",
        department,
        _("Plan returned: {subject}"),
        _("{actor} returned the plan for revision. Reason and comments stand on the page."),
        decision=True,
    ),
    Telling(
        models.Plan,
        "endorse",
        department,
        _("Plan endorsed: {subject}"),
        _("{actor} endorsed the plan. It goes to the leadership group next."),
    ),
    Telling(
        models.Plan,
        "return_from_consolidation",
        department,
        _("Plan returned: {subject}"),
        _("{actor} returned the plan from consolidation. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.Plan,
        "approve",
        department,
        _("Plan approved: {subject}"),
        _("The leadership group approved the plan. It takes effect when it is issued."),
    ),
    Telling(
        models.Plan,
        "return_by_leaders",
        department,
        _("Plan returned: {subject}"),
        _("The leadership group returned the plan. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.MajorProject,
        "approve",
        department,
        _("Approved: {subject}"),
        _("The leadership group approved the major project."),
    ),
    Telling(
        models.MajorProject,
        "return_by_leaders",
        department,
        _("Rejected: {subject}"),
        _(
            "The leadership group did not approve the major project. The reason stands on its "
            "page; the plan cannot be issued with it as it is."
        ),
        decision=True,
    ),
    Telling(
        models.Adjustment,
        "submit",
        office,
        _("Adjustment submitted: {subject}"),
        _("{actor} submitted an adjustment of the plan for review."),
        decision=True,
    ),
    Telling(
        models.Adjustment,
        "send_back",
        department,
        _("Adjustment returned: {subject}"),
        _("{actor} returned the adjustment for revision. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.Adjustment,
        "reject",
        department,
        _("Adjustment rejected: {subject}"),
        _("{actor} rejected the adjustment. The version in force goes on."),
    ),
    Telling(
        models.Adjustment,
        "approve",
        concerned,
        _("Adjustment approved: {subject}"),
        _("The leadership group approved the adjustment. The plan is in force as changed."),
    ),
    Telling(
        models.Adjustment,
        "return_by_leaders",
        department,
        _("Adjustment returned: {subject}"),
        _("The leadership group returned the adjustment. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.Adjustment,
        "outdate",
        department,
        _("Overtaken by another change: {subject}"),
        _(
            "What it was to change has been changed first. It is a draft again, and a ballot on "
            "it is void."
        ),
        decision=True,
    ),
    Telling(
        models.Adjustment,
        "lapse",
        department,
        _("Adjustment lapsed: {subject}"),
        _("The plan is evaluated or terminated; the adjustment was not decided before."),
    ),
    Telling(
        models.ProposedChange,
        "create",
        department,
        _("Asked for consent: {subject}"),
        _("{actor} proposes a change so that the plans fit together. It stands on the plan."),
        decision=True,
    ),
    Telling(
        models.ProposedChange,
        "accept",
        asking,
        _("Accepted: {subject}"),
        _("{actor} agreed; the change is written into the draft."),
    ),
    Telling(
        models.ProposedChange,
        "refuse",
        asking,
        _("Refused: {subject}"),
        _("{actor} refused the change. The word stands on the plan and in the workbench."),
        decision=True,
    ),
    Telling(
        models.ProposedChange,
        "withdraw",
        department,
        _("No longer asked: {subject}"),
        _("The proposed change was withdrawn; nothing is asked of the plan any more."),
    ),
    Telling(
        models.ConsolidationIssue,
        "put_to_leadership",
        leadership,
        _("To be decided: {subject}"),
        _("{actor} put a question between departments to the leadership group."),
        decision=True,
    ),
    Telling(
        models.ConsolidationIssue,
        "decide",
        office,
        _("Decided: {subject}"),
        _("{actor} wrote down the decision. It stands in the workbench."),
        decision=True,
    ),
    Telling(
        models.OrganizationPlan,
        "approve",
        office_and_who_presides,
        _("Approved: {subject}"),
        _(
            "The leadership group approved the organization plan. Whoever presides signs it off, "
            "then the office issues it."
        ),
        decision=True,
    ),
    Telling(
        models.OrganizationPlan,
        "sign_off",
        office,
        _("Signed off: {subject}"),
        _("{actor} signed the organization plan off. The office can issue it."),
        decision=True,
    ),
    Telling(
        models.OrganizationPlan,
        "return_by_leaders",
        office,
        _("Returned: {subject}"),
        _("The leadership group returned the organization plan. The reason stands on the page."),
        decision=True,
    ),
    Telling(
        models.OrganizationPlan,
        "issue",
        everybody,
        _("Issued: {subject}"),
        _("{actor} issued the organization plan. Execution begins."),
    ),
    Telling(
        models.PlanReceipt,
        "create",
        heads_who_sign,
        _("To be signed for: {subject}"),
        _("{actor} issued the organization plan. Sign for it for your department."),
        decision=True,
    ),
]


def teller(telling: Telling, kind: Kind) -> Callable[..., Iterable[Notice]]:
    """The notice of one line: one per version of the row, never to whoever took the step."""

    def notices(row: Any, *, by: Any, inputs: dict[str, Any]) -> Iterable[Notice]:
        actor = None if by is None else by.pk
        people = [pk for pk in telling.people(row) if pk != actor]
        yield Notice(
            kind=kind.name,
            subject=row,
            occasion=f"v{row.version}",
            recipients=people,
            context={} if by is None else by.named("actor"),
        )

    return notices


def announce_all(table: Iterable[Telling]) -> None:
    """Register every line of a room's table."""
    for line in table:
        kind = Kind(
            f"{line.model._meta.label_lower}.{line.step}",  # type: ignore[attr-defined]
            line.title,
            line.body,
            decision=line.decision,
        )
        register(kind)
        tell(line.model, line.step, teller(line, kind))


def announce() -> None:
    announce_all(TABLE)
    register(calling.CALL)
    tell(models.Round, "open_drafting", calling.call_notice(heads_and_clerks))
    register(URGED)
    tell(models.Urging, "create", urging_notice)
