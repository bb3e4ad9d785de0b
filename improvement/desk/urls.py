"""Addresses of home, inbox and help."""

from django.urls import path

from . import health, ui, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.mark_all_read, name="mark_all_read"),
    path("inbox/<int:pk>/", views.open_message, name="open_message"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<uuid:public_id>/resend/", views.resend_message, name="resend_message"),
    path("language/", views.set_language, name="set_language"),
    path("help/lifecycle/", views.lifecycle, name="lifecycle"),
    path("ui/", ui.components, name="ui"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
