"""What the editor asks in the background: save this, and who else is here. It answers in JSON."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from improvement import texts
from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, Stale, StepRefused
from plans import drafting
from plans.forms.drafting import Drafted
from plans.history.differences import words
from plans.models import Plan, Presence, Section
from plans.sheet import Sheet
from plans.views.conflicts import clock, last_change
from plans.views.drafting import drafts, key_of
from plans.views.reading import visible
from plans.views.sections import effects_as_typed, section_forms

Answer = Callable[..., JsonResponse]


def told(view: Answer) -> Answer:
    """A refusal as the sentence that is shown beside the text, which stays where it is."""

    @wraps(view)
    def answering(request: HttpRequest, **place: Any) -> JsonResponse:
        try:
            return view(request, **place)
        except (NotYours, StepRefused) as refused:
            told = {"state": "refused", "sentence": str(refused.sentence)}
            return JsonResponse(told, status=refused.status)

    return answering


@require_POST
@told
def autosave(request: HttpRequest, public_id: uuid.UUID, key: str) -> JsonResponse:
    """Save the form of a section as it stands: one version, one entry, if anything differs.

    409 with both texts where somebody was first. The same key sent again is not saved again; what
    stands there then is compared with what was typed, whoever wrote it.
    """
    plan, row = opened(request, public_id, key)
    forms = section_forms(request, Sheet(plan), row)
    if wrong := [form for form in forms if not form.is_valid()]:
        sentence = " ".join(text for form in wrong for text in errors(form))
        return JsonResponse({"state": "refused", "sentence": sentence}, status=400)
    rows = write(request, row, forms)
    if disputed := list(disputes(forms, rows)):
        return JsonResponse(conflict(forms, rows, disputed), status=409)
    if any(differing(form, found) for form, found in zip(forms, rows, strict=True)):
        adopt(forms, rows)  # somebody was first, and wrote the same: the rest goes in now
        rows = write(request, row, forms)
    Presence.objects.tell(row, request.user)
    return JsonResponse(
        {
            "state": "saved",
            "at": clock(timezone.now()),
            "versions": versions(forms, rows),
            "html": texts.html(rows[0].body),
            "others": others(request, row),
        }
    )


@require_POST
@told
def present(request: HttpRequest, public_id: uuid.UUID, key: str) -> JsonResponse:
    """Tell that the section is open here, and hear who else has it open and saved it last."""
    plan, row = opened(request, public_id, key)
    Presence.objects.tell(row, request.user)
    forms = section_forms(request, Sheet(plan), row)
    rows = [form.instance for form in forms]
    return JsonResponse(
        {
            "state": "present",
            "versions": versions(forms, rows),
            "others": others(request, row),
            **last_change(row),
        }
    )


def opened(request: HttpRequest, public_id: uuid.UUID, key: str) -> tuple[Plan, Section]:
    """The section for whoever can write in it now; anybody else is told why not."""
    plan = visible(request, public_id)
    if not drafts(request.user, plan):
        sentence = plan.closed() or _("This is not yours to do.")
        raise NotYours(sentence, who_may("plans.change_plan", plan))
    row = plan.sections.filter(key=key, archived=False).first()
    if row is None:
        raise Http404
    row.plan = plan
    return plan, row


def errors(form: Drafted) -> Iterator[str]:
    for found in form.errors.values():
        yield from map(str, found)


def write(request: HttpRequest, row: Section, forms: list[Any]) -> list[Any]:
    """Save all or nothing; return the rows as they stand afterwards, whoever wrote them."""
    with suppress(Stale):
        drafting.write_section(
            by=request.user,
            section=row,
            body=forms[0].cleaned_data["body"],
            goals=effects_as_typed(forms[1:]),
            version=forms[0].cleaned_data["version"],
            key=key_of(request),
        )
    return [form._meta.model.objects.get(pk=form.instance.pk) for form in forms]


def adopt(forms: list[Any], rows: list[Any]) -> None:
    for form, row in zip(forms, rows, strict=True):
        form.cleaned_data["version"] = row.version


def moved(form: Any, row: Any) -> bool:
    return bool(row.version != form.cleaned_data["version"])


def differing(form: Any, row: Any) -> list[str]:
    """The fields in which something else stands than was typed."""
    return [name for name, mine in form.changes.items() if getattr(row, name) != mine]


def disputes(forms: list[Any], rows: list[Any]) -> Iterator[dict[str, str]]:
    """Every field that moved on to something else than was typed, with both texts."""
    for form, row in zip(forms, rows, strict=True):
        for name in differing(form, row) if moved(form, row) else []:
            theirs = getattr(row, name)
            marked = {"pieces": words(theirs, form.changes[name])}
            yield {
                "name": form[name].html_name,
                "label": label(form, name),
                "theirs": theirs,
                "difference": render_to_string("plans/pieces.html", marked),
            }


def label(form: Any, name: str) -> str:
    """What a field is called; of a goal with its number."""
    called = str(form[name].label)
    code = getattr(form.instance, "code", "")
    return _("%(label)s: %(text)s") % {"label": code, "text": called} if code else called


def conflict(forms: list[Any], rows: list[Any], disputed: list[dict[str, str]]) -> dict[str, Any]:
    changed = (row for form, row in zip(forms, rows, strict=True) if moved(form, row))
    return {
        "state": "conflict",
        "versions": versions(forms, rows),
        "texts": disputed,
        **last_change(next(changed)),
    }


def versions(forms: list[Any], rows: list[Any]) -> dict[str, int]:
    return {form["version"].html_name: row.version for form, row in zip(forms, rows, strict=True)}


def others(request: HttpRequest, row: Section) -> str:
    found = Presence.objects.others(row, request.user)
    return pgettext("between the parts of a list", ", ").join(one.local_name for one in found)
