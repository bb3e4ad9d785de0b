"""Adjusting an issued plan: propose, write what changes, read it beside what is in force."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from improvement.door.acts import record, take
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.views import one_time_key, require_takeable, version_of
from plans import adjusting, proposals
from plans.adjustable import plain, rows_of
from plans.forms.adjusting import FORMS, Proposed, ReasonsForm
from plans.lifecycle import IN_FORCE
from plans.models import Adjustment, AdjustmentChange, AdjustmentKind, Item, Plan
from plans.next_act import acts_on, forward
from plans.templatetags.briefs import currency
from plans.views.reading import frame, visible
from plans.wording import Names, value


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say what an adjustment is, and begin one: to change the plan, or to end it."""
    plan = visible(request, public_id)
    require_takeable(request.user, plan, "open_adjustment")
    refused = None
    if request.method == "POST":
        try:
            take(
                plan,
                "open_adjustment",
                by=request.user,
                version=version_of(request),
                key=request.POST.get("key") or None,
                kind=kind_of(request),
            )
        except StepRefused as stop:
            refused = stop
        else:
            return redirect(plan.adjustments.latest("number"))
    return render(
        request,
        "plans/adjustment_new.html",
        {**frame(request, plan, "adjustments"), "refused": refused, "key": one_time_key()},
        status=409 if refused else 200,
    )


def kind_of(request: HttpRequest) -> str:
    asked = request.POST.get("kind", "")
    return asked if asked in AdjustmentKind.values else str(AdjustmentKind.CHANGE)


