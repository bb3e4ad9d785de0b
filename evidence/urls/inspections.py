"""Addresses of inspections and of their checklists."""

from django.urls import path

from evidence import models
from evidence.views import inspections
from improvement.door.views import take_step

checklist = "inspections/checklists/<uuid:public_id>/"
inspection = "inspections/<uuid:public_id>/"

urlpatterns = [
    path("inspections/", inspections.listing, name="inspections"),
    path("inspections/new/", inspections.new, name="new_inspection"),
    path("inspections/checklists/", inspections.checklists, name="checklists"),
    path("inspections/checklists/new/", inspections.new_checklist, name="new_checklist"),
    path(checklist, inspections.checklist, name="checklist"),
    path(f"{checklist}edit/", inspections.edit_checklist, name="edit_checklist"),
    path(f"{checklist}<slug:step>/", take_step, {"model": models.Checklist}, name="checklist_step"),
    path(inspection, inspections.one, name="inspection"),
    path(f"{inspection}edit/", inspections.answer, name="answer_inspection"),
    path(f"{inspection}find/", inspections.find, name="find_on_site"),
    path(
        f"{inspection}<slug:step>/", take_step, {"model": models.Inspection}, name="inspection_step"
    ),
]
