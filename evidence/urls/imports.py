"""Addresses of imports."""

from django.urls import path

from evidence import models
from evidence.views import imports
from improvement.door.views import take_step

urlpatterns = [
    path("imports/", imports.history, name="imports"),
    path("imports/new/", imports.new, name="new_import"),
    path("imports/<uuid:public_id>/", imports.one, name="import"),
    path("imports/<uuid:public_id>/faults/", imports.faults, name="import_faults"),
    path("imports/<uuid:public_id>/finish/", imports.finish, name="finish_import"),
    path("imports/<uuid:public_id>/undo/", imports.undo, name="undo_import"),
    path(
        "imports/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.DataImport},
        name="import_step",
    ),
]
