"""A goal or a measure that saves itself while it is typed, with the rows that hang on it.

What is there already is saved; a new row, and one that is to be taken out, wait for the button.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours
from plans import drafting, merging
from plans.drafting import Below
from plans.history.differences import words
from plans.merging import Both
from plans.models import Goal, Measure, Plan
from plans.views import goals, measures
from plans.views.autosaving import told
from plans.views.conflicts import clock, last_change, once_more
from plans.views.drafting import key_of
from plans.views.reading import visible
from plans.views.rows import known_below, writes


@require_POST
@told
@once_more
def goal(request: HttpRequest, public_id: uuid.UUID, number: int) -> JsonResponse:
    """Save a goal and its target lines as they stand, where anything differs."""
    plan = visible(request, public_id)
    found = require_open(request, goals.opened(plan, number))
    form, lines = goals.forms_of(request.POST, plan, found)
    return saved(request, plan, form, [lines])


@require_POST
@told
@once_more
def measure(request: HttpRequest, public_id: uuid.UUID, number: int) -> JsonResponse:
    """Save a measure with its milestones, its needs and what it waits for."""
    plan = visible(request, public_id)
    found = require_open(request, measures.opened(plan, number))
    form, *below = measures.forms_of(request.POST, plan, found)
    return saved(request, plan, form, below)


def require_open(request: HttpRequest, row: Goal | Measure) -> Any:
    """The row for whoever can write in it now; anybody else is told why not."""
    if not writes(request.user, row):
        sentence = row.closed() or _("This is not yours to do.")
        raise NotYours(sentence, who_may(f"plans.change_{row._meta.model_name}", row))
    return row


def saved(request: HttpRequest, plan: Plan, form: Any, formsets: list[Any]) -> JsonResponse:
    """All known rows or none: saved, refused with the reason, or 409 with both texts."""
    forms = [form, *known_below(formsets)]
    if wrong := [each for each in forms if not each.is_valid()]:
        sentence = " ".join(text for each in wrong for text in errors(each))
        return JsonResponse({"state": "refused", "sentence": sentence}, status=400)
    disputed, taken = merging.compared(forms)
    if disputed:
        return JsonResponse(conflict(forms, disputed, taken), status=409)
    merging.adopt(forms, taken)
    typed = [each for each in forms if merging.differs(each)]
    rows = [Below(each.instance, each.changes, each.instance.version) for each in typed]
    kept = drafting.write_known(by=request.user, plan=plan, rows=rows, key=key_of(request))
    now = {(type(row), row.pk): row.version for row in kept}
    return JsonResponse(
        {
            "state": "saved",
            "at": clock(timezone.now()),
            "versions": versions(forms)
            | {
                each["version"].html_name: now[type(each.instance), each.instance.pk]
                for each in (typed if kept else [])
            },
            "fields": fields(taken),
            "left": any(waits_for_the_button(formset) for formset in formsets),
            "others": "",
        }
    )


def errors(form: Any) -> list[str]:
    """“Due: Enter a valid date.”"""
    sentence = _("%(label)s: %(text)s")
    return [
        sentence % {"label": form[name].label, "text": text} if name in form.fields else str(text)
        for name, texts in form.errors.items()
        for text in texts
    ]


def waits_for_the_button(formset: Any) -> bool:
    """A new row, one to be taken out, or another measure to wait for."""
    return any(form.has_changed() for form in formset.extra_forms) or any(
        {"removed", "other"} & set(form.changed_data) for form in formset.initial_forms
    )


def conflict(forms: list[Any], disputed: list[Both], taken: list[Both]) -> dict[str, Any]:
    return {
        "state": "conflict",
        "versions": versions(forms),
        "fields": fields(taken),
        "texts": [
            {
                "name": both.html_name,
                "label": both.label,
                "theirs": both.theirs,
                "values": both.typed,
                "difference": render_to_string(
                    "plans/pieces.html", {"pieces": words(both.theirs, both.mine)}
                ),
            }
            for both in disputed
        ],
        **last_change(disputed[0].form.instance),
    }


def fields(taken: list[Both]) -> dict[str, list[str]]:
    """What the others changed, as the browser would send it."""
    return {both.html_name: both.typed for both in taken}


def versions(forms: list[Any]) -> dict[str, int]:
    return {form["version"].html_name: form.instance.version for form in forms}
