"""Addresses of requests for data."""

from django.urls import path

from evidence import models
from evidence.views import requests
from improvement.door.views import attach_file, detach_file, take_step

request = "data-requests/<uuid:public_id>/"
model = {"model": models.DataRequest}

urlpatterns = [
    path("data-requests/", requests.listing, name="requests"),
    path("data-requests/new/", requests.new, name="new_request"),
    path(request, requests.one, name="request"),
    path(f"{request}attach/", attach_file, model, name="attach_request"),
    path(f"{request}files/<uuid:file>/detach/", detach_file, model, name="detach_request"),
    path(f"{request}<slug:step>/", take_step, model, name="request_step"),
]
