"""The criteria of a round: the edition in force, and a new one by the office."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluation.forms import Criteria, CriteriaForm, CriterionForm
from evaluation.models import CriteriaSet, Criterion
from evaluation.models.criteria import DEFAULTS
from evaluation.steps import revise_criteria
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, StepRefused
from plans.models import Round


@require_GET
def criteria(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """By what departments are evaluated in this round, and in which periods by which edition."""
    found = get_object_or_404(Round, public_id=public_id)
    latest = in_force(found)
    return render(
        request,
        "evaluation/criteria.html",
        {
            "round": found,
            "latest": latest,
            "criteria": latest.criteria.all() if latest.pk else usual(),
            "periods": found.evaluation_periods.select_related("criteria").order_by("ends"),
            "may_edit": request.user.has_perm("evaluation.add_criteriaset", latest),
        },
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A new edition; periods that were opened before keep theirs."""
    found = get_object_or_404(Round, public_id=public_id)
    latest = in_force(found)
    if not request.user.has_perm("evaluation.add_criteriaset", latest):
        raise NotYours(_("Criteria are set by the office."), who_may("evaluation.add_criteriaset"))
    lines = list(latest.criteria.all()) if latest.pk else usual()
    fields = CriterionForm.Meta.fields
    form = CriteriaForm(request.POST or None, initial=model_to_dict(latest))
    formset = Criteria(
        request.POST or None,
        prefix="criteria",
        initial=[model_to_dict(line, fields) for line in lines],
    )
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        try:
            revise_criteria(
                found,
                by=request.user,
                criteria=chosen(formset),
                settings=form.cleaned_data,
                key=request.POST.get("key") or None,
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("The new edition counts for periods opened from now on."))
            return redirect("evaluation:criteria", public_id=public_id)
    return render(
        request,
        "evaluation/criteria_form.html",
        {"round": found, "latest": latest, "form": form, "formset": formset},
        status=409 if form.errors or (formset.is_bound and not formset.is_valid()) else 200,
    )


def in_force(planning_round: Round) -> CriteriaSet:
    """The last edition, or the usual one where nothing has been kept yet."""
    kept = planning_round.criteria_sets.order_by("-number").first()
    return kept or CriteriaSet(round=planning_round)


def usual() -> list[Criterion]:
    return [Criterion(kind=kind, weight=weight, method=method) for kind, weight, method in DEFAULTS]


def chosen(formset: Any) -> list[Criterion]:
    return [
        Criterion(**{name: form.cleaned_data[name] for name in CriterionForm.Meta.fields})
        for form in formset.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
