"""Addresses of findings."""

from django.urls import path

from evidence import models
from evidence.views import findings
from improvement.door.views import take_step

urlpatterns = [
    path("findings/", findings.register, name="findings"),
    path("findings/new/", findings.new, name="new_finding"),
    path("findings/<uuid:public_id>/", findings.finding, name="finding"),
    path("findings/<uuid:public_id>/edit/", findings.edit, name="edit_finding"),
    path(
        "findings/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Finding},
        name="finding_step",
    ),
]
