"""Every state and arrow of chapter 6, one noun a module."""

from .award import AwardLifecycle, AwardStatus, ObjectionLifecycle, ObjectionStatus
from .criticism import REPLY_DAYS, CriticismLifecycle, CriticismStatus
from .rectification import AT_WORK, RectificationLifecycle, RectificationStatus

FORWARD = frozenset(
    {"support", "put_forward", "grant", "dismiss", "reply", "hand_in", "begin", "inspect"}
    | {"write_off", "extend"}
)
"""Steps that bring a row on; on its page they are the filled button, the others are not."""

__all__ = [
    "AT_WORK",
    "FORWARD",
    "REPLY_DAYS",
    "AwardLifecycle",
    "AwardStatus",
    "CriticismLifecycle",
    "CriticismStatus",
    "ObjectionLifecycle",
    "ObjectionStatus",
    "RectificationLifecycle",
    "RectificationStatus",
]
