"""Every address of the room, one noun a module."""

from . import analysis, benchmarks, findings, imports, indicators, records, values

app_name = "evidence"

urlpatterns = [
    *indicators.urlpatterns,
    *values.urlpatterns,
    *findings.urlpatterns,
    *records.urlpatterns,
    *imports.urlpatterns,
    *analysis.urlpatterns,
    *benchmarks.urlpatterns,
]
