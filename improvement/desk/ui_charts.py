"""The charts of the page of components, with invented data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from evidence.periods import parse, periods_between
from evidence.statistics import vital_few, xmr
from improvement.charts.bars import Row as Bars
from improvement.charts.bars import bar_chart
from improvement.charts.chart import Chart
from improvement.charts.dots import Row, dot_plot
from improvement.charts.gantt import Bar, Milestone, gantt_chart
from improvement.charts.heat import heat_chart
from improvement.charts.pareto import Piece, pareto_chart
from improvement.charts.small import assurance_icon, bullet, sparkline, variation_icon
from improvement.charts.xmr import Reading, Slot, xmr_chart

WAIT = [182, 191, 176, 188, 201, None, 179, 195, 187, 192, 181, 190]
SINCE = [185, 178, 171, 151, 149, 155, 146, 152, 141, 148]
STEADY = [66.2, 68.1, 65.4, 67.9, 66.8, 68.4, 65.9, 67.2, 68.8, 66.1]


def charts() -> dict[str, Any]:
    return {
        "wait_chart": wait(),
        "steady_chart": steady(),
        "gantt_chart": schedule(),
        "dots_chart": scores(),
        "bars_chart": spending(),
        "pareto_chart": causes(),
        "heat_chart": hours(),
        "bullet_chart": bullet(
            "ui-bullet", _("Average wait"), 37, 50, expected=42, high=60, tone="warn", unit="s"
        ),
        "spark_chart": sparkline("ui-spark", _("Average wait"), [""] * len(SINCE), SINCE, "s"),
        "signal_icons": [
            variation_icon("improvement", 1),
            variation_icon("improvement", -1),
            variation_icon("concern", 1),
            variation_icon("concern", -1),
            variation_icon("common", 0),
            assurance_icon("passes", True),
            assurance_icon("hit_or_miss", True),
            assurance_icon("fails", True),
            assurance_icon("passes", False),
            assurance_icon("fails", False),
        ],
    }


def slots(first: str, last: str) -> list[Slot]:
    start, end = parse(first).starts, parse(last).ends
    months = periods_between(start, end, "monthly")
    return [Slot(month.label, month.short_label, month.starts.year) for month in months]


def wait() -> Chart:
    found = xmr([*WAIT, *SINCE], direction="lower", target=135)
    return xmr_chart(
        "ui-wait",
        _("Average wait"),
        slots("2025-01", "2026-10"),
        found.points,
        Reading(found.variation, found.assurance, found.trial),
        unit="s",
        target=135,
    )


def steady() -> Chart:
    found = xmr(STEADY, direction="higher", target=78)
    return xmr_chart(
        "ui-steady",
        _("First-contact resolution"),
        slots("2026-01", "2026-10"),
        found.points,
        Reading(found.variation, found.assurance, found.trial),
        unit="%",
        target=78,
        small=True,
    )


def schedule() -> Chart:
    def day(month: int, number: int = 1) -> dt.date:
        return dt.date(2026, month, number)

    stone = _("Milestone")
    bars = [
        Bar(
            _("Call-back option"),
            day(1),
            day(4, 6),
            1,
            "done",
            (day(1), day(3, 31)),
            [Milestone(day(4, 6), stone, True)],
        ),
        Bar(
            _("Knowledge base at the desk"),
            day(4),
            day(12, 15),
            0.66,
            "late",
            (day(4), day(10, 15)),
            [Milestone(day(7, 31), stone, True), Milestone(day(12, 15), stone)],
        ),
        Bar(
            _("Coaching programme"),
            day(2),
            day(12, 31),
            0.9,
            "progress",
            (day(2), day(12, 31)),
            [Milestone(day(5, 1), stone, True), Milestone(day(12, 31), stone)],
        ),
        Bar(_("Web chat"), day(12), day(12, 31), 0, "planned", (day(12), day(12, 31))),
    ]
    return gantt_chart(
        "ui-gantt", _("Schedule of the measures"), bars, day(1), day(12, 31), day(11, 20)
    )


def scores() -> Chart:
    rows = [
        Row(_("Finance"), 90, 92),
        Row(_("Licensing"), 88, 90),
        Row(_("Contact Centre"), 78.7, 82.7, chosen=True),
        Row(_("Facilities"), 75, 79),
        Row(_("Counters"), 66, 78),
    ]
    return dot_plot(
        "ui-dots",
        _("All departments"),
        rows,
        value_name=_("Office"),
        other_name=_("Self-rating"),
        low=50,
        high=100,
    )


def causes() -> Chart:
    pieces = [
        Piece(_("Waiting time"), 142),
        Piece(_("Fees and refunds"), 88),
        Piece(_("Manners of staff"), 46),
        Piece(_("Website"), 29),
        Piece(_("Opening hours"), 15),
    ]
    return pareto_chart(
        "ui-pareto",
        _("Complaints by category"),
        pieces,
        vital=vital_few([piece.number for piece in pieces]),
        first=_("Category"),
        counted=_("Complaints"),
    )


def hours() -> Chart:
    """Most on Mondays and in the late morning, nothing at night and on Sundays."""
    day = [0] * 9 + [4, 11, 14, 9, 5, 6, 8, 7, 4, 2] + [0] * 5
    weight = (2, 1, 1, 1, 1.4, 0.4, 0)
    cells = [[round(count * share) for count in day] for share in weight]
    return heat_chart("ui-heat", _("Complaints by weekday and hour"), cells, without=12)


def spending() -> Chart:
    rows = [
        Bars(_("Average wait"), [120_000, 60_000, 20_000]),
        Bars(_("First-contact resolution"), [40_000, 90_000, 10_000]),
    ]
    return bar_chart(
        "ui-bars",
        _("Cost by overall goal"),
        [_("Contact Centre"), _("Licensing"), _("Counters")],
        rows,
        first=_("Overall goal"),
        sentence=_("Most is spent on %(name)s: %(part)s of %(total)s.")
        % {"name": rows[0].name, "part": "200,000", "total": "340,000"},
    )
