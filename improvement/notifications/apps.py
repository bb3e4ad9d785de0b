"""The notifications application."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "improvement.notifications"
    default_auto_field = "django.db.models.BigAutoField"
