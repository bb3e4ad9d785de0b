"""The directory, a person, a department; the administrator adds and appoints."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from improvement.door.acts import create, permission, record
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours
from improvement.door.typed import whole
from improvement.door.views import version_of
from improvement.organization.forms import (
    AbsenceForm,
    AppointmentForm,
    DepartmentForm,
    PersonForm,
)
from improvement.organization.models import Absence, Appointment, Department, User

PAGE, A_FEW, CAPPED = 50, 12, 101
"""Departments and people on a page; people of one department among others; where counting ends."""


def directory(request: HttpRequest) -> HttpResponse:
    """Departments as a tree with the people appointed today; the groups without one beside it.

    Of a large department the first few people; all of them stand on its own page.
    """
    held = held_today()
    after = request.GET.get("after", "")
    rows = Department.objects.filter(path__gt=after).prefetch_related(
        Prefetch("appointments", held.order_by("pk")[:CAPPED], to_attr="held")
    )
    departments = list(rows[: PAGE + 1])
    last = departments[PAGE - 1] if len(departments) > PAGE else None
    return render(
        request,
        "organization/directory.html",
        {
            "departments": departments[:PAGE],
            "a_few": f":{A_FEW}",
            "older": "?" + urlencode({"after": last.path}) if last else "",
            "newer": request.path if after else "",
            "leadership": held_today(Appointment.objects.seats())[:CAPPED],
            "office": held.filter(role__in=["office_head", "officer"])[:CAPPED],
            "can_add": request.user.has_perm("organization.add_user"),
            "can_add_department": request.user.has_perm("organization.add_department"),
        },
    )


def held_today(rows: QuerySet[Appointment] | None = None) -> QuerySet[Appointment]:
    """Appointments of today, of people whose account is open, with the people."""
    found = Appointment.objects.all() if rows is None else rows
    valid = found.valid_on(timezone.localdate())
    return valid.filter(user__is_active=True).select_related("user")


def person(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    shown = get_object_or_404(User.objects.select_related("reports_to"), public_id=public_id)
    held = shown.appointments.select_related("department", "principal", "appointed_by")
    return render(
        request,
        "organization/person.html",
        {
            "person": shown,
            "appointments": held.order_by("-since"),
            "absences": list(shown.absences.not_over(timezone.localdate())),
            "can_appoint": request.user.has_perm("organization.add_appointment"),
            "can_record": request.user.has_perm("organization.add_absence")
            and request.user.has_perm("organization.add_absence", Absence(user=shown)),
        },
    )


def new_person(request: HttpRequest) -> HttpResponse:
    """An account without a password; the person chooses one by “Forgotten your password?”."""
    require("add", request.user, User())
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        made.set_unusable_password()
        create(made, by=request.user)
        messages.success(request, _("Added. Now appoint the person to a role."))
        return redirect("organization:appoint", made.public_id)
    return render(
        request, "organization/person_form.html", {"form": form}, status=409 if form.errors else 200
    )


def appoint(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    shown = get_object_or_404(User, public_id=public_id)
    require("add", request.user, Appointment())
    initial = {"since": timezone.localdate()}
    form = AppointmentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        made.user, made.appointed_by = shown, request.user
        create(made, by=request.user)
        messages.success(request, _("Appointed."))
        return redirect("organization:person", shown.public_id)
    context = {"form": form, "person": shown}
    return render(request, "organization/appoint.html", context, status=409 if form.errors else 200)


@require_POST
def end_appointment(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The last day is today."""
    held = get_object_or_404(Appointment.objects.select_related("user"), public_id=public_id)
    record(held, {"until": max(timezone.localdate(), held.since)}, by=request.user)
    messages.success(request, _("The appointment ends today."))
    return redirect("organization:person", held.user.public_id)


def absent(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down that somebody of the leadership group is away, so that another presides."""
    shown = get_object_or_404(User, public_id=public_id)
    require("add", request.user, Absence(user=shown))
    form = AbsenceForm(request.POST or None, initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        made.user, made.recorded_by = shown, request.user
        create(made, by=request.user)
        messages.success(request, _("Written down."))
        return redirect("organization:person", shown.public_id)
    context = {"form": form, "person": shown}
    return render(request, "organization/absent.html", context, status=409 if form.errors else 200)


@require_POST
def end_absence(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Back today; what has not begun is called off."""
    held = get_object_or_404(Absence.objects.select_related("user"), public_id=public_id)
    if not held.is_over:
        record(held, {"back_on": max(timezone.localdate(), held.since)}, by=request.user)
    messages.success(request, _("The absence is over."))
    return redirect("organization:person", held.user.public_id)


def department(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    shown = get_object_or_404(
        Department.objects.select_related("parent", "supervising_leader"), public_id=public_id
    )
    if request.method == "POST":
        require("change", request.user, shown)
    form = DepartmentForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        record(
            Department.objects.get(pk=shown.pk),
            form.cleaned_data,
            by=request.user,
            version=version_of(request),
        )
        messages.success(request, _("Saved."))
        return redirect("organization:department", shown.public_id)
    after = whole(request.GET.get("after", "")) or 0
    people = held_today().filter(department=shown, pk__gt=after).order_by("pk")
    found = list(people[: PAGE + 1])
    context = {
        "department": shown,
        "people": found[:PAGE],
        "older": f"?after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "newer": request.path if after else "",
        "form": form if request.user.has_perm("organization.change_department", shown) else None,
    }
    return render(
        request, "organization/department.html", context, status=409 if form.errors else 200
    )


def new_department(request: HttpRequest) -> HttpResponse:
    require("add", request.user, Department())
    form = DepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = create(form.save(commit=False), by=request.user)
        messages.success(request, _("Added."))
        return redirect("organization:department", made.public_id)
    return render(
        request,
        "organization/department.html",
        {"department": None, "form": form},
        status=409 if form.errors else 200,
    )


def require(action: str, user: Any, row: Any) -> None:
    name = permission(action, row)
    if not user.has_perm(name, row):
        raise NotYours(_("This is not yours to do."), who_may(name, row))
