"""Who is who: people, departments, posts, appointments, delegations, the working calendar."""

from .absence import Absence
from .appointment import Appointment, Delegation, Role, Scope
from .attempt import Attempt
from .calendar import Holiday
from .department import Department, DepartmentStatus, Exemption, Organization, Post
from .user import User

__all__ = [
    "Absence",
    "Appointment",
    "Attempt",
    "Delegation",
    "Department",
    "DepartmentStatus",
    "Exemption",
    "Holiday",
    "Organization",
    "Post",
    "Role",
    "Scope",
    "User",
]
