"""What must hold before a step: each answers None, or the sentence that is shown."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from improvement.door.refusals import Gap


def period_is_open(value: Any) -> Gap | None:
    """A locked period takes nothing but what the office has returned for correction."""
    sentence = value.period_closed()
    return Gap(sentence) if sentence else None


def what_was_asked_is_there(request: Any) -> Gap | None:
    """2.3.4: the figure has been told, the file hangs on the request."""
    from improvement.files.models import Attachment

    from .models import Value
    from .models.data_request import RequestForm

    if request.form == RequestForm.FIGURE:
        told = Value.objects.told().of([request.indicator_id], [request.department_id])
        if not told.filter(period=request.period).exists():
            return Gap(_("Hand in the figure that is asked for first."), request.sheet_url)
    if request.form == RequestForm.FILE and not Attachment.objects.of(request).exists():
        return Gap(_("Attach the file that is asked for first."), request.get_absolute_url())
    return None
