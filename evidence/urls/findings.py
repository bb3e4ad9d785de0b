"""Addresses of findings."""

from django.urls import path

from evidence import models
from evidence.views import findings
from improvement.door.views import attach_file, detach_file, take_step

urlpatterns = [
    path("findings/", findings.register, name="findings"),
    path("findings/new/", findings.new, name="new_finding"),
    path("findings/<uuid:public_id>/", findings.finding, name="finding"),
    path(
        "findings/<uuid:public_id>/attach/",
        attach_file,
        {"model": models.Finding},
        name="attach_finding",
    ),
    path(
        "findings/<uuid:public_id>/files/<uuid:file>/detach/",
        detach_file,
        {"model": models.Finding},
        name="detach_finding",
    ),
    path("findings/<uuid:public_id>/edit/", findings.edit, name="edit_finding"),
    path(
        "findings/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Finding},
        name="finding_step",
    ),
]
