"""Who is who: people, departments, posts, appointments, delegations, the working calendar."""

from .appointment import Appointment, Delegation, Role
from .attempt import Attempt
from .calendar import Holiday
from .department import Department, DepartmentStatus, Organization, Post
from .user import User

__all__ = [
    "Appointment",
    "Attempt",
    "Delegation",
    "Department",
    "DepartmentStatus",
    "Holiday",
    "Organization",
    "Post",
    "Role",
    "User",
]
