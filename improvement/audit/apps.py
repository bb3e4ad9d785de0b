"""The audit application."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "improvement.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from improvement.audit import checks, triggers  # noqa: F401 - registers the check

        triggers.APPEND_ONLY.add("audit_entry")
        post_migrate.connect(triggers.install_triggers, sender=self)
