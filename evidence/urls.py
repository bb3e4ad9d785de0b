"""Addresses of indicators and values, grouped by object."""

from django.urls import path

from improvement.door.views import take_step

from . import models
from .views import charts, findings, indicators, library, periods, targets, values

app_name = "evidence"

urlpatterns = [
    path("goals/", indicators.overview, name="overview"),
    path("goals/library/", library.library, name="library"),
    path("goals/library/new/", library.new, name="new_indicator"),
    path("goals/coverage/", library.coverage, name="coverage"),
    path("indicators/<slug:code>/", indicators.indicator, name="indicator"),
    path("indicators/<slug:code>/chart.<slug:kind>", charts.chart, name="chart"),
    path("indicators/<slug:code>/targets/", targets.targets, name="targets"),
    path("indicators/<slug:code>/change/", library.change, name="change_indicator"),
    path(
        "indicators/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Indicator},
        name="indicator_step",
    ),
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
    path("findings/<uuid:public_id>/", findings.finding, name="finding"),
    path(
        "findings/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Finding},
        name="finding_step",
    ),
]
