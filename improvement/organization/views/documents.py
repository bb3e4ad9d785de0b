"""The form that papers of this organization have unless somebody chooses another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from improvement.door.acts import record
from improvement.door.views import version_of
from improvement.organization.forms import DocumentsForm
from improvement.organization.models import Organization

from .people import require


@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest) -> HttpResponse:
    house = Organization.objects.get()
    require("change", request.user, house)
    form = DocumentsForm(request.POST or None, instance=house)
    if request.method == "POST" and form.is_valid():
        kept = Organization.objects.get()
        record(kept, form.cleaned_data, by=request.user, version=version_of(request))
        messages.success(request, _("Saved."))
        return redirect("organization:documents")
    context = {"form": form, "version": Organization.objects.get().version}
    status = 409 if form.errors else 200
    return render(request, "organization/documents.html", context, status=status)
