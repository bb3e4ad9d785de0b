"""Addresses of indicators and values, grouped by object."""

from django.urls import path

from improvement.door.views import take_step

from . import models
from .views import values

app_name = "evidence"

urlpatterns = [
    path("values/<uuid:public_id>/", values.value, name="value"),
    path(
        "values/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Value},
        name="value_step",
    ),
]
