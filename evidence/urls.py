"""Addresses of indicators, values, findings and service records, grouped by object."""

from django.urls import path

from improvement.door.views import take_step

from . import models
from .views import (
    charts,
    findings,
    imports,
    indicators,
    library,
    periods,
    records,
    targets,
    values,
)

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
    path("findings/", findings.register, name="findings"),
    path("findings/new/", findings.new, name="new_finding"),
    path("findings/<uuid:public_id>/", findings.finding, name="finding"),
    path("findings/<uuid:public_id>/edit/", findings.edit, name="edit_finding"),
    path(
        "findings/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.Finding},
        name="finding_step",
    ),
    path("records/", records.register, name="records"),
    path("records/new/", records.new, name="new_record"),
    path("records/categories/", records.categories, name="record_categories"),
    path("records/categories/<slug:code>/", records.category, name="record_category"),
    path("records/<uuid:public_id>/", records.one, name="record"),
    path("records/<uuid:public_id>/edit/", records.edit, name="edit_record"),
    path("records/<uuid:public_id>/unmask/", records.unmask, name="unmask_record"),
    path(
        "records/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.ServiceRecord},
        name="record_step",
    ),
    path("imports/", imports.history, name="imports"),
    path("imports/new/", imports.new, name="new_import"),
    path("imports/<uuid:public_id>/", imports.one, name="import"),
    path("imports/<uuid:public_id>/faults/", imports.faults, name="import_faults"),
    path("imports/<uuid:public_id>/finish/", imports.finish, name="finish_import"),
    path(
        "imports/<uuid:public_id>/<slug:step>/",
        take_step,
        {"model": models.DataImport},
        name="import_step",
    ),
]
