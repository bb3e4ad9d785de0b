"""The approvals application."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "improvement.approvals"
    default_auto_field = "django.db.models.BigAutoField"
