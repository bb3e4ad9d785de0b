"""Addresses of chapter 6, grouped by object."""

from django.urls import path

from improvement.door.views import take_step

from . import models
from .views import awards, criticisms

app_name = "incentives"

urlpatterns = [
    # Awards
    path("awards/", awards.awards, name="awards"),
    path("awards/new/", awards.new_award, name="new_award"),
    path("awards/<uuid:public_id>/", awards.award, name="award"),
    path("awards/<uuid:public_id>/object/", awards.object_to, name="object_to"),
    path(
        "awards/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Award},
        name="award_step",
    ),
    path("objections/<uuid:public_id>/", awards.objection, name="objection"),
    path(
        "objections/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Objection},
        name="objection_step",
    ),
    # Notices of criticism
    path("criticisms/", criticisms.criticisms, name="criticisms"),
    path("criticisms/new/", criticisms.new_criticism, name="new_criticism"),
    path("criticisms/<uuid:public_id>/", criticisms.criticism, name="criticism"),
    path(
        "criticisms/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Criticism},
        name="criticism_step",
    ),
    # Rectifications
    path("rectifications/<uuid:public_id>/", criticisms.rectification, name="rectification"),
    path(
        "rectifications/<uuid:public_id>/edit/",
        criticisms.edit_rectification,
        name="edit_rectification",
    ),
    path(
        "rectifications/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Rectification},
        name="rectification_step",
    ),
]
