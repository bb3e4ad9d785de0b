"""The charts that are printed: the schedule of measures, and what the departments spend."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from improvement.charts.chart import Chart
from improvement.charts.gantt import Bar, Milestone, gantt_chart
from improvement.charts.palettes import LIGHT, InPrint
from improvement.charts.scale import shortened
from improvement.charts.shapes import Label, Rect, Shape
from improvement.documents.content import Picture
from improvement.documents.forms import SONG
from plans.briefs import Content
from plans.models import Round
from plans.templatetags.briefs import money

WIDTH = 560.0
FACE = {"font-family": SONG}
COLOURS = {
    role: dressed | FACE if "font-family" in dressed else dressed for role, dressed in LIGHT.items()
}
PRINT = InPrint(width=WIDTH, colours=COLOURS)
NO_DAY = dt.date(1, 1, 1)
"""A paper has no today."""


def printed(chart: Chart) -> Picture:
    return Picture(str(chart.svg(PRINT)), WIDTH, chart.height, chart.sentence)


def schedule_chart(measures: list[Content], planning_round: Round, key: str) -> Picture:
    """The measures of a plan against its year."""
    bars = [
        Bar(
            name=f"{measure['number']} {measure['title']}",
            starts=dt.date.fromisoformat(measure["starts"]),
            ends=dt.date.fromisoformat(measure["ends"]),
            milestones=[
                Milestone(dt.date.fromisoformat(stone["due"]), stone["title"])
                for stone in measure["milestones"]
            ],
        )
        for measure in measures
    ]
    chart = gantt_chart(
        f"{key}-schedule",
        _("Schedule"),
        bars,
        planning_round.starts,
        planning_round.ends,
        today=NO_DAY,
    )
    picture = printed(chart)
    return Picture(picture.svg, picture.width, picture.height, chart.description)


def cost_chart(rows: list[tuple[str, Decimal, Decimal]]) -> Picture:
    """Cost and benefit a year of every department, as bars of one scale."""
    most = max([Decimal(1), *(amount for _name, *both in rows for amount in both)])
    shapes: list[Shape] = []
    for at, (name, cost, benefit) in enumerate(rows):
        top = at * 34.0
        shapes.append(Label("text-label", 0, top + 19, shortened(name, 30), shift=4, title=name))
        for place, (role, amount) in enumerate((("bar", cost), ("task-rest", benefit))):
            y, share = top + 4 + place * 13, float(amount / most)
            shapes.append(Rect(role, 28, y, max(share * 58, 0.2), 10, 2))
            shapes.append(Label("text", 28 + share * 58, y + 9, money(amount), shift=4))
    chart = Chart(
        key="costs",
        height=34.0 * len(rows) + 4,
        shapes=shapes,
        title=_("Cost and benefit by department"),
        description="",
        sentence=_("Dark bars: cost. Light bars: benefit a year."),
    )
    return printed(chart)
