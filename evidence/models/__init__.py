"""What we know: indicators with their values, findings, and what customers told us."""

from evidence.lifecycle import ImportStatus, IndicatorStatus, RecordStatus, ValueStatus
from evidence.periods import Rhythm

from .data_import import DataImport, ImportJob
from .data_request import DataRequest, RequestForm
from .finding import Finding, FindingHeading
from .indicator import Direction, Family, Indicator, Path
from .period_lock import PeriodLock
from .proof import Proof, ProofKind
from .record_category import RecordCategory
from .service_record import RecordChannel, RecordKind, ServiceRecord, Severity
from .target import PeriodTarget
from .value import Point, Value

__all__ = [
    "DataImport",
    "DataRequest",
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
    "Proof",
    "ProofKind",
    "RecordCategory",
    "RecordChannel",
    "RecordKind",
    "RecordStatus",
    "RequestForm",
    "Rhythm",
    "ServiceRecord",
    "Severity",
    "Value",
    "ValueStatus",
]
