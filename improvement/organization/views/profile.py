"""What people decide about themselves: name, language, keys, who acts for them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from improvement.door.acts import create, record
from improvement.organization.forms import DelegationForm, ProfileForm
from improvement.organization.models import User


def profile(request: HttpRequest) -> HttpResponse:
    me: Any = request.user
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=me.pk))
    if request.method == "POST" and form.is_valid():
        record(User.objects.get(pk=me.pk), form.cleaned_data, by=me)
        messages.success(request, _("Saved."))
        return redirect("organization:profile")
    return render(
        request,
        "organization/profile.html",
        {
            "form": form,
            "absences": list(me.absences.not_over(timezone.localdate())),
            "can_record": me.standing.leads,
            "appointments": me.standing.appointments,
            "given": me.delegations_given.filter(until__gte=timezone.localdate()).select_related(
                "delegate"
            ),
            "held": me.delegations_held.filter(until__gte=timezone.localdate()).select_related(
                "principal"
            ),
        },
        status=409 if form.errors else 200,
    )


def delegate(request: HttpRequest) -> HttpResponse:
    """Dated and in writing; it is not passed on."""
    me: Any = request.user
    form = DelegationForm(
        request.POST or None, principal=me, initial={"since": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        made.principal = me
        create(made, by=me)
        messages.success(request, _("Written down."))
        return redirect("organization:profile")
    return render(
        request, "organization/delegate.html", {"form": form}, status=409 if form.errors else 200
    )
