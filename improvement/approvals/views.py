"""The approval queue; brief and decision on one screen; casting a vote."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from improvement.door.acts import take
from improvement.door.models import Revision
from improvement.door.permissions import who_may
from improvement.door.refusals import Invisible, NotYours, StepRefused
from improvement.door.typed import moment, whole
from improvement.door.views import one_time_key, require_takeable
from improvement.organization.models import Organization

from .forms import DecisionForm
from .lifecycle import BallotStatus
from .models import Ballot, Vote
from .panel import conditions_of, items_of, panel_of, revisions_of, waiting_for, with_counts
from .record import Sheet, code, minutes_of
from .steps import approve_several, cast_vote

PAGE = 25
ICONS = {
    "plan": "file-text",
    "goalset": "target",
    "overallgoalset": "flag",
    "organizationplan": "git-merge",
    "majorproject": "building",
    "consolidationissue": "arrows-left-right",
    "award": "award",
    "criticism": "lock",
}


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The ballots of one list; the first of them is open beside it where there is room.

    With `next` in the address, after a vote, it is open on a phone too.
    """
    listed = listing(request)
    if not listed["rows"]:
        return render(request, "approvals/queue.html", listed)
    page = "ballot" if "next" in request.GET else "queue"
    first, *later = listed["rows"]
    context = listed | opened(request, first) | {"next": later[0] if later else None}
    return render(request, f"approvals/{page}.html", context)


