"""What the frame of every page needs: who reads, in which language, and what waits for them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from . import names, navigation

SHORT = {"en": "EN", "zh-hant": "繁", "zh-hans": "简"}
THEMES = ("light", "dark")


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The frame's context; for a visitor who has not signed in it asks the database nothing
    but the name of the house."""
    theme = request.COOKIES.get("theme", "")
    common = {
        "organization_name": SimpleLazyObject(organization_name),
        "languages": languages(),
        "theme": theme if theme in THEMES else "",
    }
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return common
    groups = navigation.menu(request)
    return common | {
        "nav": groups,
        "tabs": navigation.tabs(groups),
        "unread": navigation.counted(groups, "desk:inbox"),
        "to_review": navigation.counted(groups, "plans:review_queue"),
        "to_do": navigation.counted(groups, "execution:my_tasks"),
        "to_vote": navigation.counted(groups, "approvals:queue"),
        "to_report": navigation.counted(groups, "execution:reports"),
        "to_answer": navigation.counted(groups, "execution:deviations"),
        "position": SimpleLazyObject(lambda: position(user)),
        "keys_off": not user.shortcut_keys or request.COOKIES.get("keys") == "off",
    }


def languages() -> list[dict[str, Any]]:
    current = get_language()
    return [
        {
            "code": code,
            "tag": names.TAGS[code],
            "name": name,
            "short": SHORT[code],
            "current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


def organization_name() -> str:
    from improvement.organization.models import Organization

    house = Organization.current()
    return house.local_name if house else ""


def position(user: Any) -> str:
    """Where the person works, else what they do."""
    held = user.standing.appointments
    if not held:
        return ""
    first = held[0]
    return str(first.department or first.get_role_display())
