"""Addresses of the figures of competitors and peers."""

from django.urls import path

from evidence.views import benchmarks

urlpatterns = [
    path("indicators/<slug:code>/benchmarks/", benchmarks.benchmarks, name="benchmarks"),
    path("benchmarks/<uuid:public_id>/withdraw/", benchmarks.withdraw, name="withdraw_benchmark"),
]