@require_GET
def ballot(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return page(request, visible(request, public_id))


@require_POST
def vote(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Cast the vote and open the next waiting ballot; refused, the page keeps what was typed.

    Whether the person may know of the ballot is asked by the door, after the lock.
    """
    chosen = get_object_or_404(ballots(), public_id=public_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            after = cast_vote(
                chosen,
                by=request.user,
                choice=given["choice"],
                seen=given["seen"],
                reason=given["reason"],
                conditions=form.conditions(),
                over_goal=given["over_goal"],
                seat=given["seat"],
                key=request.POST.get("key") or None,
            )
        except StepRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, what_happened(after, form))
            return redirect(f"{reverse('approvals:queue')}?next=1")
    return page(request, visible(request, public_id), form=form)


@require_http_methods(["GET", "POST"])
def pull(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take one item off a consent list: GET asks for a word on it, POST does it."""
    chosen = visible(request, public_id)
    number = whole(request.POST.get("item") or request.GET.get("item") or "")
    refused = None
    if request.method == "POST":
        try:
            done = take(
                chosen,
                "pull",
                by=request.user,
                key=request.POST.get("key") or None,
                item=number,
                reason=request.POST.get("reason", "").strip(),
            )
        except StepRefused as stop:
            refused = stop
        else:
            item = done.items.get(number=number)
            messages.success(
                request,
                _("%(title)s is pulled from the list and has a ballot of its own.")
                % {"title": item.local_name},
            )
            return redirect(f"{chosen.get_absolute_url()}#items")
    else:
        require_takeable(request.user, chosen, "pull")
    item = chosen.items.filter(number=number).select_related("own_ballot").first()
    if item is None and refused is None:
        raise Invisible()
    return render(
        request,
        "approvals/pull.html",
        {
            "ballot": chosen,
            "item": item,
            "refused": refused,
            "reason": request.POST.get("reason", ""),
            "key": one_time_key(),
        },
        status=refused.status if refused else 200,
    )


@require_http_methods(["GET", "POST"])
def several(request: HttpRequest, kind: str) -> HttpResponse:
    """Approve several ballots of one kind; what came of each is told one by one."""
    if not request.user.has_perm("approvals.vote_ballot"):
        raise NotYours(_("Ballots are for the leadership group."), who_may("approvals.vote_ballot"))
    about = kind_of_several(kind)
    waiting = waiting_for(request.user).filter(content_type=about, confidential=False)
    answers, nothing = [], False
    if request.method == "POST":
        keys = [key for key in map(public_key, request.POST.getlist("ballot")) if key]
        known = Ballot.objects.visible_to(request.user).filter(public_id__in=keys[:PAGE])
        chosen = known.filter(content_type=about, confidential=False).order_by("deadline", "pk")
        seen = [(b, request.POST.get(f"seen-{b.public_id}", "")) for b in chosen]
        answers = approve_several(seen, by=request.user, key=request.POST.get("key", ""))
        nothing = not answers
    rows = waiting.select_related("department", "opened_by", "revision").order_by("deadline", "pk")
    return render(
        request,
        "approvals/several.html",
        {
            "kind_name": about.name,
            "rows": [] if answers else rows[:PAGE],
            "answers": answers,
            "nothing": nothing,
            "key": one_time_key(),
        },
        status=409 if nothing else 200,
    )


def public_key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def kind_of_several(kind: str) -> ContentType:
    """The kind of subject the address names, where several of it may be approved in one go."""
    for about in ContentType.objects.filter(model=kind):
        if getattr(about.model_class(), "SEVERAL_AT_ONCE", False):
            return about
    raise Invisible()


def offered_together(rows: list[Any]) -> list[Any]:
    """Of each kind that can be approved together and waits more than once, the first row."""
    kinds: dict[int, list[Any]] = {}
    for row in rows:
        kinds.setdefault(row.content_type_id, []).append(row)
    return [
        found[0]
        for pk, found in kinds.items()
        if len(found) > 1
        and getattr(ContentType.objects.get_for_id(pk).model_class(), "SEVERAL_AT_ONCE", False)
    ]


@require_GET
def record(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The decision on one sheet to print and keep; there is none before it is made."""
    chosen = visible(request, public_id)
    if chosen.closed_at is None:
        return redirect(chosen)
    sheet = Sheet(chosen)
    return render(
        request,
        "approvals/record.html",
        {
            "ballot": chosen,
            "sheet": sheet,
            "revision": chosen.revision,
            "kind_name": ContentType.objects.get_for_id(chosen.content_type_id).name,
            "house": Organization.current(),
            "code": mark_safe(code(sheet.address)),  # drawn by us, from an address of ours
        },
    )


@require_GET
def verify(request: HttpRequest, public_id: uuid.UUID, seal: str) -> HttpResponse:
    """Whether a printed sheet agrees with the record.

    Whoever may see the decision reads it here. Others learn only whether the seal is one we gave:
    a decision that does not exist and a sheet that was altered get the same answer.
    """
    found = ballots().select_related("revision").filter(public_id=public_id).first()
    sheet = Sheet(found) if found else None
    genuine = sheet is not None and sheet.is_sealed_with(seal)
    may_see = found is not None and request.user.has_perm("approvals.view_ballot", found)
    if not may_see:
        found = None
    intact = found is not None and Revision.digest_of(found.revision.content) == found.digest
    return render(
        request,
        "approvals/verify.html",
        {"genuine": genuine, "ballot": found, "sheet": sheet, "intact": intact, "seal": seal},
    )


def ballots() -> QuerySet[Ballot]:
    rows: QuerySet[Ballot] = Ballot.objects.select_related("department", "opened_by", "pulled_item")
    return rows


def visible(request: HttpRequest, public_id: uuid.UUID) -> Ballot:
    found: Ballot = get_object_or_404(ballots(), public_id=public_id)
    if not request.user.has_perm("approvals.view_ballot", found):
        raise Invisible()
    return found


def page(request: HttpRequest, chosen: Ballot, *, form: DecisionForm | None = None) -> HttpResponse:
    """One ballot with its brief; a refused form makes it a 409 that keeps what was typed."""
    listed = listing(request)
    context = listed | opened(request, chosen, form)
    at = next((n for n, row in enumerate(listed["rows"]) if row.pk == chosen.pk), None)
    later = listed["rows"][at + 1 :] if at is not None else listed["rows"]
    return render(
        request,
        "approvals/ballot.html",
        context | {"next": later[0] if later else None},
        status=409 if form is not None else 200,
    )


def listing(request: HttpRequest) -> dict[str, Any]:
    """One page of the list the reader asked for, ordered by deadline (closed: the latest first)."""
    if not request.user.has_perm("approvals.view_ballot"):
        raise NotYours(_("Ballots are for the leadership group."), who_may("approvals.view_ballot"))
    names = lists_for(request.user)
    show = request.GET.get("show", "")
    show = show if show in names else names[0]
    listed = rows_of(show, request.user)
    rows = list(after_key(listed, show, request.GET.get("after", ""))[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    turnout = _("cast %(cast)s / %(seats)s")
    for row in rows:
        kind = ContentType.objects.get_for_id(row.content_type_id)
        row.kind_key = kind.model
        row.kind, row.icon = capfirst(kind.name), ICONS.get(kind.model, "gavel")
        row.turnout = turnout % {"cast": row.cast, "seats": row.seats_voting}
    return {
        "show": show,
        "filters": [(name, LISTS[name]()) for name in names],
        "rows": rows[:PAGE],
        "together": offered_together(rows) if show == "waiting" else [],
        "more": last is not None,
        "older": address(show, after=key_of(last, show)) if last else "",
        "newer": address(show) if "after" in request.GET else "",
    }


LISTS = {
    "waiting": lambda: _("Waiting"),
    "voted": lambda: _("I have voted"),
    "open": lambda: _("Open ballots"),
    "closed": lambda: _("Closed"),
}


def lists_for(reader: Any) -> tuple[str, ...]:
    """A member's lists begin with what waits for them; who holds no seat reads the open ones."""
    votes = reader.standing.seats or reader.has_perm("approvals.vote_ballot")
    return ("waiting", "voted", "closed") if votes else ("open", "closed")


def rows_of(show: str, reader: Any) -> QuerySet[Ballot]:
    match show:
        case "waiting":
            rows = waiting_for(reader)
        case "voted":
            rows = Ballot.objects.filter(pk__in=Ballot.objects.voted_by(reader).values("pk"))
        case "open":
            rows = Ballot.objects.visible_to(reader).open()
        case _:
            closed = Ballot.objects.visible_to(reader).exclude(closed_at=None)
            return with_counts(closed).order_by("-closed_at", "-pk")
    return with_counts(rows).order_by("deadline", "pk")


def address(show: str, **more: str) -> str:
    return f"{reverse('approvals:queue')}?{urlencode({'show': show, **more})}"


def key_of(row: Ballot, show: str) -> str:
    at = row.closed_at if show == "closed" else row.deadline
    return f"{at:%Y-%m-%dT%H:%M:%S.%fZ}_{row.pk}"


def after_key(rows: QuerySet[Ballot], show: str, key: str) -> QuerySet[Ballot]:
    """Go on after the row the key names; the order is that of the index."""
    text, _mark, rest = key.partition("_")
    at, number = moment(text), whole(rest)
    if at is None or number is None:
        return rows
    if show == "closed":
        return rows.filter(closed_at__lte=at).exclude(closed_at=at, pk__gte=number)
    return rows.filter(deadline__gte=at).exclude(deadline=at, pk__lte=number)


def opened(
    request: HttpRequest, chosen: Ballot, form: DecisionForm | None = None
) -> dict[str, Any]:
    """Everything the brief and the panel of one ballot show, read from the frozen content."""
    panel = panel_of(chosen, request.user)
    items = items_of(chosen)
    revision, previous = revisions_of(chosen)
    subject: Any = chosen.subject
    kind = subject._meta.model_name
    return {
        "ballot": chosen,
        "subject": subject,
        "kind": kind,
        "kind_name": subject._meta.verbose_name,
        "brief": f"approvals/brief/{kind}.html",
        "content": revision.content,
        "revision": revision,
        "previous": previous,
        "panel": panel,
        "items": items,
        "minutes": minutes_of(chosen),
        "listed_count": sum(item.listed for item in items),
        "conditions": conditions_of(panel),
        "form": form or DecisionForm(),
        "replaced": replaced(revision, form),
        "newer": newer_ballot(chosen),
        "key": one_time_key(),
    }


def replaced(revision: Revision, form: DecisionForm | None) -> Revision | None:
    """The content the person had read, where another one is voted on now."""
    seen = form.data.get("seen", "") if form is not None else ""
    if not seen or seen == revision.digest:
        return None
    return Revision.objects.filter(
        object_type=revision.object_type, object_id=revision.object_id, digest=seen
    ).first()


def newer_ballot(chosen: Ballot) -> Ballot | None:
    """The ballot on the same subject that followed a closed one."""
    if chosen.closed_at is None:
        return None
    same = Ballot.objects.filter(
        content_type=chosen.content_type_id, object_id=chosen.object_id, pk__gt=chosen.pk
    )
    return same.select_related("revision").order_by("-pk").first()


def what_happened(after: Ballot, form: DecisionForm) -> str:
    """What the vote has done, in one or two sentences."""
    choice = dict(Vote.CHOICES)[form.cleaned_data["choice"]]
    recorded = _("Your vote is recorded: %(choice)s (%(title)s).") % {
        "choice": choice,
        "title": after.title,
    }
    decided = DECIDED.get(after.status)
    return f"{recorded} {decided()}" if decided else recorded


DECIDED = {
    BallotStatus.APPROVED: lambda: _(
        "It completed the ballot: approved. The decision takes effect now."
    ),
    BallotStatus.RETURNED: lambda: _("It completed the ballot: returned. The reasons go with it."),
}
