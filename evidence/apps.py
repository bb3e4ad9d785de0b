"""The evidence application."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from improvement.notifications import scanner

        from . import messages, reminders, rolling
        from .imports import jobs
        from .surveys import closing

        messages.announce()
        scanner.register_job("evidence.sweep_imports", jobs.sweep)
        scanner.register_job(closing.JOB, closing.close_over)
        scanner.register_job("evidence.begin_roll_up", rolling.begin)
        reminders.announce()
        scanner.register_rule("evidence.requests_due", reminders.requests_due)
