"""The execution application."""

from django.apps import AppConfig


class ExecutionConfig(AppConfig):
    name = "execution"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from execution import (
            deviation_messages,
            deviation_reminders,
            deviations,
            messages,
            reminders,
            reporting,
            reporting_messages,
            reporting_reminders,
        )
        from improvement.notifications import scanner

        messages.announce()
        reminders.announce()
        scanner.register_rule("execution.tasks_due", reminders.tasks_due)

        reporting_messages.announce()
        reporting_reminders.announce()
        scanner.register_job(reporting.OPENING, reporting.open_reports)
        scanner.register_job(reporting.MISSING, reporting.miss_reports)
        scanner.register_rule("execution.reports_due", reporting_reminders.reports_due)
        scanner.register_rule("execution.reports_waiting", reporting_reminders.reports_waiting)

        deviation_messages.announce()
        deviation_reminders.announce()
        scanner.register_job(deviations.FINDING, deviations.find)
        scanner.register_rule("execution.deviations_due", deviation_reminders.deviations_due)
