"""The charts application."""

from django.apps import AppConfig


class ChartsConfig(AppConfig):
    name = "improvement.charts"
