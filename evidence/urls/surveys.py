"""Addresses of surveys, and where they are answered."""

from django.urls import path

from evidence import models
from evidence.views import answering, surveys
from improvement.door.views import take_step

urlpatterns = [
    path("surveys/", surveys.register, name="surveys"),
    path("surveys/new/", surveys.new, name="new_survey"),
    path("surveys/<uuid:public_id>/", surveys.one, name="survey"),
    path("surveys/<uuid:public_id>/edit/", surveys.edit, name="edit_survey"),
    path("surveys/<uuid:public_id>/questions/", surveys.new_question, name="new_question"),
    path(
        "surveys/<uuid:public_id>/questions/<uuid:question>/",
        surveys.edit_question,
        name="edit_question",
    ),
    path("surveys/<uuid:public_id>/preview/", surveys.preview, name="preview_survey"),
    path("surveys/<uuid:public_id>/interview/", surveys.key_in, name="key_in"),
    path("surveys/<uuid:public_id>/invite/", surveys.invite, name="invite"),
    path("surveys/<uuid:public_id>/results/", surveys.outcome, name="survey_results"),
    path("surveys/<uuid:public_id>/results.csv", surveys.outcome_csv, name="survey_csv"),
    path("answer/<uuid:public_id>/<slug:token>/", answering.answer, name="answer"),
    path("answer/<uuid:public_id>/<slug:token>/thanks/", answering.thanks, name="thanks"),
    path(
        "surveys/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Survey},
        name="survey_step",
    ),
]
