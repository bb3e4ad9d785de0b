"""What a round asks of every plan: its sections with hints and templates, its key areas."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from improvement.door.acts import create, record
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit
from improvement.door.views import version_of
from plans import steps
from plans.forms.rounds import AskedForm, GivenForm, KeyAreaFormSet
from plans.models import Goal, KeyArea, Round, RoundSection, SectionKey
from plans.round import asking
from plans.views.rounds import require_office, visible

NEW = "new"


@require_GET
def sections(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The six sections and those the round asks for, with what the office gives along."""
    planning_round = visible(request, public_id)
    given = {section.key: section for section in planning_round.asked_sections.all()}
    six = [(key, label, given.pop(key, None)) for key, label in SectionKey.choices]
    rows = [*six, *((key, row.local_name, row) for key, row in given.items())]
    return render(
        request, "plans/round_sections.html", {"round": planning_round, "rows": rows, "new": NEW}
    )


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, public_id: uuid.UUID, key: str) -> HttpResponse:
    """Hint and template of a section; for one of the round's own its names too."""
    planning_round = visible(request, public_id)
    require_office(request)
    known = planning_round.asked_sections.filter(key=key).first()
    if not (known or key == NEW or key in SectionKey.values):
        raise Http404
    kind = GivenForm if key in SectionKey.values else AskedForm
    row = known or RoundSection(round=planning_round, key="" if key == NEW else key)
    form = kind(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            save_section(request, planning_round, key, form.cleaned_data)
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("Saved."))
            return redirect("plans:round_sections", planning_round.public_id)
    title = SectionKey(key).label if key in SectionKey.values else known or _("New section")
    return render(
        request,
        "plans/round_section.html",
        {"round": planning_round, "form": form, "row": row, "title": str(title)},
        status=409 if form.errors else 200,
    )


def save_section(
    request: HttpRequest, planning_round: Round, key: str, typed: dict[str, Any]
) -> None:
    if key == NEW:
        asking.ask_for_section(by=request.user, planning_round=planning_round, **typed)
        return
    version = version_of(request) if "version" in request.POST else None
    asking.give_along(
        by=request.user, planning_round=planning_round, key=key, version=version, **typed
    )


@require_http_methods(["GET", "POST"])
def key_areas(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The key areas of the year, and which departments have a goal in each (3.2.2)."""
    planning_round = visible(request, public_id)
    form = None
    if request.method == "POST":
        require_office(request)
    if request.user.has_perm("plans.change_round", planning_round):
        form = KeyAreaFormSet(
            request.POST or None, queryset=planning_round.key_areas.live(), prefix="areas"
        )
    stopped = ""
    if form and request.method == "POST" and form.is_valid():
        try:
            save_areas(request, planning_round, form)
        except StepRefused as refused:
            stopped = str(refused.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("plans:round_key_areas", planning_round.public_id)
    wrong = bool(stopped or (form and form.is_bound and form.total_error_count()))
    return render(
        request,
        "plans/key_areas.html",
        {
            "round": planning_round,
            "form": form,
            "stopped": stopped,
            "areas": covered(planning_round),
        },
        status=409 if wrong else 200,
    )


def save_areas(request: HttpRequest, planning_round: Round, typed: Any) -> None:
    with unit():
        for row in typed.initial_forms:
            if row.has_changed():
                known = planning_round.key_areas.get(pk=row.instance.pk)
                record(known, row.changes(), by=request.user)
        for row in typed.extra_forms:
            if row.has_changed():
                number = steps.next_number(planning_round.key_areas.all())
                area = KeyArea(round=planning_round, number=number, **row.changes())
                create(area, by=request.user)


def covered(planning_round: Round) -> list[tuple[KeyArea, int]]:
    """Each area with the number of departments that have a goal in it."""
    named = Goal.objects.live().filter(plan__round=planning_round).exclude(key_area="")
    pairs = set(named.values_list("plan__department_id", "key_area"))
    return [
        (area, len({department for department, typed in pairs if area.means(typed)}))
        for area in planning_round.areas
    ]
