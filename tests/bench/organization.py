"""More departments than the cast has, all drafted by Dana and headed by Hana."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cast import Cast


def departments(cast: Cast, number: int) -> list[str]:
    """The codes of as many departments; those that are not there yet are made."""
    from improvement.organization.models import Department, Role

    codes = [f"d{count}" for count in range(number)]
    for code in codes:
        if code not in cast.departments:
            cast.departments[code] = Department.objects.create(code=code, name=f"Department {code}")
            cast.appoint("dana", Role.CLERK, code)
            cast.appoint("hana", Role.HEAD, code)
    return codes
