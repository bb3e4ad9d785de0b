"""The organization application."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "improvement.organization"
    default_auto_field = "django.db.models.BigAutoField"
