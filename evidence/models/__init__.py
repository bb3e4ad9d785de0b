"""What we know: indicators with their values, findings, and what customers told us."""

from evidence.lifecycle import (
    ImportStatus,
    IndicatorStatus,
    RecordStatus,
    SurveyStatus,
    ValueStatus,
)
from evidence.periods import Rhythm

from .data_import import DataImport, ImportJob
from .finding import Finding, FindingHeading
from .indicator import Direction, Family, Indicator, Path
from .period_lock import PeriodLock
from .record_category import RecordCategory
from .service_record import RecordChannel, RecordKind, ServiceRecord, Severity
from .survey import (
    Answer,
    AnsweringCount,
    Invitation,
    QuestionKind,
    Response,
    Survey,
    SurveyQuestion,
)
from .target import PeriodTarget
from .value import Point, Value

__all__ = [
    "Answer",
    "AnsweringCount",
    "DataImport",
    "Direction",
    "Family",
    "Finding",
    "FindingHeading",
    "ImportJob",
    "ImportStatus",
    "Indicator",
    "IndicatorStatus",
    "Invitation",
    "Path",
    "PeriodLock",
    "PeriodTarget",
    "Point",
    "QuestionKind",
    "RecordCategory",
    "RecordChannel",
    "RecordKind",
    "RecordStatus",
    "Response",
    "Rhythm",
    "ServiceRecord",
    "Severity",
    "Survey",
    "SurveyQuestion",
    "SurveyStatus",
    "Value",
    "ValueStatus",
]
