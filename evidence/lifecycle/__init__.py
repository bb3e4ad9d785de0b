"""Every state and arrow of chapter 3.1 and of what is measured, one noun a module."""

from .data_import import DataImportLifecycle, ImportStatus
from .finding import FindingLifecycle, FindingStatus
from .indicator import IndicatorLifecycle, IndicatorStatus
from .period_lock import PeriodLockLifecycle, PeriodLockStatus
from .saved_view import VIEWS_IN_USE, SavedViewLifecycle, SavedViewStatus
from .service_record import TAKEN_OUT, RecordStatus, ServiceRecordLifecycle
from .value import TOLD, WRITABLE, ValueLifecycle, ValueStatus

__all__ = [
    "TAKEN_OUT",
    "TOLD",
    "VIEWS_IN_USE",
    "WRITABLE",
    "DataImportLifecycle",
    "FindingLifecycle",
    "FindingStatus",
    "ImportStatus",
    "IndicatorLifecycle",
    "IndicatorStatus",
    "PeriodLockLifecycle",
    "PeriodLockStatus",
    "RecordStatus",
    "SavedViewLifecycle",
    "SavedViewStatus",
    "ServiceRecordLifecycle",
    "ValueLifecycle",
    "ValueStatus",
]
