"""The page on which the office sets how the leadership group votes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from improvement.door.acts import create
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours
from improvement.door.views import one_time_key

from .forms import VotingRuleForm
from .models import VotingRule

SHOWN = 20


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """What holds, since when and why; what held before; for the office, a form."""
    if not request.user.has_perm("approvals.view_votingrule"):
        raise NotYours(_("Ballots are for the leadership group."), who_may("approvals.view_ballot"))
    held = VotingRule.objects.in_force()
    may_set = request.user.has_perm("approvals.add_votingrule", held)
    if request.method == "POST" and not may_set:
        raise NotYours(_("The office sets it."), who_may("approvals.add_votingrule"))
    now = {name: getattr(held, name) for name in ("votes_hidden", "chair_last")}
    form = VotingRuleForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        made.set_by = request.user
        create(made, by=request.user, key=request.POST.get("key") or None)
        messages.success(request, _("Set. It holds for every ballot that is opened from now on."))
        return redirect("approvals:voting_rules")
    return render(
        request,
        "approvals/voting_rules.html",
        {
            "held": held,
            "before": VotingRule.objects.select_related("set_by")[:SHOWN],
            "form": form if may_set else None,
            "key": one_time_key(),
        },
        status=409 if form.errors else 200,
    )
