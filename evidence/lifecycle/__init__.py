"""Every state and arrow of chapter 3.1 and of what is measured, one noun a module."""

from .checklist import OFFERED, ChecklistLifecycle, ChecklistStatus
from .data_import import DataImportLifecycle, ImportStatus
from .data_request import DataRequestLifecycle, RequestStatus
from .field_note import SAYS_NOTHING, SHARED, FieldNoteLifecycle, NoteStatus
from .finding import FindingLifecycle, FindingStatus
from .indicator import IndicatorLifecycle, IndicatorStatus
from .inspection import InspectionLifecycle, InspectionStatus
from .period_lock import PeriodLockLifecycle, PeriodLockStatus
from .saved_view import VIEWS_IN_USE, SavedViewLifecycle, SavedViewStatus
from .service_record import TAKEN_OUT, RecordStatus, ServiceRecordLifecycle
from .survey import SurveyLifecycle, SurveyStatus
from .value import TOLD, WRITABLE, ValueLifecycle, ValueStatus

__all__ = [
    "OFFERED",
    "SAYS_NOTHING",
    "SHARED",
    "TAKEN_OUT",
    "TOLD",
    "VIEWS_IN_USE",
    "WRITABLE",
    "ChecklistLifecycle",
    "ChecklistStatus",
    "DataImportLifecycle",
    "DataRequestLifecycle",
    "FieldNoteLifecycle",
    "FindingLifecycle",
    "FindingStatus",
    "ImportStatus",
    "IndicatorLifecycle",
    "IndicatorStatus",
    "InspectionLifecycle",
    "InspectionStatus",
    "NoteStatus",
    "PeriodLockLifecycle",
    "PeriodLockStatus",
    "RecordStatus",
    "RequestStatus",
    "SavedViewLifecycle",
    "SavedViewStatus",
    "ServiceRecordLifecycle",
    "SurveyLifecycle",
    "SurveyStatus",
    "ValueLifecycle",
    "ValueStatus",
]
