"""The incentives application."""

from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    name = "incentives"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from improvement.notifications import scanner
        from incentives import clock, messages, reminders

        messages.announce()
        reminders.announce()
        scanner.register_job("incentives.grant_announced", clock.grant_announced)
        scanner.register_job("incentives.close_hearings", clock.close_hearings)
        scanner.register_rule("incentives.rectifications_due", reminders.rectifications_due)
