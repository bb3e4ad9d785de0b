"""The pages of organization."""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from improvement.organization.models import Department, Role, User

from .people import (
    Example,
    a,
    administrator,
    chair,
    leader,
    member,
    nobody,
    officer,
)
from .rows import first

PAGES: dict[str, list[Example]] = {
    "organization:sign_in": [Example(nobody)],
    "organization:password_reset": [Example(nobody)],
    "organization:password_reset_sent": [Example(nobody)],
    "organization:password_reset_done": [Example(nobody)],
    "organization:password_reset_confirm": [
        Example(
            nobody,
            first(User, is_active=True),
            {
                "uidb64": lambda user: urlsafe_base64_encode(force_bytes(user.pk)),
                "token": default_token_generator.make_token,
            },
            named_by_row=False,
        ),
        Example(nobody, arguments={"uidb64": "MQ", "token": "used-already"}),
    ],
    "organization:directory": [Example(member), Example(administrator)],
    "organization:new_person": [Example(administrator)],
    "organization:person": [Example(administrator, first(User)), Example(member, first(User))],
    "organization:appoint": [Example(administrator, first(User))],
    "organization:new_department": [Example(administrator)],
    "organization:department": [
        Example(administrator, first(Department)),
        Example(member, first(Department)),
    ],
    "organization:profile": [Example(member)],
    "organization:documents": [Example(officer)],
    "organization:delegate": [Example(leader), Example(chair)],
    "organization:absent": [Example(a(Role.OFFICE_HEAD), lambda: chair(None))],
}

ONLY_POSTED = {
    "organization:sign_out",
    "organization:end_appointment",
    "organization:end_absence",
}
"""What these addresses answer is one of the pages above."""
