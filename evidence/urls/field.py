"""Addresses of field work."""

from django.urls import path

from evidence import models
from evidence.views import field
from improvement.door.views import attach_file, detach_file, take_step

note = "field/<uuid:public_id>/"

urlpatterns = [
    path("field/", field.listing, name="field_notes"),
    path("field/new/", field.new, name="new_field_note"),
    path(note, field.one, name="field_note"),
    path(f"{note}edit/", field.edit, name="edit_field_note"),
    path(f"{note}find/", field.find, name="find_in_field_note"),
    path(f"{note}attach/", attach_file, {"model": models.FieldNote}, name="attach_field_note"),
    path(
        f"{note}files/<uuid:file>/detach/",
        detach_file,
        {"model": models.FieldNote},
        name="detach_field_note",
    ),
    path(f"{note}<slug:step>/", take_step, {"model": models.FieldNote}, name="field_note_step"),
]
