"""The evidence application."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from improvement.notifications import scanner

        from . import messages, reminders
        from .imports import jobs

        messages.announce()
        reminders.announce()
        scanner.register_job("evidence.sweep_imports", jobs.sweep)
        scanner.register_rule("evidence.requests_due", reminders.requests_due)
