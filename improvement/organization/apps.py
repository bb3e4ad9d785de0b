"""The organization application."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "improvement.organization"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from improvement.notifications import kinds

        from . import password_letter

        kinds.register(password_letter.KIND)
