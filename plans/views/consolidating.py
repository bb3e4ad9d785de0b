"""The consolidation workbench of the office: what plans come to together, and what does not fit."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from improvement.door.acts import record, steps_for
from improvement.door.paging import page_of
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.typed import whole
from improvement.door.views import one_time_key, take_step, version_of
from improvement.organization.models import Department
from plans.consolidation import consenting, looking, showing, workbench
from plans.consolidation.lifecycle import Forum, IssueStatus
from plans.lifecycle import GoalStatus, MeasureStatus, PlanStatus
from plans.models import (
    ConsolidationIssue,
    Goal,
    IssueKind,
    Measure,
    OverallGoal,
    ProposedChange,
    Round,
)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The year that is being brought together; without one, where years are begun."""
    require_reading(request)
    found = Round.objects.current().order_by("-starts").first()
    if found is None:
        return render(request, "plans/consolidation/none.html")
    return redirect("plans:consolidation", found.public_id)


@require_GET
def page(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return show(request, of_round(request, public_id))


def show(
    request: HttpRequest, planning_round: Round, refused: StepRefused | None = None
) -> HttpResponse:
    """Matrix, issues, and the one that is open with its ways out and its load."""
    asked = request.GET
    mode = asked.get("show", "")
    bench = workbench.Workbench(
        planning_round,
        mode=mode if mode in workbench.MODES else "count",
        page=max(1, whole(asked.get("page", "")) or 1),
    )
    if bench.page > bench.pages:
        raise Http404
    kind, done = asked.get("kind", ""), asked.get("done") == "1"
    start = whole(asked.get("from", "")) or 0
    found = workbench.listed(planning_round, kind, done, start)
    issues = found[: workbench.ISSUES]
    chosen = opened(planning_round, issues, whole(asked.get("issue", "")))
    return render(
        request,
        "plans/consolidation/workbench.html",
        {
            "round": planning_round,
            "bench": bench,
            "modes": MODES,
            "kinds": [(value, label, bench.counted[value]) for value, label in IssueKind.choices],
            "kind": kind,
            "done": done,
            "issues": issues,
            "start": start,
            "newer": turned(request, max(0, start - workbench.ISSUES)) if start else "",
            "older": turned(request, start + workbench.ISSUES)
            if len(found) > workbench.ISSUES
            else "",
            "issue": chosen,
            "refused": refused,
            "key": one_time_key(),
            **(detail(request, chosen, bench) if chosen else {}),
        },
        status=409 if refused else 200,
    )


MODES = (
    ("count", gettext_lazy("Measures")),
    ("cost", gettext_lazy("Cost")),
    ("effort", gettext_lazy("Effort")),
)


def turned(request: HttpRequest, start: int) -> str:
    """The same page with its list of issues from there on, and the first of them open."""
    kept = {name: text for name, text in request.GET.items() if name not in {"issue", "try"}}
    return f"?{urlencode(kept | {'from': start})}#issues"


def opened(
    planning_round: Round, issues: list[ConsolidationIssue], number: int | None
) -> ConsolidationIssue | None:
    """The issue an address names, else the first of the list."""
    for issue in issues:
        if issue.number == number:
            return issue
    if number is not None:
        rows = ConsolidationIssue.objects.with_names().filter(round=planning_round, number=number)
        if found := workbench.with_items(rows).first():
            return found
    return issues[0] if issues else None


def detail(
    request: HttpRequest, issue: ConsolidationIssue, bench: workbench.Workbench
) -> dict[str, Any]:
    """The ways out while there is something to choose; what was asked once it was."""
    tried = request.GET.get("try", "")
    names = {str(plan.department_id): plan.department.local_name for plan in bench.plans}
    found = showing.ways_out(issue, bench.plans)
    ways = found if issue.status == IssueStatus.FOUND else []
    known = {way.key for way in ways if way.previewed}
    steps = {arrow.name: arrow for arrow in steps_for(request.user, issue)}
    return {
        "ways": ways,
        "chosen_way": next((way for way in found if way.key == issue.choice), None),
        "may_put_forward": "put_forward" in steps,
        "ballot": issue.ballot if issue.forum == Forum.LEADERSHIP else None,
        "may_propose": "propose" in steps,
        "steps": [
            {"arrow": arrow, "url": issue.step_url(name)}
            for name, arrow in steps.items()
            if name not in {"propose", "put_forward"}
        ],
        "button": showing.propose_words(ways),
        "load": showing.chart_of(issue, names),
        "tried": tried if tried in known else "",
        "load_after": showing.chart_of(issue, names, tried) if tried in known else None,
        "asked": []
        if issue.status == IssueStatus.FOUND
        else list(issue.changes.select_related("plan__department", "measure", "goal", "partner")),
    }


@require_POST
def look(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Look through the plans again."""
    planning_round = of_round(request, public_id)
    if not request.user.has_perm("plans.add_consolidationissue"):
        raise NotYours(
            _("The office looks through the plans."), who_may("plans.add_consolidationissue")
        )
    try:
        count = looking.look_through(planning_round, by=request.user)
    except StepRefused as stop:
        return show(request, planning_round, stop)
    said = ngettext("%(count)d issue is open.", "%(count)d issues are open.", count)
    messages.success(request, said % {"count": count})
    return redirect("plans:consolidation", planning_round.public_id)


@require_POST
def capacity(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The share of working time that improvement may take, for the whole round."""
    planning_round = of_round(request, public_id)
    share = whole(request.POST.get("capacity_percent", ""))
    if share is None or not 1 <= share <= 100:
        messages.error(request, _("Give a whole number from 1 to 100."))
    else:
        record(
            planning_round,
            {"capacity_percent": share},
            by=request.user,
            version=version_of(request),
        )
        messages.success(request, _("Saved. Look through the plans again to see what it changes."))
    return redirect("plans:consolidation", planning_round.public_id)


@require_POST
def propose(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask the departments of the chosen way out for their consent."""
    issue = of_reader(request, public_id)
    try:
        done = consenting.propose(
            by=request.user,
            issue=issue,
            choice=request.POST.get("choice", ""),
            version=version_of(request),
            key=request.POST.get("key") or None,
        )
    except StepRefused as stop:
        request.GET = request.GET.copy()
        request.GET["issue"] = str(issue.number)
        return show(request, issue.round, stop)
    messages.success(request, _("Proposed. The departments have been told."))
    return redirect(done)


def step(request: HttpRequest, public_id: uuid.UUID, step: str) -> HttpResponse:
    """Every other step of an issue; a way out is chosen on the workbench itself."""
    if step == "propose":
        raise Http404
    return take_step(request, ConsolidationIssue, public_id, step)


@require_GET
def items(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What stands behind one cell: goals and measures, with plan, version and person."""
    planning_round = of_round(request, public_id)
    number = whole(request.GET.get("goal", ""))
    goal = get_object_or_404(
        OverallGoal.objects.live(), goal_set__round=planning_round, number=number
    )
    code = request.GET.get("department", "")
    department = get_object_or_404(Department, code=code) if code else None
    goals = Goal.objects.filter(plan__round=planning_round, overall_goal=goal, archived=False)
    goals = goals.exclude(status=GoalStatus.CANCELLED).exclude(plan__status=PlanStatus.WITHDRAWN)
    if department:
        goals = goals.filter(plan__department=department)
    return render(
        request,
        "plans/consolidation/items.html",
        {
            "round": planning_round,
            "goal": goal,
            "department": department,
            "goals": page_of(request, with_measures(goals), "items"),
        },
    )


def with_measures(goals: QuerySet[Goal]) -> QuerySet[Goal]:
    """In the order of the organization, with what is done for each and the version it stands in."""
    serving = Measure.objects.filter(archived=False).exclude(status=MeasureStatus.CANCELLED)
    return (
        goals.select_related("plan__department", "plan__round")
        .annotate(revision=workbench.last_revision("plan_id"))
        .prefetch_related(
            Prefetch("measures", serving.select_related("person", "plan__department"))
        )
        .order_by("plan__department__path", "number")
    )


# What the pages share


def require_reading(request: HttpRequest) -> None:
    if not request.user.has_perm("plans.view_consolidationissue"):
        raise Invisible()


def of_round(request: HttpRequest, public_id: uuid.UUID) -> Round:
    require_reading(request)
    return get_object_or_404(Round, public_id=public_id)


def of_reader(request: HttpRequest, public_id: uuid.UUID) -> ConsolidationIssue:
    require_reading(request)
    return get_object_or_404(ConsolidationIssue.objects.with_names(), public_id=public_id)


def asked_of(plan: Any) -> list[ProposedChange]:
    """What consolidation asks of a plan before it is issued, the open ones first."""
    if plan.status not in {PlanStatus.DRAFT, PlanStatus.OFFICE_REVIEW, PlanStatus.ENDORSED}:
        return []
    rows = plan.proposed_changes.exclude(status="withdrawn")
    return list(
        rows.select_related(
            "issue__overall_goal", "measure", "goal", "partner", "overall_goal", "asked_by"
        ).order_by("-status", "pk")
    )
