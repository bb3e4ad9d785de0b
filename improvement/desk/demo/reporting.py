"""The progress reports of the running year: asked for by the clock, written as far as told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import translation

from evidence.periods import Period
from execution.models import ProgressReport
from execution.reporting import miss_reports, open_reports, write_report
from execution.reporting_calendar import ended, last_day_of
from improvement.door.acts import take
from improvement.door.unit import unit
from plans.models import Round

from .calendar import at_noon
from .organization import Staff
from .reading import Content, Story

DAYS_AHEAD = dt.timedelta(days=2)
"""So long before its date an earlier report came in, on paper."""

FIRST_WEEKS: dict[str, Content] = {
    "en": {"wins": "The measures have begun.", "assessment": "Read; a good beginning."},
    "zh-hant": {"wins": "各項措施已展開。", "assessment": "已閱，開展順利。"},
    "zh-hans": {"wins": "各项措施已开展。", "assessment": "已阅，开展顺利。"},
}
"""Where the year began at the end of a quarter it has one period more than its stories tell."""


def report_earlier(staff: Staff, told: list[Story], running: Round, today: dt.date) -> None:
    """Every period that is over but the last, each asked for on the morning after its end."""
    *earlier, _latest = ended(running, today)
    for back, period in zip(range(len(earlier), 0, -1), earlier, strict=True):
        open_reports(at_noon(last_day_of(period, running) + dt.timedelta(days=1)))
        tell_all(staff, told, running, period, back)
    miss_reports(at_noon(today))


def report_latest(staff: Staff, told: list[Story], running: Round, today: dt.date) -> None:
    """The last period: where its days have passed, the clock counts them from today."""
    open_reports(at_noon(today))
    tell_all(staff, told, running, ended(running, today)[-1], 0)


def tell_all(staff: Staff, told: list[Story], running: Round, period: Period, back: int) -> None:
    """What each department says of a period, `back` periods before the last that is over."""
    asked = ProgressReport.objects.with_names().filter(plan__round=running, period=period.key)
    by_code = {report.plan.department.code: report for report in asked}
    for story in told:
        content = {"state": "acknowledged", "health": "good", **FIRST_WEEKS[story.language]}
        if back < len(story.reports):
            content = story.reports[-1 - back]
        if content["state"] not in {"due", "missed"}:
            with translation.override(story.language), unit():
                tell(staff, story, by_code[story.department], content, earlier=back > 0)


def tell(
    staff: Staff, story: Story, report: ProgressReport, content: Content, *, earlier: bool
) -> None:
    """The clerk writes, the head hands in, the officer asks or says what the office makes of it."""
    drafter, officer = staff.people[story.drafter], staff.people[story.officer]
    report = write_report(by=drafter, report=report, words=words(content), lines={}, measures={})
    off = {
        line.target_line_id: story.off[str(line.target_line.goal.number)]
        for line in report.lines.filter(health="bad").select_related("target_line__goal")
    }
    if off:
        report = write_report(by=drafter, report=report, words={}, lines=off, measures={})
    if content["state"] == "draft":
        return
    received: dict[str, Any] = {"received_at": at_noon(report.due - DAYS_AHEAD)} if earlier else {}
    report = take(report, "submit", by=staff.heads[story.department], **received)
    if content["state"] == "queried":
        take(report, "query", by=officer, question=content["question"])
    if content["state"] == "acknowledged":
        take(report, "acknowledge", by=officer, assessment=content["assessment"])


def words(content: Content) -> dict[str, str]:
    told = ("health", "wins", "obstacles", "needs")
    return {name: content[name] for name in told if name in content}
