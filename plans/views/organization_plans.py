"""The organization plan: compiled from the departments' plans, put to the vote, issued (3.4.3)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Case, Count, Q, When, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from improvement.door.acts import record, take
from improvement.door.paging import ROWS, page_of
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.views import one_time_key, require_takeable, version_of
from improvement.organization.models import Department, Organization, User
from plans import steps
from plans.forms.organization import BeginForm, IntroductionForm, IssueForm
from plans.lifecycle import OrganizationPlanStatus
from plans.models import Gate, MajorProject, OrganizationPlan, OrganizationPlanItem, Plan
from plans.overview import drawing
from plans.overview.contents import items_of, of_items

PAGE = 50
SHOWN = 20


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All editions the reader may see, and where the office begins the next."""
    rows = (
        OrganizationPlan.objects.visible_to(request.user)
        .select_related("round")
        .annotate(included_count=Count("items"))[:PAGE]
    )
    may_begin = request.user.has_perm("plans.add_organizationplan")
    return render(
        request,
        "plans/organization_plans.html",
        {"rows": rows, "may_begin": may_begin},
    )


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("plans.add_organizationplan"):
        raise NotYours(
            _("The office compiles the organization plan."), who_may("plans.add_organizationplan")
        )
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            begun = steps.begin_organization_plan(
                by=request.user, planning_round=form.cleaned_data["round"]
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            return redirect(begun)
    return render(
        request,
        "plans/organization_plan_new.html",
        {"form": form},
        status=409 if form.errors else 200,
    )


@require_GET
def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return show(request, visible(request, public_id))


@require_POST
def compile_now(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take in every approved plan that no edition holds yet."""
    plan = visible(request, public_id)
    try:
        done = steps.compile_plans(by=request.user, organization_plan=plan)
    except StepRefused as refused:
        return show(request, plan, refused=refused)
    count = done.items.count()
    said = ngettext(
        "Compiled: %(count)d plan is included.", "Compiled: %(count)d plans are included.", count
    )
    messages.success(request, said % {"count": count})
    return redirect(done)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The introduction of the office."""
    plan = visible(request, public_id)
    if not request.user.has_perm("plans.change_organizationplan", plan):
        raise NotYours(
            _("The office writes the introduction."), who_may("plans.change_organizationplan")
        )
    form = IntroductionForm(request.POST or None, instance=plan)
    if request.method == "POST" and form.is_valid():
        try:
            record(plan, form.cleaned_data, by=request.user, version=version_of(request))
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            return redirect(plan)
    return render(
        request,
        "plans/organization_plan_form.html",
        {"form": form, "plan": plan},
        status=409 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Number and date, both proposed; from here on everybody reads the included plans."""
    plan = visible(request, public_id)
    require_takeable(request.user, plan, "issue")
    form = IssueForm(request.POST or None, initial=proposed(plan), plan=plan)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            done = take(
                plan,
                "issue",
                by=request.user,
                version=version_of(request),
                key=request.POST.get("key") or None,
                number_from_elsewhere=form.from_elsewhere,
                **form.cleaned_data,
            )
        except StepRefused as stop:
            refused = stop
            form.add_error(None, str(stop.sentence))
        else:
            messages.success(request, _("Issued as %(number)s.") % {"number": done.number})
            return redirect(done)
    return render(
        request,
        "plans/organizationplan/issue.html",
        {"form": form, "plan": plan, "refused": refused, "key": one_time_key()},
        status=409 if form.errors else 200,
    )


@require_POST
def read(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """I have read it: staff are counted."""
    plan = visible(request, public_id)
    steps.have_read(by=request.user, organization_plan=plan)
    messages.success(request, _("Thank you. You are counted among those who have read it."))
    return redirect(plan)


def proposed(plan: OrganizationPlan) -> dict[str, Any]:
    today = timezone.localdate()
    number = steps.issue_number(Organization.objects.get(), plan.round, today)
    return {"number": number, "issued_on": today}


def show(
    request: HttpRequest, plan: OrganizationPlan, *, refused: StepRefused | None = None
) -> HttpResponse:
    items = items_of(plan)
    asked = request.GET.get("department", "").strip()
    projects = list(MajorProject.objects.asked_of(plan.items.values("plan")))
    return render(
        request,
        "plans/organization_plan.html",
        {
            "plan": plan,
            "items": items,
            "asked": asked,
            "included": page_of(request, named(items, asked), "included"),
            "may_filter": asked or len(items) > ROWS,
            "charts": drawing.of_totals(of_items(plan.round, items)),
            "adjustments": page_of(request, plan.supplemented(), "adjusted"),
            "shown": SHOWN,
            **without_a_plan(plan),
            "ballot": plan.ballot,
            "major_projects": page_of(request, projects, "major"),
            "major_off": plan.round.off.get(Gate.MAJOR, ""),
            "refused": refused,
            **receipt_of(request, plan),
        },
        status=409 if refused else 200,
    )


def without_a_plan(plan: OrganizationPlan) -> dict[str, list[Department]]:
    """Until it is issued: the first of the exempt departments and of those still missing here."""
    if plan.status == OrganizationPlanStatus.ISSUED:
        return {}
    included = Plan.objects.filter(items__organization_plan__round=plan.round)
    exempt = ~Q(exemption="")
    rows = Department.objects.active().filter(exempt | ~Q(pk__in=included.values("department")))
    place = Window(RowNumber(), partition_by=[Case(When(exempt, 1), default=0)], order_by="path")
    first = list(rows.annotate(place=place).filter(place__lte=SHOWN + 1).order_by("path"))
    return {
        "exempt": [department for department in first if department.exemption],
        "missing": [department for department in first if not department.exemption],
    }


def named(items: list[OrganizationPlanItem], asked: str) -> list[OrganizationPlanItem]:
    """Those whose department bears these words in one of its names, or whose plan in its code."""
    wanted = asked.casefold()
    return [item for item in items if wanted in names_of(item.plan).casefold()]


def names_of(plan: Plan) -> str:
    own = plan.department
    return "\n".join((plan.code, own.name, own.name_hant, own.name_hans))


def receipt_of(request: HttpRequest, plan: OrganizationPlan) -> dict[str, Any]:
    """Who signed for the issued plan, what the reader is to sign, how many have read it."""
    if plan.status != OrganizationPlanStatus.ISSUED:
        return {}
    user = request.user
    receipts = list(plan.receipts.select_related("department", "signed_by"))
    for receipt in receipts:
        receipt.organization_plan = plan
    return {
        "receipts": page_of(request, receipts if user.standing.oversees else [], "receipts"),
        "signed": sum(1 for receipt in receipts if receipt.signed_at),
        "to_sign_for": [
            receipt
            for receipt in receipts
            if not receipt.signed_at and user.has_perm("plans.sign_for_planreceipt", receipt)
        ],
        "everybody": User.objects.active().count(),
        **plan.readings.aggregate(
            have_read=Count("pk"), i_have_read=Count("pk", filter=Q(user=user))
        ),
    }


def visible(request: HttpRequest, public_id: uuid.UUID) -> OrganizationPlan:
    found = get_object_or_404(OrganizationPlan.objects.with_year(), public_id=public_id)
    found.round.off = found.gates_off
    by_number = sorted(found.goals_by_number.items(), key=lambda pair: int(pair[0]))
    found.round.overall_titles = {f"O{number}": title for number, title in by_number}
    if not request.user.has_perm("plans.view_organizationplan", found):
        raise Invisible()
    return found
