"""What the pages of a goal and of a measure share: who writes in it, saving it, taking it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from improvement.door.permissions import who_may
from improvement.door.refusals import NotYours, Stale, StepRefused
from improvement.door.views import version_of
from plans.models import Goal, Measure, Plan
from plans.views import conflicts
from plans.views.drafting import key_of
from plans.views.reading import frame


def writes(reader: Any, row: Goal | Measure) -> bool:
    name = f"plans.change_{row._meta.model_name}"
    return reader.has_perm(name, row) and row.closed() is None


def require_drafting(reader: Any, row: Goal | Measure) -> None:
    """A form for a new row is not shown to whoever could not save it."""
    name = f"plans.add_{row._meta.model_name}"
    if not reader.has_perm(name, row):
        raise NotYours(_("This is not yours to do."), who_may(name, row))
    if sentence := row.closed():
        raise StepRefused(sentence, row.plan.get_absolute_url())


def live(rows: Any, number: int) -> Any:
    return get_object_or_404(rows, number=number)


Write = Callable[..., Any]


def saved(
    request: HttpRequest, plan: Plan, form: Any, formsets: list[Any], write: Write, key: str
) -> HttpResponse | None:
    """Save a goal or measure with what hangs on it, and go on to it or back to its section `key`.

    Where two people typed into one field both texts are asked about. None where the form is to be
    shown: it was not sent, or not filled in well, or the door has refused it and it says why.
    """
    if request.method != "POST" or not all(part.is_valid() for part in (form, *formsets)):
        return None
    row, version = form.instance, None
    disputed = conflicts.settled([form, *known_below(formsets)], request.POST)
    if row.pk:
        version = form.cleaned_data["version"]
        if disputed:
            return conflicts.ask(request, plan, disputed, row.code)
    try:
        kept = write(by=request.user, changes=form.changes, version=version, key=key_of(request))
    except StepRefused as refused:
        form.add_error(None, str(refused.sentence))
        return None
    except Stale as stale:
        raise with_all_typed(stale, form, *formsets) from stale
    messages.success(request, _("%(row)s is saved.") % {"row": kept.code})
    return redirect(after_row(request, kept, key))


def known_below(formsets: list[Any]) -> list[Any]:
    return [form for formset in formsets for form in formset.initial_forms]


def after_row(request: HttpRequest, row: Goal | Measure, key: str) -> str:
    """Stay on the row, or back to its section where the button said so."""
    return row.plan.section_url(key) if "go_on" in request.POST else row.get_absolute_url()


def with_all_typed(stale: Stale, form: Any, *formsets: Any) -> Stale:
    """Keep the answers of the whole page, not only those of the row that was stale."""
    linked = {field.name for field in stale.row._meta.many_to_many}
    typed = {name: text for name, text in stale.typed.items() if name not in linked}
    if stale.row != form.instance:
        typed |= dict(form.labelled)
    for formset in formsets:
        typed |= dict(formset.labelled)
    return Stale(stale.row, typed)


def archive(request: HttpRequest, row: Any, act: Any, noun: str, key: str) -> HttpResponse:
    """Ask once, then take the row out; the record keeps it."""
    if not writes(request.user, row):
        raise NotYours(
            row.closed() or _("This is not yours to do."), who_may(f"plans.change_{noun}", row)
        )
    if request.method == "POST":
        act(by=request.user, version=version_of(request), key=key_of(request), **{noun: row})
        messages.success(request, _("%(row)s is taken out of the plan.") % {"row": row.code})
        return redirect(row.plan.section_url(key))
    return render(
        request,
        "plans/archive.html",
        {**frame(request, row.plan, "edit"), "row": row, "section": key},
    )
