"""The evaluation application."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from evaluation import by_clock, messages, reminders
        from improvement.notifications import scanner

        messages.announce()
        reminders.announce()
        scanner.register_job(by_clock.YEAR_END, by_clock.end_years)
        scanner.register_job(by_clock.PERIODS, by_clock.open_periods)
        scanner.register_job(by_clock.RATING, by_clock.begin_ratings)
        scanner.register_job(by_clock.VERIFIED, by_clock.follow_plans)
        scanner.register_rule("evaluation.data_due", reminders.data_due)
        scanner.register_rule("evaluation.ratings_due", reminders.ratings_due)
        scanner.register_rule("evaluation.scores_due", reminders.scores_due)
        scanner.register_rule("evaluation.shown", reminders.scores_shown)
        scanner.register_rule("evaluation.published", reminders.results_published)
        scanner.register_rule("evaluation.verdicts_due", reminders.verdicts_due)
