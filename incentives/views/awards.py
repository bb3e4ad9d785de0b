"""Awards: the list, a nomination, one award with its objections."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.typed import whole
from incentives import steps
from incentives.forms.awards import DepartmentForm, NominationForm, ObjectionForm, nominable
from incentives.lifecycle import FORWARD, AwardStatus
from incentives.models import Award, Objection

PAGE = 50


@require_GET
def awards(request: HttpRequest) -> HttpResponse:
    """The newest first; a page of fifty."""
    rows = Award.objects.visible_to(request.user).with_names().order_by("-pk")
    if (before := whole(request.GET.get("before", ""))) is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    more = len(found) > PAGE
    here = reverse("incentives:awards")
    return render(
        request,
        "incentives/awards.html",
        {
            "awards": found[:PAGE],
            "older": f"{here}?before={found[PAGE - 1].pk}" if more else "",
            "newer": here if before is not None else "",
        },
    )


@require_http_methods(["GET", "POST"])
def new_award(request: HttpRequest) -> HttpResponse:
    """The department first, then the nomination; both without a script."""
    if not request.user.has_perm("incentives.add_award"):
        raise NotYours(_("Nominating is not yours to do."), who_may("incentives.add_award"))
    departments = nominable(request.user)
    chosen = DepartmentForm(request.GET or None, departments=departments)
    if not chosen.is_valid():
        only = list(departments[:2])
        if len(only) != 1:
            return render(request, "incentives/award_department.html", {"form": chosen})
        department = only[0]
    else:
        department = chosen.cleaned_data["department"]
    form = NominationForm(request.POST or None, department=department)
    if request.method == "POST" and form.is_valid():
        award = steps.nominate(
            by=request.user,
            department=department,
            key=request.POST.get("key") or None,
            **form.cleaned_data,
        )
        messages.success(request, _("Nominated. The office has been told."))
        return redirect(award if award.pk else "incentives:awards")
    status = 409 if form.is_bound else 200
    context = {"form": form, "department": department}
    return render(request, "incentives/award_form.html", context, status=status)


@require_GET
def award(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return page(request, visible(request, public_id), ObjectionForm())


@require_POST
def object_to(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Raise an objection; what was typed stays where it is refused."""
    found = visible(request, public_id)
    form = ObjectionForm(request.POST)
    if form.is_valid():
        try:
            steps.object_to(
                found,
                by=request.user,
                text=form.cleaned_data["text"],
                key=request.POST.get("key") or None,
            )
        except StepRefused as stop:
            form.add_error(None, str(stop.sentence))
        else:
            messages.success(request, _("Your objection is recorded. The office answers it."))
            return redirect(found)
    return page(request, found, form, status=409)


@require_GET
def objection(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One objection with its answer: for who raised it and for the office."""
    rows = Objection.objects.select_related("award__department", "raised_by")
    found = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("incentives.view_objection", found):
        raise Invisible()
    return render(request, "incentives/objection.html", {"objection": found, "forward": FORWARD})


def page(
    request: HttpRequest, found: Award, form: ObjectionForm, status: int = 200
) -> HttpResponse:
    objections = Objection.objects.visible_to(request.user).filter(award=found)
    return render(
        request,
        "incentives/award.html",
        {
            "award": found,
            "announced": found.status == AwardStatus.ANNOUNCED,
            "objections": objections.select_related("award", "raised_by"),
            "form": form,
            "ballot": found.ballot,
            "forward": FORWARD,
        },
        status=status,
    )


def visible(request: HttpRequest, public_id: uuid.UUID) -> Award:
    rows = Award.objects.with_names().select_related("goal__plan__department", "goal__plan__round")
    found: Award = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("incentives.view_award", found):
        raise Invisible()
    return found
