"""Who may do what in chapter 6; a notice and what follows from it have a circle of their own."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from improvement.door.permissions import Predicate, everybody
from improvement.organization.rules import assists, belongs, heads, leads, reviews

from .lifecycle import AwardStatus, CriticismStatus

PUBLIC = (AwardStatus.ANNOUNCED, AwardStatus.GRANTED, AwardStatus.REVOKED)
BEFORE_LEADERS = (
    CriticismStatus.LEADERSHIP_APPROVAL,
    CriticismStatus.ISSUED,
    CriticismStatus.UNDER_REVIEW,
    CriticismStatus.UPHELD,
    CriticismStatus.WITHDRAWN,
)

public = Predicate(lambda user, award: award.status in PUBLIC, lambda user: Q(status__in=PUBLIC))
nominated = Predicate(
    lambda user, award: award.nominated_by_id == user.pk, lambda user: Q(nominated_by=user.pk)
)
raised = Predicate(
    lambda user, objection: objection.raised_by_id == user.pk, lambda user: Q(raised_by=user.pk)
)
handles = reviews & ~belongs("department")
handles_award = reviews & ~belongs("award__department")


def concerned(path: str = "") -> Predicate:
    """The person a notice is about, or the head of the department."""
    steps = [step for step in path.split("__") if step]

    def allows(user: Any, obj: Any) -> bool:
        for step in steps:
            obj = getattr(obj, step)
        return obj.person_id == user.pk

    personally = Predicate(
        allows,
        lambda user: Q(**{"__".join([*steps, "person"]): user.pk}),
        who=_("the person concerned"),
    )
    return personally | heads("__".join([*steps, "department"]))


def decides(path: str = "") -> Predicate:
    """The leadership group, from the day a notice is put before it."""
    steps = [step for step in path.split("__") if step]

    def allows(user: Any, obj: Any) -> bool:
        for step in steps:
            obj = getattr(obj, step)
        return user.standing.leads and obj.status in BEFORE_LEADERS

    key = "__".join([*steps, "status__in"])
    return leads & Predicate(allows, lambda user: Q(**{key: BEFORE_LEADERS}))


proposed = Predicate(
    lambda user, criticism: criticism.proposed_by_id == user.pk,
    lambda user: Q(proposed_by=user.pk),
)
checked = Predicate(
    lambda user, rectification: rectification.checked_by_id == user.pk,
    lambda user: Q(checked_by__isnull=False, checked_by=user.pk),
)
follows_up = reviews & ~belongs("criticism__department")

PERMISSIONS = {
    # Awards
    "incentives.view_award": public | nominated | reviews | leads | assists | heads("department"),
    "incentives.add_award": heads("department") | reviews | leads,
    "incentives.change_award": nominated,
    "incentives.support_award": handles & ~nominated,
    "incentives.decline_award": handles,
    "incentives.put_forward_award": handles & ~nominated,
    "incentives.grant_award": handles,
    "incentives.withdraw_award": handles,
    "incentives.revoke_award": handles,
    "incentives.view_objection": handles_award | raised,
    "incentives.add_objection": everybody,
    "incentives.dismiss_objection": handles_award & ~raised,
    "incentives.uphold_objection": handles_award & ~raised,
    # Notices of criticism: their circle alone
    "incentives.view_criticism": handles | concerned() | decides(),
    "incentives.add_criticism": handles,
    "incentives.change_criticism": handles,
    "incentives.reply_criticism": concerned(),
    "incentives.drop_criticism": handles,
    "incentives.put_forward_criticism": handles,
    "incentives.appeal_criticism": concerned(),
    "incentives.uphold_criticism": handles & ~proposed,
    "incentives.withdraw_criticism": handles & ~proposed,
    # Rectification
    "incentives.view_rectification": follows_up | concerned("criticism") | decides("criticism"),
    "incentives.change_rectification": concerned("criticism"),
    "incentives.hand_in_rectification": concerned("criticism"),
    "incentives.send_back_rectification": follows_up,
    "incentives.begin_rectification": follows_up,
    "incentives.inspect_rectification": follows_up,
    "incentives.write_off_rectification": follows_up & ~checked,
    "incentives.fail_rectification": follows_up,
    "incentives.extend_rectification": follows_up,
    "incentives.escalate_rectification": follows_up,
}
