"""The planning years: their dates, who has handed in, and the gates they apply."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from improvement.door.acts import record
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.views import version_of
from improvement.organization.models import Department
from plans import steps
from plans.forms.rounds import GateForm, RoundForm
from plans.models import Extension, Round
from plans.round import gates as gating
from plans.round import roll, setup, urging

PAGE = 50


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """All planning years, the latest first."""
    rows = Round.objects.visible_to(request.user).annotate(begun=Count("plans")).order_by("-starts")
    return render(request, "plans/rounds.html", {"rounds": rows[:PAGE]})


@require_GET
def one_round(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One planning year: what is set up, the call, and where each department stands."""
    planning_round = visible(request, public_id)
    show = request.GET.get("show", "")
    show = show if show in roll.LISTS else "all"
    departments = roll.called(planning_round, departments_for(request.user)).order_by("path")
    listed = departments.filter(roll.LISTS[show][1]())
    rows = list(listed.filter(path__gt=request.GET.get("after", ""))[: PAGE + 1])
    working_day = urging.today_as_working_day() if can_urge(request.user) else None
    standing = roll.standing(departments, working_day)
    return render(
        request,
        "plans/round.html",
        {
            "round": planning_round,
            "goals": planning_round.overall_goal_set,
            "overview": request.user.standing.oversees,
            "rows": [roll.row(row, planning_round) for row in rows[:PAGE]],
            "working_day": working_day,
            "can_urge_all": planning_round.takes_drafts and standing.urgeable,
            "drafts": bool(request.user.standing.drafted),
            "show": show,
            "filters": [
                (name, label, standing.of(name)) for name, (label, _q) in roll.LISTS.items()
            ],
            "older": f"?show={show}&after={rows[PAGE - 1].path}" if len(rows) > PAGE else "",
            "newer": f"?show={show}" if "after" in request.GET else "",
            "standing": standing,
            "chart": roll.drawn(standing, planning_round.label),
            "requests": waiting_requests(request.user, planning_round),
            "setup": setup.steps(planning_round, standing),
            "off": [gate for gate in gating.table(planning_round) if gate["reason"]],
        },
    )


def can_urge(reader: Any) -> bool:
    return bool(reader.has_perm("plans.add_urging"))


def waiting_requests(reader: Any, planning_round: Round) -> list[Extension]:
    """Requests for a later date that wait for an answer, as far as the reader may see them."""
    return list(planning_round.extensions.asked().visible_to(reader).order_by("pk")[:PAGE])


def departments_for(reader: Any) -> QuerySet[Department]:
    """Office and leadership follow everybody; others what they draft for and what is below."""
    rows: QuerySet[Department] = Department.objects.active()
    if reader.standing.oversees:
        return rows
    own = Q(pk__in=reader.standing.drafted)
    for path in reader.standing.headed_paths:
        own |= Q(path__startswith=path)
    return rows.filter(own)


@require_POST
def urge(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write to one department that has not handed in, or to all of them."""
    planning_round = visible(request, public_id)
    if "all" in request.POST:
        urged = urging.urge_all(by=request.user, planning_round=planning_round)
        said = ngettext(
            "%(n)d department has been urged.", "%(n)d departments have been urged.", len(urged)
        )
        messages.success(request, said % {"n": len(urged)})
        return redirect(planning_round)
    code = request.POST.get("department", "")
    department = get_object_or_404(Department.objects.active(), code=code)
    urging.urge(by=request.user, planning_round=planning_round, department=department)
    messages.success(
        request, _("%(department)s has been urged.") % {"department": department.local_name}
    )
    show = request.POST.get("show", "")
    query = f"?show={show}" if show in roll.LISTS else ""
    return redirect(f"{planning_round.get_absolute_url()}{query}")


@require_http_methods(["GET", "POST"])
def new_round(request: HttpRequest) -> HttpResponse:
    """Prepare a planning year."""
    require_office(request)
    form = RoundForm(request.POST or None, initial=proposed())
    if request.method == "POST" and form.is_valid():
        begun = steps.begin_round(by=request.user, **form.changes())
        messages.success(request, _("The planning year is prepared. Write its overall goals next."))
        return redirect(begun)
    return render(
        request, "plans/round_form.html", {"form": form}, status=409 if form.errors else 200
    )


def proposed() -> dict[str, Any]:
    """The calendar year after the last one known."""
    last = Round.objects.order_by("-starts").first()
    year = min((last.starts.year if last else timezone.localdate().year) + 1, dt.MAXYEAR)
    starts = timezone.localdate().replace(year=year, month=1, day=1)
    return {
        "label": str(year),
        "starts": starts,
        "ends": starts.replace(month=12, day=31),
        "deadline": Round.usual_deadline(starts),
        "late_submissions": True,
    }


@require_http_methods(["GET", "POST"])
def edit_round(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    planning_round = visible(request, public_id)
    require_office(request)
    form = RoundForm(request.POST or None, instance=planning_round)
    if request.method == "POST" and form.is_valid():
        record(
            planning_round,
            form.changes(),
            by=request.user,
            version=version_of(request),
            key=request.POST.get("key") or None,
        )
        return redirect(planning_round)
    return render(
        request,
        "plans/round_form.html",
        {"form": form, "round": planning_round},
        status=409 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def gates(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the check of a plan asks for in this round; the office switches off with a reason."""
    planning_round = visible(request, public_id)
    form = None
    if request.method == "POST":
        require_office(request)
        form = GateForm(request.POST)
        if switched(request, planning_round, form):
            return redirect("plans:gates", planning_round.public_id)
    return render(
        request,
        "plans/round_gates.html",
        {"round": planning_round, "gates": gating.table(planning_round), "form": form},
        status=409 if form else 200,
    )


def switched(request: HttpRequest, planning_round: Round, form: GateForm) -> bool:
    """Whether the gate was switched; if not, the form says why."""
    try:
        if "on" in request.POST:
            gating.switch_on(
                by=request.user, planning_round=planning_round, gate=request.POST.get("gate", "")
            )
            return True
        if form.is_valid():
            gating.switch_off(by=request.user, planning_round=planning_round, **form.cleaned_data)
            return True
    except StepRefused as refused:
        form.add_error(None, str(refused.sentence))
    return False


def visible(request: HttpRequest, public_id: uuid.UUID) -> Round:
    rows = Round.objects.select_related("overall_goal_set").with_gates()
    found = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("plans.view_round", found):
        raise Invisible()
    return found


def require_office(request: HttpRequest) -> None:
    if not request.user.has_perm("plans.change_round"):
        raise NotYours(_("The office prepares the planning year."), who_may("plans.change_round"))
