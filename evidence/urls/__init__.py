"""Every address of the room, one noun a module."""

from . import findings, imports, indicators, records, surveys, values

app_name = "evidence"

urlpatterns = [
    *indicators.urlpatterns,
    *values.urlpatterns,
    *findings.urlpatterns,
    *records.urlpatterns,
    *imports.urlpatterns,
    *surveys.urlpatterns,
]
