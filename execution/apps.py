"""The execution application."""

from django.apps import AppConfig


class ExecutionConfig(AppConfig):
    name = "execution"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from execution import messages, reminders
        from improvement.notifications import scanner

        messages.announce()
        reminders.announce()
        scanner.register_rule("execution.tasks_due", reminders.tasks_due)
