"""The menu as a table: what stands where, who sees it, and what is counted beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from improvement.door.gathered import Counted

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu.

    `permission` is asked of the person without an object: could there be anything for them here?
    `count` names a function of the user by its dotted path; it is imported when first needed and
    gives the rows to count. It goes by the person's key, their standing and today's date and by
    nothing else: its statement is kept. A `waiting` count is solid, for it waits for this person;
    others inform.
    """

    url_name: str
    label: Text
    icon: str
    group: Text = ""
    permission: str = ""
    count: str = ""
    waiting: bool = False
    tab: Text = ""  # its short word in the bar of a phone, where it has a place there


PLANS = _("Plans")
EXECUTION = _("Execution")
EVALUATION = _("Evaluation")
VOICE = _("Voice")
ORGANIZATION = _("Organization")

ENTRIES = (
    Entry("desk:home", _("Home"), "layout-dashboard", tab=_("Home")),
    Entry(
        "desk:inbox",
        _("Inbox"),
        "inbox",
        count="improvement.desk.navigation.unread",
        tab=_("Inbox"),
    ),
    Entry("plans:list", _("Department plans"), "file-text", PLANS, tab=_("Plans")),
    Entry(
        "plans:review_queue",
        _("Review"),
        "checklist",
        PLANS,
        permission="plans.put_forward_plan",
        count="improvement.desk.waiting.waiting_for_office",
        waiting=True,
    ),
    Entry(
        "approvals:queue",
        _("Approvals"),
        "gavel",
        PLANS,
        permission="approvals.view_ballot",
        count="improvement.desk.waiting.waiting_for_vote",
        waiting=True,
        tab=_("Approvals"),
    ),
    Entry(
        "approvals:conditions",
        _("Conditions"),
        "adjustments",
        PLANS,
        permission="approvals.view_condition",
    ),
    Entry(
        "plans:consolidation_index",
        _("Consolidation"),
        "stack-2",
        PLANS,
        permission="plans.view_consolidationissue",
    ),
    Entry("plans:organization_plans", _("Organization plan"), "git-merge", PLANS),
    Entry("plans:rounds", _("Planning years"), "calendar", PLANS),
    Entry("evidence:overview", _("Goals and indicators"), "target", EXECUTION),
    Entry(
        "evidence:records",
        _("Complaints and feedback"),
        "messages",
        EXECUTION,
        permission="evidence.view_servicerecord",
    ),
    Entry(
        "execution:my_tasks",
        _("Tasks"),
        "checklist",
        EXECUTION,
        count="improvement.desk.waiting.tasks_waiting",
        waiting=True,
        tab=_("Tasks"),
    ),
    Entry(
        "execution:reports",
        _("Progress reports"),
        "report-analytics",
        EXECUTION,
        count="improvement.desk.waiting.reports_waiting",
        waiting=True,
    ),
    Entry(
        "execution:deviations",
        _("Deviations"),
        "alert-triangle",
        EXECUTION,
        count="improvement.desk.waiting.deviations_waiting",
        waiting=True,
    ),
    Entry(
        "evaluation:list",
        _("Quarterly evaluation"),
        "scale",
        EVALUATION,
        count="evaluation.waiting.waiting_for",
        waiting=True,
    ),
    Entry("evaluation:practices", _("Practices"), "certificate", EVALUATION),
    Entry("incentives:awards", _("Awards"), "award", EVALUATION),
    Entry("incentives:criticisms", _("Rectification"), "clipboard-check", EVALUATION),
    Entry("evidence:surveys", _("Surveys"), "clipboard-check", VOICE),
    Entry("organization:directory", _("Directory"), "sitemap", ORGANIZATION),
    Entry(
        "desk:outbox",
        _("Delivery of messages"),
        "mail",
        ORGANIZATION,
        permission="notifications.resend_message",
    ),
    Entry("desk:lifecycle", _("How it works"), "help-circle", ORGANIZATION),
)


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of the menu for the person who asks."""
    items = list(_items(request))
    return [
        {"title": title, "items": list(rows)}
        for title, rows in groupby(items, key=lambda item: item["group"])
    ]


def tabs(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines that have a place in the bar of a phone."""
    return [
        item | {"label": item["tab"]} for group in groups for item in group["items"] if item["tab"]
    ]


def counted(groups: list[dict[str, Any]], url_name: str) -> int:
    """The count beside one line, for whoever shows it a second time."""
    items = (item for group in groups for item in group["items"])
    return next((item["count"] for item in items if item["name"] == url_name), 0)


def unread(user: Any) -> QuerySet[Any]:
    from improvement.notifications.models import Message

    return Message.objects.inbox(user).unread()


def _items(request: HttpRequest) -> Iterator[dict[str, Any]]:
    user: Any = request.user
    visible = [e for e in ENTRIES if not e.permission or user.has_perm(e.permission)]
    urls = {entry: reverse(entry.url_name) for entry in visible}
    here = _nearest(request.path, list(urls.values()))
    counts = _counts(visible, user)
    for entry, url in urls.items():
        yield {
            "name": entry.url_name,
            "url": url,
            "label": entry.label,
            "icon": entry.icon,
            "group": entry.group,
            "tab": entry.tab,
            "count": counts.get(entry, 0),
            "hot": entry.waiting,
            "current": "page" if url == request.path else "true" if url == here else "",
        }


def _counts(entries: list[Entry], user: Any) -> dict[Entry, int]:
    """Every count of the menu with one statement, each at most 101."""
    asked = [entry for entry in entries if entry.count]
    if not asked:
        return {}
    paths = tuple(entry.count for entry in asked)
    with connection.cursor() as cursor:
        cursor.execute(*statement(paths, user.pk, user.standing, timezone.localdate()))
        return dict(zip(asked, cursor.fetchone(), strict=True))


@lru_cache(maxsize=256)
def statement(
    paths: tuple[str, ...], pk: int, standing: Any, today: dt.date
) -> tuple[str, tuple[Any, ...]]:
    """Its text and its values. To write it takes longer than to ask it, and a person turns many
    pages a day: it is written anew when the day or what the person holds has changed."""
    people = get_user_model()
    reader: Any = people.from_db(None, ["id", "is_active"], [pk, True])
    reader.standing = replace(standing, appointments=())  # they say more than the key of this
    numbers = [Counted(import_string(path)(reader)) for path in paths]
    rows = people._base_manager.filter(pk=pk).values_list(*numbers)
    return rows.query.sql_with_params()


def _nearest(path: str, urls: list[str]) -> str:
    """The longest address the page lies under; home is above everything and says nothing."""
    above = [url for url in urls if url != "/" and path.startswith(url)]
    return max(above, key=len, default="")
