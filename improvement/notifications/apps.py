"""The notifications application."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "improvement.notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import digest, kinds

        kinds.register(digest.KIND)
