"""The nouns of chapter 4, one file each."""

from .report import Health, MeasureLine, ProgressReport, ReportLine
from .task import Task

__all__ = ["Health", "MeasureLine", "ProgressReport", "ReportLine", "Task"]
