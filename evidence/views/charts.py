"""The chart of an indicator in a department as a file: figures, drawing, picture."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from evidence import exporting
from evidence.charting import Picture, picture
from evidence.models import Indicator, Value
from evidence.targets import aims_on
from improvement.documents.handing_out import disposition
from improvement.organization.models import Department

KINDS: dict[str, tuple[str, Callable[[Picture], str | bytes]]] = {
    "csv": ("text/csv; charset=utf-8", exporting.as_csv),
    "svg": ("image/svg+xml", exporting.as_svg),
    "png": ("image/png", exporting.as_png),
}


@require_GET
def chart(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """What the page of the indicator shows, to keep; the department is named in the address."""
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), code=code)
    department = get_object_or_404(Department, code=request.GET.get("department", ""))
    points = Value.objects.series(indicator, department)
    if kind not in KINDS or not points:
        raise Http404
    aims = aims_on(timezone.localdate(), [indicator], [department])
    aim = aims.get((indicator.pk, department.pk))
    media, make = KINDS[kind]
    name = f"{indicator.local_name} {department.local_name}.{kind}"
    return handed_out(make(picture(indicator, department, points, aim)), media, name)


def handed_out(content: str | bytes, media: str, name: str) -> HttpResponse:
    """A file that a browser keeps and does not run."""
    answer = HttpResponse(content, content_type=media)
    answer.headers["Content-Disposition"] = disposition(name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
