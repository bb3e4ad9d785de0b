"""Every state and arrow of chapter 3.1 and of what is measured, one noun a module."""

from .data_import import DataImportLifecycle, ImportStatus
from .data_request import DataRequestLifecycle, RequestStatus
from .finding import FindingLifecycle, FindingStatus
from .indicator import IndicatorLifecycle, IndicatorStatus
from .period_lock import PeriodLockLifecycle, PeriodLockStatus
from .service_record import TAKEN_OUT, RecordStatus, ServiceRecordLifecycle
from .value import TOLD, WRITABLE, ValueLifecycle, ValueStatus

__all__ = [
    "TAKEN_OUT",
    "TOLD",
    "WRITABLE",
    "DataImportLifecycle",
    "DataRequestLifecycle",
    "FindingLifecycle",
    "FindingStatus",
    "ImportStatus",
    "IndicatorLifecycle",
    "IndicatorStatus",
    "PeriodLockLifecycle",
    "PeriodLockStatus",
    "RecordStatus",
    "RequestStatus",
    "ServiceRecordLifecycle",
    "ValueLifecycle",
    "ValueStatus",
]
