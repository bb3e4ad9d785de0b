"""Practices: the case library, one to read, and one copied into a draft (5.4.2, 6.1.3)."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from evaluation import practising
from evaluation.models import Practice, Verification
from evaluation.practice_forms import PracticeForm, ShowcaseForm, TakeUpForm
from evidence.models import Family
from improvement.door.acts import record
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.typed import whole
from improvement.door.views import version_of
from plans.lifecycle import PlanStatus
from plans.models import Measure, Plan
from plans.views.drafting import key_of
from plans.views.reading import frame
from plans.views.starting import choose, open_draft

PAGE = 20
DRAFTS = 10
"""Most drafts of one reader that a practice leads to; nobody writes more at once."""


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """What has proved itself anywhere; the office sees what it is writing too."""
    rows = Practice.objects.visible_to(request.user)
    return render(request, "evaluation/practices.html", page_of(request, rows))


@require_GET
def for_plan(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """The published practices, each with the way into this draft."""
    found = open_draft(request, plan)
    rows = Practice.objects.published()
    return render(
        request,
        "evaluation/practices_for.html",
        {**frame(request, found, "edit"), **page_of(request, rows)},
    )


def page_of(request: HttpRequest, rows: Any) -> dict[str, Any]:
    """One page of practices, the latest first, all or those of one family of goals."""
    family = request.GET.get("family", "")
    family = family if family in Family.values else ""
    rows = rows.with_names().order_by("-pk")
    if family:
        rows = rows.filter(verification__goal__family=family)
    after = whole(request.GET.get("after", ""))
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1].pk if len(found) > PAGE else None
    return {
        "rows": found[:PAGE],
        "family": family,
        "families": [("", _("All")), *Family.choices],
        "older": f"?family={family}&after={last}" if last else "",
        "newer": f"?family={family}" if after else "",
    }


@require_GET
def practice(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Problem, what was done, the effect in figures, and who has taken it up."""
    found = visible(request, public_id)
    user: Any = request.user
    followers = Measure.objects.live().filter(after=found.measure_id).visible_to(user)
    drafts = Plan.objects.none()
    if user.standing.drafted:
        drafts = Plan.objects.with_names().filter(
            status=PlanStatus.DRAFT, department__in=user.standing.drafted
        )
    return render(
        request,
        "evaluation/practice.html",
        {
            "practice": found,
            "plan": found.plan,
            "followers": followers.select_related("plan__department", "plan__round")[:PAGE],
            "drafts": drafts[:DRAFTS],
            "can_edit": edits(request, found) and not found.closed(),
        },
    )


@require_http_methods(["GET", "POST"])
def showcase(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose the measure behind a verified effect, and tell it to others."""
    verdict = get_object_or_404(
        Verification.objects.select_related("goal__plan__department", "goal__plan__round"),
        public_id=public_id,
    )
    require_showcasing(request, Practice(verification=verdict))
    measures = practising.to_showcase(verdict)
    only = measures[0] if len(measures) == 1 else None
    form = ShowcaseForm(
        request.POST or None,
        measures=measures,
        initial={"measure": only, "title": only.title, "done": only.description} if only else {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            begun = practising.showcase(
                by=request.user, verification=verdict, key=key_of(request), **form.chosen
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            return redirect(begun if begun.pk else "evaluation:practices")
    return render(
        request,
        "evaluation/practice_form.html",
        {"verification": verdict, "goal": verdict.goal, "form": form, "measures": measures},
        status=409 if form.non_field_errors() else 200,
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The words of a practice, while it is written."""
    found = visible(request, public_id)
    require_showcasing(request, found)
    if sentence := found.closed():
        raise StepRefused(sentence, found.get_absolute_url())
    form = PracticeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        record(found, form.changes, by=request.user, version=version, key=key_of(request))
        messages.success(request, _("Saved."))
        return redirect(found)
    return render(
        request,
        "evaluation/practice_form.html",
        {"practice": found, "goal": found.goal, "form": form},
    )


@require_http_methods(["GET", "POST"])
def take_up(request: HttpRequest, public_id: uuid.UUID, plan: uuid.UUID) -> HttpResponse:
    """Copy a practice into a draft: look at what it will be, then add it."""
    draft = open_draft(request, plan)
    rows = Practice.objects.published().with_names()
    found = get_object_or_404(rows, public_id=public_id)
    form = TakeUpForm(request.POST or None, practice=found, plan=draft)

    def act(**more: Any) -> Any:
        return practising.take_up(
            by=request.user,
            plan=draft,
            practice=found,
            version=version_of(request),
            **form.cleaned_data,
            **more,
        )

    context = {
        "chosen_from": found.title,
        "read_version": found.version,
        "read_it": found.get_absolute_url(),
        "from_practice": True,
    }
    return choose(request, draft, form, act, context)


# Who may be here


def visible(request: HttpRequest, public_id: uuid.UUID) -> Practice:
    found: Practice = get_object_or_404(Practice.objects.with_names(), public_id=public_id)
    if not request.user.has_perm("evaluation.view_practice", found):
        raise Invisible()
    return found


def edits(request: HttpRequest, found: Practice) -> bool:
    return request.user.has_perm("evaluation.change_practice", found)


def require_showcasing(request: HttpRequest, found: Practice) -> None:
    if not edits(request, found):
        raise NotYours(
            _("The office shows practices; an officer of another department."),
            who_may("evaluation.add_practice", found),
        )
