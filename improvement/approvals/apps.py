"""The approvals application."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "improvement.approvals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from improvement.approvals import reminders, steps
        from improvement.audit import triggers
        from improvement.notifications import scanner
        from improvement.organization import leaving

        triggers.APPEND_ONLY.add("approvals_vote")
        reminders.announce()
        leaving.follow(steps.close_deserted)
        scanner.register_job("approvals.close_due", steps.close_due)
        scanner.register_job("approvals.close_deserted", steps.close_deserted)
        scanner.register_rule("approvals.votes_waiting", reminders.votes_waiting)
        scanner.register_rule("approvals.conditions_due", reminders.conditions_due)
