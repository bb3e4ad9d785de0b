"""One view serves every arrow: GET asks, POST takes the step."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import select_template
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from improvement.files.models import Attachment
from improvement.files.store import NotTaken

from .acts import permission, take
from .attaching import attach, detach, require_attachable
from .inputs import Asked, asked
from .lifecycle import Guarded, Stateful, arrows
from .permissions import who_may
from .refusals import Invisible, NotYours, StepRefused
from .typed import day, whole


def one_time_key() -> str:
    """A key for one form: sent twice, it counts once."""
    return uuid.uuid4().hex


@require_http_methods(["GET", "POST"])
def take_step(
    request: HttpRequest, model: type[Stateful], public_id: uuid.UUID, step: str
) -> HttpResponse:
    """Show what a step does and ask for its inputs; on POST take it.

    Answers 404 where the row is invisible or the step unknown, 403 where it is somebody else's,
    409 where the row is stale or a condition does not hold; what was typed stays in the form.
    """
    arrow = arrows(model).get(step)
    row = get_object_or_404(model, public_id=public_id)
    visible = request.user.has_perm(permission("view", row), row)
    if arrow is None or not arrow.for_people or not visible:
        raise Invisible()
    fields = asked(arrow, request.POST)
    context: dict[str, Any] = {"row": row, "arrow": arrow, "fields": fields, "key": one_time_key()}
    if request.method == "POST":
        try:
            done = take(
                row,
                step,
                by=request.user,
                version=version_of(request),
                key=request.POST.get("key") or None,
                **given(fields),
            )
        except StepRefused as refused:
            context |= {"refused": refused, "key": request.POST.get("key", "")}
            return render(request, template(row, step), context, status=refused.status)
        messages.success(request, _("Done: %(step)s.") % {"step": arrow.label})
        return redirect(done)
    require_takeable(request.user, row, step)
    return render(request, template(row, step), context)


def given(fields: list[Asked]) -> dict[str, Any]:
    """The inputs of a step as it takes them; a date that is none is told as one."""
    inputs: dict[str, Any] = {}
    for asked_for in fields:
        if not asked_for.typed:
            continue
        value: Any = asked_for.typed
        if asked_for.field.shape == "date" and (value := day(asked_for.typed)) is None:
            raise StepRefused(_("Give the date as year, month and day, such as 2027-03-31."))
        inputs[asked_for.name] = value
    return inputs


@require_POST
def attach_file(request: HttpRequest, model: type[Guarded], public_id: uuid.UUID) -> HttpResponse:
    """Hang a file on a row; one that is not taken is named with its reason on the row's page."""
    row = get_object_or_404(model, public_id=public_id)
    upload = request.FILES.get("file")
    require_attachable(request.user, row)
    if upload is None:
        messages.error(request, _("Choose a file first."))
    else:
        try:
            attach(row, upload, by=request.user, key=request.POST.get("key") or None)
        except NotTaken as refused:
            messages.error(
                request,
                _("%(file)s: %(reason)s") % {"file": upload.name, "reason": refused.sentence},
            )
        else:
            messages.success(request, _("%(file)s is attached.") % {"file": upload.name})
    return redirect(row)


@require_POST
def detach_file(
    request: HttpRequest, model: type[Guarded], public_id: uuid.UUID, file: uuid.UUID
) -> HttpResponse:
    """Take a file off a row again, while the row can still change."""
    row = get_object_or_404(model, public_id=public_id)
    require_attachable(request.user, row)
    found = get_object_or_404(Attachment.objects.of(row), public_id=file)
    detach(row, found, by=request.user)
    messages.success(request, _("%(file)s is taken off.") % {"file": found.name})
    return redirect(row)


def require_takeable(user: Any, row: Stateful, step: str) -> None:
    """The page that asks is not shown to whoever could not take the step."""
    name = permission(step, row)
    if not user.has_perm(name, row):
        raise NotYours(_("This step is not yours to take."), who_may(name, row))


def version_of(request: HttpRequest) -> int | None:
    """The version the person read, as the form carries it."""
    return whole(request.POST.get("version", ""))


def template(row: Stateful, step: str) -> Any:
    """A step's own page where it has one, else the common one."""
    meta = row._meta
    names = [f"{meta.app_label}/{meta.model_name}/{step}.html", "door/take_step.html"]
    return select_template(names).template.name
