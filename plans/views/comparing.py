"""Two versions of a plan side by side."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from improvement.door.models import Revision
from improvement.door.typed import whole
from plans.history.comparison import sections
from plans.history.differences import differences
from plans.models import Plan
from plans.named import in_script
from plans.naming import titled
from plans.views.reading import frame, require_drafts, visible


@require_GET
def compare(request: HttpRequest, public_id: uuid.UUID, a: int, b: int) -> HttpResponse:
    """What changed from version a to version b; the picker asks for others by from and to."""
    plan = visible(request, public_id)
    require_drafts(request.user, plan)
    if "from" in request.GET:
        chosen = reverse("plans:compare", args=[plan.public_id, *picked(request, (a, b))])
        return redirect(chosen + ("?view=inline" if inline(request) else ""))
    revisions = {r.number: r for r in Revision.objects.of(plan).select_related("made_by")}
    if a not in revisions or b not in revisions:
        raise Http404
    found = differences(*in_script(revisions[a].content, revisions[b].content))
    return render(
        request,
        "plans/compare.html",
        {
            **frame(request, plan, "history"),
            "a": revisions[a],
            "b": revisions[b],
            "revisions": list(revisions.values()),
            "blocks": sections(found, titles(plan, revisions[a], revisions[b]).items()),
            "inline": inline(request),
        },
    )


def titles(plan: Plan, *revisions: Revision) -> dict[str, str]:
    """Of the sections the plan has, then of those it had in one of the versions."""
    had = [section for one in revisions for section in one.content.get("sections", [])]
    now = dict(plan.section_titles)
    return now | {each["key"]: titled(each) for each in had if each["key"] not in now}


def inline(request: HttpRequest) -> bool:
    """Both versions in one text; else side by side, on a phone always in one."""
    return request.GET.get("view") == "inline"


def picked(request: HttpRequest, present: tuple[int, int]) -> list[int]:
    """The two numbers chosen; what is no number stays as it was."""
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    return [
        now if (number := whole(text)) is None else number
        for text, now in zip(asked, present, strict=True)
    ]
