"""The plans application."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from evidence import relevance
        from improvement.notifications import scanner
        from plans import attainment, goal_health, messages, reminders
        from plans.consolidation import by_clock
        from plans.papers import matters as paper_matters
        from plans.route import messages as route_messages
        from plans.route import reminders as route_reminders

        relevance.concern(attainment.indicators_promised, attainment.aims)
        relevance.listen(goal_health.after_telling)

        scanner.register_job(by_clock.JOB, by_clock.look_through_rounds)
        messages.announce()
        paper_matters.announce()
        reminders.announce()
        route_messages.announce()
        route_reminders.announce()
        scanner.register_job("plans.goal_health", goal_health.read_anew)
        scanner.register_rule("plans.plans_due", reminders.plans_due)
        scanner.register_rule("plans.reviews_due", reminders.reviews_due)
        scanner.register_rule("plans.adjustments_due", reminders.adjustments_due)
        scanner.register_rule("plans.cut_offs_due", reminders.cut_offs_due)
        scanner.register_rule("plans.receipts_due", reminders.receipts_due)
        scanner.register_rule("plans.checks_due", route_reminders.checks_due)
        scanner.register_rule("plans.countersigns_due", route_reminders.countersigns_due)
