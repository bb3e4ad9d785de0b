"""Addresses of what shows a finding."""

from django.urls import path

from evidence.views import proofs

urlpatterns = [
    path("findings/<uuid:public_id>/proofs/<slug:kind>/", proofs.new, name="new_proof"),
    path("proofs/<uuid:public_id>/take-off/", proofs.take_off, name="take_off_proof"),
]
