"""Addresses of the analysis of the register."""

from django.urls import path

from evidence.views import analysis

urlpatterns = [
    path("data/analysis/", analysis.analysis, name="analysis"),
    path("data/analysis/<slug:chart>.<slug:kind>", analysis.chart, name="analysis_chart"),
]
