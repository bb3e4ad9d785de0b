"""Addresses of service records and their categories."""

from django.urls import path

from evidence import models
from evidence.views import counting, records, saving
from improvement.door.views import take_step

urlpatterns = [
    path("records/", records.register, name="records"),
    path("records/new/", records.new, name="new_record"),
    path("records/categories/", records.categories, name="record_categories"),
    path("records/categories/<slug:code>/", records.category, name="record_category"),
    path("records/numbers/", counting.numbers, name="record_numbers"),
    path("records/views/", saving.saved_views, name="saved_views"),
    path("records/views/<uuid:public_id>/", saving.saved_view, name="saved_view"),
    path(
        "records/views/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.SavedView},
        name="saved_view_step",
    ),
    path("records/<uuid:public_id>/", records.one, name="record"),
    path("records/<uuid:public_id>/edit/", records.edit, name="edit_record"),
    path("records/<uuid:public_id>/unmask/", records.unmask, name="unmask_record"),
    path(
        "records/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.ServiceRecord},
        name="record_step",
    ),
]
