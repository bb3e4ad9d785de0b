"""What we know: indicators with their values, findings, and what customers told us."""

from evidence.lifecycle import (
    ChecklistStatus,
    ImportStatus,
    IndicatorStatus,
    InspectionStatus,
    NoteStatus,
    RecordStatus,
    SurveyStatus,
    ValueStatus,
)
from evidence.periods import Rhythm

from .benchmark import Benchmark, Relation
from .checklist import Checklist, ChecklistItem, Scale
from .data_import import Brings, DataImport, ImportJob
from .data_request import DataRequest, RequestForm
from .field_note import Confidence, FieldNote, NoteKind, NoteReading
from .finding import Finding, FindingHeading
from .indicator import Direction, Family, Indicator, Path
from .inspection import Inspection, InspectionAnswer, SiteFinding
from .period_lock import PeriodLock
from .proof import Proof, ProofKind
from .record_category import RecordCategory
from .record_words import RecordWords
from .replaced_value import ReplacedValue
from .roll_up import RollUp, Series
from .saved_view import Reach, SavedView
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
    "Benchmark",
    "Brings",
    "Checklist",
    "ChecklistItem",
    "ChecklistStatus",
    "Confidence",
    "DataImport",
    "DataRequest",
    "Direction",
    "Family",
    "FieldNote",
    "Finding",
    "FindingHeading",
    "ImportJob",
    "ImportStatus",
    "Indicator",
    "IndicatorStatus",
    "Inspection",
    "InspectionAnswer",
    "InspectionStatus",
    "Invitation",
    "NoteKind",
    "NoteReading",
    "NoteStatus",
    "Path",
    "PeriodLock",
    "PeriodTarget",
    "Point",
    "Proof",
    "ProofKind",
    "QuestionKind",
    "Reach",
    "RecordCategory",
    "RecordChannel",
    "RecordKind",
    "RecordStatus",
    "RecordWords",
    "Relation",
    "ReplacedValue",
    "RequestForm",
    "Response",
    "Rhythm",
    "RollUp",
    "SavedView",
    "Scale",
    "Series",
    "ServiceRecord",
    "Severity",
    "SiteFinding",
    "Survey",
    "SurveyQuestion",
    "SurveyStatus",
    "Value",
    "ValueStatus",
]