@require_GET
def listing(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """All adjustments of a plan that the reader may see, the latest first."""
    plan = visible(request, public_id)
    rows = plan.adjustments.visible_to(request.user).select_related("overtaken_by")
    return render(
        request,
        "plans/adjustments.html",
        {
            **frame(request, plan, "adjustments"),
            "proposals": proposals.proposals(plan, rows.order_by("-number"), currency()),
            "may_begin": may_begin(request.user, plan),
        },
    )


def may_begin(reader: Any, plan: Plan) -> bool:
    allowed: bool = reader.has_perm("plans.open_adjustment_plan", plan)
    return allowed and plan.status in IN_FORCE


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One adjustment: its lines against what is in force, its reasons, and what comes next."""
    adjustment = of_reader(request, public_id)
    writes = is_written(request.user, adjustment)
    form = ReasonsForm(request.POST or None, instance=adjustment)
    if request.method == "POST":
        require_writing(request.user, adjustment)
        if form.is_valid() and reasons_kept(request, adjustment, form):
            return redirect(adjustment)
    return show(request, adjustment, form if writes else None)


def reasons_kept(request: HttpRequest, adjustment: Adjustment, form: ReasonsForm) -> bool:
    try:
        record(
            adjustment,
            form.changes,
            by=request.user,
            version=form.cleaned_data["version"],
            key=request.POST.get("key") or None,
        )
    except StepRefused as refused:
        form.add_error(None, str(refused.sentence))
        return False
    messages.success(request, _("Saved."))
    return True


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The adjustable fields of one goal, target line, measure or milestone, to type over."""
    adjustment = of_reader(request, public_id)
    require_writing(request.user, adjustment)
    kind, row = chosen(adjustment.plan, request.GET.get("item", ""))
    if row is None or adjustment.terminates:
        messages.error(request, _("Choose a goal or a measure of the plan first."))
        return redirect(adjustment)
    known = adjustment.changes.live().filter(item=row.public_id).exclude(operation="add")
    form = FORMS[kind](request.POST or None, instance=row, changes=known)
    if request.method == "POST" and form.is_valid() and proposed(request, adjustment, kind, form):
        return redirect(f"{adjustment.get_absolute_url()}#changes")
    return render(
        request,
        "plans/adjustment_item.html",
        {
            **frame(request, adjustment.plan, "adjustments"),
            "adjustment": adjustment,
            "row": row,
            "owner": getattr(row, "goal", None) or getattr(row, "measure", None) or row,
            "kind": dict(Item.choices)[kind],
            "form": form,
            "fields": [(field, in_force(form, field)) for field in form.plain_fields],
            "currency": currency(),
        },
        status=409 if form.non_field_errors() else 200,
    )


def chosen(plan: Plan, named: str) -> tuple[str, Any]:
    """The row an address names, “measure-3f2a…”; nothing where there is none such in the plan."""
    kind, _dash, key = named.partition("-")
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return "", None
    if kind not in FORMS:
        return "", None
    row = rows_of(plan, kind).filter(public_id=wanted).first()
    if row is None or adjusting.ended(row):
        return "", None
    owner = getattr(row, "goal", None) or getattr(row, "measure", None) or row
    owner.plan = plan
    return kind, row


def proposed(request: HttpRequest, adjustment: Adjustment, kind: str, form: Proposed) -> bool:
    """Whether the lines were written; else the form says why."""
    try:
        written = adjusting.propose(
            by=request.user,
            adjustment=adjustment,
            kind=kind,
            row=form.instance,
            values=form.values,
            operation=form.cleaned_data.get("operation", ""),
            milestone=form.new_milestone,
            key=request.POST.get("key") or None,
        )
    except StepRefused as refused:
        form.add_error(None, str(refused.sentence))
        return False
    if not written:
        form.add_error(None, _("Nothing is different from what is in force. Type a new value."))
        return False
    said = ngettext("%(count)d line is written.", "%(count)d lines are written.", written)
    messages.success(request, said % {"count": written})
    return True


def in_force(form: Proposed, field: Any) -> str:
    """What stands in the field now, beside what is typed over it."""
    held = getattr(form.instance, field.name)
    if isinstance(held, Model):
        return str(held)
    return value(type(form.instance), field.name, plain(held), Names())


@require_POST
def drop(request: HttpRequest, public_id: uuid.UUID, line: uuid.UUID) -> HttpResponse:
    """Take one line out again."""
    adjustment = of_reader(request, public_id)
    require_writing(request.user, adjustment)
    row = get_object_or_404(AdjustmentChange.objects.live(), adjustment=adjustment, public_id=line)
    adjusting.drop(row, by=request.user)
    messages.success(request, _("The line is taken out of the adjustment."))
    return redirect(f"{adjustment.get_absolute_url()}#changes")


# What the pages share


def of_reader(request: HttpRequest, public_id: uuid.UUID) -> Adjustment:
    found = get_object_or_404(
        Adjustment.objects.with_names().select_related("overtaken_by"),
        public_id=public_id,
    )
    if not request.user.has_perm("plans.view_adjustment", found):
        raise Invisible()
    found.plan = visible(request, found.plan.public_id)
    return found


def is_written(reader: Any, adjustment: Adjustment) -> bool:
    allowed: bool = reader.has_perm("plans.change_adjustment", adjustment)
    return allowed and adjustment.is_draft


def require_writing(reader: Any, adjustment: Adjustment) -> None:
    """Whoever may not write is told who may; what was handed in is closed."""
    if not reader.has_perm("plans.change_adjustment", adjustment):
        raise NotYours(_("This is not yours to do."), who_may("plans.change_adjustment"))
    if sentence := adjustment.closed():
        raise StepRefused(sentence, adjustment.get_absolute_url())


def show(request: HttpRequest, adjustment: Adjustment, form: ReasonsForm | None) -> HttpResponse:
    plan, reader = adjustment.plan, request.user
    choices = proposals.choices(plan) if form and not adjustment.terminates else None
    (proposal,) = proposals.proposals(
        plan,
        Adjustment.objects.filter(pk=adjustment.pk),
        currency(),
        choices.rows if choices else None,
    )
    majors = proposal.majors
    if adjustment.is_draft:
        majors = adjusting.told_majors(adjustment, proposal.adjustment.changes.all())
    acts = acts_on(reader, adjustment)
    return render(
        request,
        "plans/adjustment.html",
        {
            **frame(request, plan, "adjustments"),
            "adjustment": adjustment,
            "proposal": proposal,
            "majors": majors,
            "form": form,
            "choices": choices,
            "act": forward(acts),
            "others": list(acts.values()),
            "ballot": adjustment.ballot if adjustment.submitted_at else None,
        },
        status=409 if form and form.errors else 200,
    )
