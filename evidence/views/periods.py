"""The periods that take figures and those that are locked; the office says which."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evidence.locking import lines, lock_period, past
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours


@require_http_methods(["GET", "POST"])
def periods(request: HttpRequest) -> HttpResponse:
    """Everybody sees what is locked; the office locks with one press and opens with a reason."""
    today = timezone.localdate()
    may_lock = request.user.has_perm("evidence.add_periodlock")
    if request.method == "POST":
        if not may_lock:
            raise NotYours(
                _("Periods are locked by the office."), who_may("evidence.add_periodlock")
            )
        key = request.POST.get("period", "")
        period = next((one for one in past(today) if one.key == key), None)
        if period:
            lock_period(by=request.user, period=period, today=today)
            messages.success(request, _("%(period)s is locked.") % {"period": period.label})
        return redirect("evidence:periods")
    return render(
        request, "evidence/periods.html", {"lines": list(lines(today)), "may_lock": may_lock}
    )
