"""Every address of the room, one noun a module."""

from . import findings, imports, indicators, proofs, records, requests, values

app_name = "evidence"

urlpatterns = [
    *indicators.urlpatterns,
    *values.urlpatterns,
    *findings.urlpatterns,
    *proofs.urlpatterns,
    *records.urlpatterns,
    *imports.urlpatterns,
    *requests.urlpatterns,
]
