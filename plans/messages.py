"""Which step of chapter 3 tells whom what; a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from improvement.door.telling import tell
from improvement.notifications.kinds import Kind, Notice, register

from . import models
from .recipients import (
    asking,
    concerned,
    department,
    everybody,
    heads_and_clerks,
    heads_who_sign,
    office,
    office_and_who_presides,
    office_if_asked,
    urged,
)
from .round import calling

People = Callable[[Any], Iterable[int]]


class Telling(NamedTuple):
    """After `step` on `model`, tell `people`; `decision` means that they have to act."""

    model: type
    step: str
    people: People
    title: Any
    body: Any
    decision: bool = False


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
        models.AdjustmentList,
        "approve",
        office,
        _("Approved: {subject}"),
        _("The leadership group approved the list. What came of each adjustment stands on it."),
    ),
    Telling(
        models.AdjustmentList,
        "return_by_leaders",
        office,
        _("Returned: {subject}"),
        _(
            "The leadership group returned the list. Its adjustments lie with the office again; "
            "the reason stands on the page."
        ),
        decision=True,
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
        models.ProposedChange,
        "carry_out",
        department,
        _("Decided and written in: {subject}"),
        _("The leadership group decided on an issue between plans. The change stands in yours."),
        decision=True,
    ),
    Telling(
        models.ConsolidationIssue,
        "approve",
        office,
        _("Decided: {subject}"),
        _("The leadership group has approved the way out. It stands in the workbench."),
    ),
    Telling(
        models.ConsolidationIssue,
        "return_by_leaders",
        office,
        _("Returned: {subject}"),
        _("The leadership group did not approve the way out. The reasons stand in the workbench."),
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
