"""What we know: indicators with their values, findings, and what customers told us."""

from evidence.lifecycle import ImportStatus, IndicatorStatus, RecordStatus, ValueStatus
from evidence.periods import Rhythm

from .benchmark import Benchmark, Relation
from .data_import import DataImport, ImportJob
from .finding import Finding, FindingHeading
from .indicator import Direction, Family, Indicator, Path
from .period_lock import PeriodLock
from .record_category import RecordCategory
from .service_record import RecordChannel, RecordKind, ServiceRecord, Severity
from .target import PeriodTarget
from .value import Point, Value

__all__ = [
    "Benchmark",
    "DataImport",
    "Direction",
    "Family",
    "Finding",
    "FindingHeading",
    "ImportJob",
    "ImportStatus",
    "Indicator",
    "IndicatorStatus",
    "Path",
    "PeriodLock",
    "PeriodTarget",
    "Point",
    "RecordCategory",
    "RecordChannel",
    "RecordKind",
    "RecordStatus",
    "Relation",
    "Rhythm",
    "ServiceRecord",
    "Severity",
    "Value",
    "ValueStatus",
]
