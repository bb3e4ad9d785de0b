"""The desk application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "improvement.desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from improvement.desk import checks  # noqa: F401 - registers the checks
