"""Every address of the room, one noun a module."""

from . import findings, imports, indicators, records, values, words

app_name = "evidence"

urlpatterns = [
    *indicators.urlpatterns,
    *values.urlpatterns,
    *findings.urlpatterns,
    *words.urlpatterns,
    *records.urlpatterns,
    *imports.urlpatterns,
]
