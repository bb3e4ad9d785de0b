"""Addresses of values and their periods."""

from django.urls import path

from evidence import models
from evidence.views import periods, values
from improvement.door.views import take_step

urlpatterns = [
    path("values/", values.enter, name="values"),
    path("values/accept/", values.accept, name="accept"),
    path("values/periods/", periods.periods, name="periods"),
    path(
        "values/periods/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.PeriodLock},
        name="period_step",
    ),
    path("values/<uuid:public_id>/", values.value, name="value"),
    path(
        "values/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Value},
        name="value_step",
    ),
]
