"""Every address of the room, one noun a module."""

from . import (
    analysis,
    benchmarks,
    field,
    findings,
    imports,
    indicators,
    inspections,
    proofs,
    records,
    requests,
    surveys,
    values,
    words,
)

app_name = "evidence"

urlpatterns = [
    *indicators.urlpatterns,
    *values.urlpatterns,
    *findings.urlpatterns,
    *field.urlpatterns,
    *words.urlpatterns,
    *inspections.urlpatterns,
    *proofs.urlpatterns,
    *records.urlpatterns,
    *imports.urlpatterns,
    *analysis.urlpatterns,
    *surveys.urlpatterns,
    *benchmarks.urlpatterns,
    *requests.urlpatterns,
]
