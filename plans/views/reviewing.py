"""The office's desk: what waits for review, reading one plan, and the talk about it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from improvement.door.gathered import Listed
from improvement.door.models import Revision
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from plans import steps
from plans.forms.reviewing import ChecklistForm, CommentForm, FinishForm, ReplyForm
from plans.lifecycle import PlanStatus, ReviewStatus
from plans.models import Answer, Comment, Plan, Review, SeenTick
from plans.named import in_script
from plans.reviewing import checklist, reading_desk, talk
from plans.views.reading import require_drafts


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Goals and plans on the office's desk, the longest waiting first."""
    if not request.user.has_perm("plans.add_review"):
        raise NotYours(_("The review is for the improvement office."), who_may("plans.add_review"))
    page = reading_desk.page(request.user, request.GET.get("after", ""))
    return render(request, "plans/review_queue.html", {"page": page})


@require_http_methods(["GET", "POST"])
def workspace(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The frozen plan part by part, with a comment form on each; POST begins the review."""
    plan = under_review(request, public_id)
    if request.method == "POST":
        try:
            steps.begin_review(by=request.user, plan=plan)
        except StepRefused as refused:
            messages.error(request, str(refused.sentence))
        return redirect("plans:review", plan.public_id)
    return show_workspace(request, plan)


@require_POST
def add_comment(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    plan = under_review(request, public_id)
    form = CommentForm(request.POST, plan=plan)
    if form.is_valid():
        try:
            steps.comment(
                by=request.user,
                plan=plan,
                key=request.POST.get("key") or None,
                **form.cleaned_data,
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            return redirect(f"{reverse('plans:review', args=[plan.public_id])}#{form.anchor}")
    return show_workspace(request, plan, comment=form)


@require_POST
def seen(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tick a part as read, or take the tick off; back to where the reader was."""
    plan = under_review(request, public_id)
    anchor = request.POST.get("anchor", "")[:60]
    checklist.tick(
        by=request.user, review=open_review(plan), anchor=anchor, seen="seen" in request.POST
    )
    return redirect(f"{reverse('plans:review', args=[plan.public_id])}#{anchor}")


@require_POST
def answer_checklist(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep what the office found for each of its questions."""
    plan = under_review(request, public_id)
    form = ChecklistForm(request.POST, count=len(checklist.questions_of(plan.round)))
    if form.is_valid():
        checklist.answer_all(by=request.user, review=open_review(plan), answers=form.answers)
        messages.success(request, _("Saved."))
    return redirect(f"{reverse('plans:review', args=[plan.public_id])}#checklist")


def open_review(plan: Plan) -> Review:
    """The one under way; a finished one says itself that it takes nothing more."""
    review = plan.reviews.filter(status=ReviewStatus.OPEN).first() or plan.reviews.last()
    if review is None:
        raise StepRefused(_("Begin the review first."))
    return review


@require_POST
def finish(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send all comments at once with one verdict."""
    plan = under_review(request, public_id)
    form = FinishForm(request.POST)
    review = plan.reviews.filter(status=ReviewStatus.OPEN).first() or plan.reviews.last()
    if review is None:
        form.add_error(None, _("Begin the review first."))
    elif form.is_valid():
        try:
            done = steps.finish_review(
                by=request.user,
                review=review,
                key=request.POST.get("key") or None,
                **form.cleaned_data,
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(
                request,
                _("The review of %(plan)s is finished: %(status)s.")
                % {"plan": plan.title, "status": done.get_status_display()},
            )
            return redirect("plans:review_queue")
    return show_workspace(request, plan, form=form)


@require_GET
def comments(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the finished reviews said, with the answers."""
    plan = visible(request, public_id)
    require_drafts(request.user, plan)
    return show_comments(request, plan)


@require_GET
def comment(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A comment has no page of its own: lead to its place."""
    found = visible_comment(request, public_id)
    plan = found.plan
    reviewing = plan.status == PlanStatus.OFFICE_REVIEW and reviews(request.user, plan)
    name = "plans:review" if reviewing else "plans:comments"
    return redirect(f"{reverse(name, args=[plan.public_id])}#comment-{found.public_id}")


@require_POST
def reply(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    parent = visible_comment(request, public_id)
    form = ReplyForm(request.POST)
    if talk.is_private(parent):
        form.add_error(None, _("The review is not finished; its comments are still private."))
    elif form.is_valid():
        made = steps.comment(
            by=request.user,
            plan=parent.plan,
            body=form.cleaned_data["body"],
            section=parent.section,
            goal=parent.goal,
            measure=parent.measure,
            parent=parent,
            key=request.POST.get("key") or None,
        )
        return redirect(made if made.pk else parent)
    return show_comments(request, parent.plan, form=form, at=parent)


# Who may be here


def visible(request: HttpRequest, public_id: uuid.UUID) -> Plan:
    plan = get_object_or_404(Plan.objects.with_names(), public_id=public_id)
    if not request.user.has_perm("plans.view_plan", plan):
        raise Invisible()
    return plan


def under_review(request: HttpRequest, public_id: uuid.UUID) -> Plan:
    plan = visible(request, public_id)
    if not reviews(request.user, plan):
        raise NotYours(
            _("An officer from elsewhere reviews this plan."), who_may("plans.add_review")
        )
    return plan


def reviews(reader: Any, plan: Plan) -> bool:
    allowed: bool = reader.has_perm("plans.add_review", Review(plan=plan))
    return allowed


def visible_comment(request: HttpRequest, public_id: uuid.UUID) -> Comment:
    found = get_object_or_404(
        Comment.objects.select_related(
            "plan__department", "plan__round", "review", "goal", "measure", "parent"
        ),
        public_id=public_id,
    )
    if not request.user.has_perm("plans.view_comment", found):
        raise Invisible()
    return found.parent or found


# The two pages


def show_workspace(
    request: HttpRequest,
    plan: Plan,
    *,
    comment: CommentForm | None = None,
    form: FinishForm | None = None,
) -> HttpResponse:
    revisions = list(Revision.objects.of(plan).order_by("-number"))
    if not revisions:
        raise NotYours(_("The plan has not been handed in yet."), _("the department"))
    threads = talk.threads(plan, request.user)
    ticks = SeenTick.objects.filter(review=OuterRef("pk")).order_by()
    reviews_of_plan = plan.reviews.select_related("reviewer").annotate(
        ticked=Listed(ticks, "anchor")
    )
    review = reviews_of_plan.filter(status=ReviewStatus.OPEN).first()
    mine = review is not None and request.user.has_perm("plans.finish_review", review)
    previous = talk.compared_with(revisions)
    contents = in_script(*(r.content for r in (revisions[0], previous) if r))
    seen = set(review.ticked) if mine and review else set()
    before = contents[1] if previous else None
    chapters = talk.chapters(contents[0], threads, before, seen)
    parts = [part for chapter in chapters for part in chapter.all_parts]
    questions = checklist.sheet(plan.round, review)
    refused = comment or form
    return render(
        request,
        "plans/review.html",
        {
            "plan": plan,
            "revision": revisions[0],
            "previous": previous,
            "parts": len(parts),
            "seen": sum(part.seen for part in parts),
            "seen_share": 100 * sum(part.seen for part in parts) / len(parts),
            "majors": {measure.code for measure in plan.measures.live().major()},
            "changed": sum(bool(part.change) for part in parts),
            "questions": questions,
            "answered": sum(bool(question.answer) for question in questions),
            "answers": Answer.choices,
            "chapters": chapters,
            "review": review,
            "mine": mine,
            "can_comment": plan.status == PlanStatus.OFFICE_REVIEW and review is not None,
            "can_begin": plan.status == PlanStatus.OFFICE_REVIEW and review is None,
            "private": sum(thread.private for thread in threads),
            "unsettled": sum(thread.open for thread in threads),
            "finish": form or FinishForm(),
            "comment": comment,
            "form": refused,
        },
        status=409 if refused else 200,
    )


def show_comments(
    request: HttpRequest, plan: Plan, *, form: ReplyForm | None = None, at: Comment | None = None
) -> HttpResponse:
    rounds = talk.rounds(plan, talk.threads(plan, request.user))
    return render(
        request,
        "plans/review_comments.html",
        {
            "plan": plan,
            "rounds": rounds,
            "can_review": plan.status == PlanStatus.OFFICE_REVIEW and reviews(request.user, plan),
            "can_reply": request.user.has_perm("plans.add_comment", Comment(plan=plan)),
            "form": form,
            "at": at,
        },
        status=409 if form is not None else 200,
    )
