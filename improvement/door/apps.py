"""The door application."""

from django.apps import AppConfig


class DoorConfig(AppConfig):
    name = "improvement.door"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from improvement.audit import triggers
        from improvement.files.sweep import sweep
        from improvement.notifications import scanner

        triggers.APPEND_ONLY.add("door_revision")
        scanner.register_job("files.sweep", sweep)
