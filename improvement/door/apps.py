"""The door application."""

from django.apps import AppConfig


class DoorConfig(AppConfig):
    name = "improvement.door"
    default_auto_field = "django.db.models.BigAutoField"
