"""The application of attachments."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "improvement.files"
    default_auto_field = "django.db.models.BigAutoField"
