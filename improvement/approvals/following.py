"""Pages of conditions: which are outstanding, what the department says, whether it is so."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from improvement.door.acts import steps_for
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours
from improvement.door.typed import whole
from improvement.files.models import Attachment

from .condition_lifecycle import ConditionStatus
from .models import Condition

PAGE = 50
LISTS = {
    "outstanding": gettext_lazy("Outstanding"),
    "overdue": gettext_lazy("Overdue"),
    "met": gettext_lazy("Reported as met"),
    "settled": pgettext_lazy("of conditions", "Settled"),
}
STATUSES = {
    "outstanding": [ConditionStatus.OUTSTANDING],
    "overdue": [ConditionStatus.OUTSTANDING],
    "met": [ConditionStatus.MET],
    "settled": [ConditionStatus.CONFIRMED, ConditionStatus.WAIVED],
}


@require_GET
def conditions(request: HttpRequest) -> HttpResponse:
    """What approvals have asked for: of everybody for the office, of their own for departments."""
    if not request.user.has_perm("approvals.view_condition"):
        raise NotYours(
            _("Conditions are for those who meet them and those who named them."),
            who_may("approvals.view_condition"),
        )
    show = request.GET.get("show", "")
    show = show if show in LISTS else "outstanding"
    rows = Condition.objects.visible_to(request.user).filter(status__in=STATUSES[show])
    if show == "overdue":
        rows = rows.overdue(timezone.localdate())
    start = max(whole(request.GET.get("from", "")) or 0, 0)
    found = list(rows.by_due_date()[start : start + PAGE + 1])
    return render(
        request,
        "approvals/conditions.html",
        {
            "rows": found[:PAGE],
            "show": show,
            "filters": list(LISTS.items()),
            "older": f"?show={show}&from={start + PAGE}" if len(found) > PAGE else "",
            "newer": f"?show={show}&from={max(start - PAGE, 0)}" if start else "",
        },
    )


@require_GET
def condition(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One condition with what was said to it, its evidence, and what the reader can do."""
    read = ("ballot", "department", "vote__voter", "reported_by", "settled_by")
    found: Any = get_object_or_404(Condition.objects.select_related(*read), public_id=public_id)
    if not request.user.has_perm("approvals.view_condition", found):
        raise Invisible()
    can_attach = request.user.has_perm("approvals.attach_condition", found)
    return render(
        request,
        "approvals/condition.html",
        {
            "condition": found,
            "row": found,
            "steps": steps_for(request.user, found),
            "files": list(Attachment.objects.of(found)),
            "can_attach": can_attach and found.closed() is None,
            "attach_at": "approvals:attach_condition",
            "detach_at": "approvals:detach_condition",
        },
    )
