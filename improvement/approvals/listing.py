"""The lists of ballots: which a reader has, in which order, page by page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours
from improvement.door.typed import moment, whole

from .last_time import with_last_time
from .models import Ballot
from .panel import waiting_for, with_counts

PAGE = 25
ICONS = {
    "plan": "file-text",
    "goalset": "target",
    "overallgoalset": "flag",
    "organizationplan": "git-merge",
    "adjustment": "adjustments",
    "adjustmentlist": "adjustments",
    "majorproject": "building",
    "consolidationissue": "arrows-left-right",
    "award": "award",
    "criticism": "lock",
}


def listing(request: HttpRequest) -> dict[str, Any]:
    """One page of the list the reader asked for, ordered by deadline (closed: the latest first)."""
    if not request.user.has_perm("approvals.view_ballot"):
        raise NotYours(_("Ballots are for the leadership group."), who_may("approvals.view_ballot"))
    names = lists_for(request.user)
    show = request.GET.get("show", "")
    show = show if show in names else names[0]
    listed = rows_of(show, request.user)
    rows: list[Any] = list(after_key(listed, show, request.GET.get("after", ""))[: PAGE + 1])
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
            return with_last_time(with_counts(closed)).order_by("-closed_at", "-pk")
    return with_last_time(with_counts(rows)).order_by("deadline", "pk")


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
