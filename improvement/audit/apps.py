"""The audit application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "improvement.audit"
    default_auto_field = "django.db.models.BigAutoField"
