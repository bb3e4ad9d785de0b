"""Charts pinned into a section of a plan, each with its data as of then (3.1.2)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.analysis.asking import Question
from evidence.analysis.drawing import chart_of, filter_of, title_of
from evidence.analysis.keeping import keep
from evidence.charting import picture
from evidence.models import Indicator, Point, Value
from evidence.periods import parse
from evidence.relevance import Aim, aims_of
from improvement.charts.chart import Chart
from improvement.door.acts import record
from improvement.door.refusals import StepRefused
from improvement.door.unit import unit
from improvement.organization.models import Department

from .briefs import Content
from .models import Section

MOST = 6
"""Charts of one section."""

CARD = ("code", "name", "name_hant", "name_hans", "direction", "unit")
PARTS = ("numerator_name", "denominator_name")
POINT = ("value", "numerator", "denominator")


class Pinned(NamedTuple):
    """A pinned chart as it is drawn, from what was kept and nothing else."""

    key: str
    name: str
    department: str
    as_of: dt.date
    chart: Chart
    reads_alone: bool = True
    """Whether it says what it shows without a legend and its sentence below it."""


def pin(
    *, by: Any, section: Section, indicator: Indicator, department: Department, key: str | None
) -> Section:
    """Keep the chart of an indicator in the section with the values told until today."""

    def made() -> list[Content]:
        kept = frozen(indicator, department)
        if not kept["points"]:
            raise StepRefused(_("No value has been told yet, so there is no chart to pin."))
        return [kept]

    return add(by=by, section=section, made=made, key=key)


def pin_analysis(
    *, by: Any, section: Section, question: Question, charts: list[str], key: str | None
) -> Section:
    """Keep charts of the register in the section, as they are today."""

    def made() -> list[Content]:
        kept = keep(question, charts)
        if not kept:
            raise StepRefused(_("Nothing was told in these months, so there is no chart to pin."))
        return kept

    return add(by=by, section=section, made=made, key=key)


def add(
    *, by: Any, section: Section, made: Callable[[], list[Content]], key: str | None
) -> Section:
    """One accepted write, however many charts it adds."""
    with unit() as work:
        held = work.lock(section)
        if work.repeated(held, "change", by, None):
            return held
        added = made()
        if len(held.charts) + len(added) > MOST:
            raise StepRefused(_("A section has at most %(most)d pinned charts.") % {"most": MOST})
        return record(held, {"charts": [*held.charts, *added]}, by=by, key=key)


def unpin(*, by: Any, section: Section, pinned: str) -> Section:
    """Take a chart out of the section again; the record keeps it."""
    with unit() as work:
        held = work.lock(section)
        left = [kept for kept in held.charts if kept["id"] != pinned]
        return record(held, {"charts": left}, by=by)


def frozen(indicator: Indicator, department: Department) -> Content:
    """Definition, target and values as they are now."""
    aim = aims_of([indicator.pk], [department.pk]).get((indicator.pk, department.pk))
    return {
        "id": uuid.uuid4().hex,
        "as_of": timezone.localdate().isoformat(),
        **{name: getattr(indicator, name) for name in (*CARD, *PARTS)},
        "department": department.code,
        "target": text_of(aim and aim.target),
        "upper": text_of(aim and aim.upper),
        "aims": aim.direction if aim else indicator.direction,
        "points": [
            [point.period.key, *(text_of(getattr(point, name)) for name in POINT)]
            for point in Value.objects.series(indicator, department)
        ],
    }


def text_of(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def number_of(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def drawn(charts: Iterable[Content]) -> list[Pinned]:
    """The charts of a section in the language that is active; the database is not asked."""
    return [drawn_one(kept) for kept in charts]


def drawn_one(kept: Content) -> Pinned:
    return of_register(kept) if "chart" in kept else of_indicator(kept)


def of_register(kept: Content) -> Pinned:
    """Named with what was asked, for its figures are those of that question alone."""
    return Pinned(
        key=kept["id"],
        name=f"{title_of(kept)} · {filter_of(kept)}",
        department="",
        as_of=dt.date.fromisoformat(kept["as_of"]),
        chart=dataclasses.replace(chart_of(kept), key=f"pinned-{kept['id']}"),
        reads_alone=False,
    )


def of_indicator(kept: Content) -> Pinned:
    card = Indicator(**{name: kept[name] for name in (*CARD, *PARTS)})
    points = [
        Point(parse(key), number_of(value), number_of(top), number_of(bottom))
        for key, value, top, bottom in kept["points"]
    ]
    aim = Aim(kept["aims"], number_of(kept["target"]), number_of(kept["upper"]), "", "")
    chart = picture(card, Department(code=kept["department"]), points, aim).chart
    return Pinned(
        key=kept["id"],
        name=card.local_name,
        department=kept["department"],
        as_of=dt.date.fromisoformat(kept["as_of"]),
        chart=dataclasses.replace(chart, key=f"pinned-{kept['id']}"),
    )
