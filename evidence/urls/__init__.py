"""Every address of the room, one noun a module."""

from . import field, findings, imports, indicators, inspections, records, values

app_name = "evidence"

urlpatterns = [
    *indicators.urlpatterns,
    *values.urlpatterns,
    *findings.urlpatterns,
    *field.urlpatterns,
    *inspections.urlpatterns,
    *records.urlpatterns,
    *imports.urlpatterns,
]
