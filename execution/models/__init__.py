"""The nouns of chapter 4, one file each."""

from .deviation import Deviation, DeviationKind
from .report import Health, MeasureLine, ProgressReport, ReportLine
from .task import Task

__all__ = [
    "Deviation",
    "DeviationKind",
    "Health",
    "MeasureLine",
    "ProgressReport",
    "ReportLine",
    "Task",
]
