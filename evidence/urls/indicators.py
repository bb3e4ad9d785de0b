"""Addresses of indicators, their charts and targets."""

from django.urls import path

from evidence import models
from evidence.views import charts, indicators, library, targets, whole
from improvement.door.views import take_step

urlpatterns = [
    path("goals/", indicators.overview, name="overview"),
    path("goals/library/", library.library, name="library"),
    path("goals/library/new/", library.new, name="new_indicator"),
    path("goals/coverage/", library.coverage, name="coverage"),
    path("indicators/<slug:code>/", indicators.indicator, name="indicator"),
    path("indicators/<slug:code>/chart.<slug:kind>", charts.chart, name="chart"),
    path("indicators/<slug:code>/targets/", targets.targets, name="targets"),
    path("indicators/<slug:code>/organization/", whole.organization, name="organization"),
    path("indicators/<slug:code>/change/", library.change, name="change_indicator"),
    path(
        "indicators/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Indicator},
        name="indicator_step",
    ),
]
