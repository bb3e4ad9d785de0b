"""The desk application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "improvement.desk"
    default_auto_field = "django.db.models.BigAutoField"
