"""Charts and their words from what was kept of them; the database is not asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.models import Direction, RecordCategory, RecordChannel, RecordKind
from evidence.periods import Period, parse
from evidence.statistics import XmR, change, vital_few, xmr
from improvement.charts.chart import Chart, sentences
from improvement.charts.heat import heat_chart
from improvement.charts.numbers import MISSING, figure, listed, percent
from improvement.charts.pareto import Piece, pareto_chart
from improvement.charts.xmr import Reading, Slot, xmr_chart

from .asking import MONTHS
from .keeping import Content

DOT = " · "


def title_of(one: Content) -> str:
    """“Complaints by category”: the kind, and what it is looked at by."""
    told = {"told": told_of(one["kind"])}
    titles = {
        "pareto": _("%(told)s by category"),
        "trend": _("%(told)s by month"),
        "heat": _("%(told)s by weekday and hour"),
    }
    return titles[one["chart"]] % told


def told_of(kind: str) -> str:
    words = {
        RecordKind.COMPLAINT: _("Complaints"),
        RecordKind.FEEDBACK: _("Feedback"),
        RecordKind.PRAISE: _("Praise"),
        RecordKind.REQUEST: _("Requests"),
    }
    return words[RecordKind(kind)] if kind else _("All records")


def filter_of(one: Content) -> str:
    """What was asked, in words: departments, months, and what else it was narrowed by."""
    number = one["number_of_departments"]
    departments = listed(*map(local, one["departments"])) or (
        ngettext("%(n)d department", "%(n)d departments", number) % {"n": number}
    )
    first, last = parse(one["since"]).label, parse(one["until"]).label
    months = first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
    category = one["category"] and local(one["category"])
    channel = str(RecordChannel(one["channel"]).label) if one["channel"] else ""
    return DOT.join(filter(None, (departments, months, category, channel)))


def local(names: Sequence[str]) -> str:
    name, hant, hans = names
    return str(RecordCategory(name=name, name_hant=hant, name_hans=hans).local_name)


def chart_of(one: Content) -> Chart:
    return DRAWN[one["chart"]](one)


def key_of(one: Content) -> str:
    return f"{one['chart']}-{one['id'][:8]}"


def name_of(bar: Content) -> str:
    if not bar["names"]:
        return _("Without a category")
    name = local(bar["names"])
    return _("%(name)s, not told more closely") % {"name": name} if bar["only"] else name


def pareto(one: Content) -> Chart:
    pieces = [Piece(name_of(bar), bar["count"]) for bar in one["bars"]]
    return pareto_chart(
        key_of(one),
        title_of(one),
        pieces,
        vital=vital_few([piece.number for piece in pieces]),
        first=_("Category"),
        counted=told_of(one["kind"]),
    )


# The trend

BETTER = {RecordKind.COMPLAINT: Direction.LOWER, RecordKind.PRAISE: Direction.HIGHER}
"""What is neither a complaint nor praise is not better for being more or less."""


def read(one: Content) -> XmR:
    counts = [count for _key, count, _before in one["months"]]
    found = xmr(counts, direction=BETTER.get(one["kind"], Direction.LOWER))
    if one["kind"] in BETTER:
        return found
    points = tuple(point._replace(variation="common") for point in found.points)
    return replace(found, points=points, variation="common")


def trend(one: Content) -> Chart:
    found = read(one)
    months = [parse(key) for key, _count, _before in one["months"]]
    before = [MISSING if b is None else figure(b) for _key, _count, b in one["months"]]
    drawn = xmr_chart(
        key_of(one),
        title_of(one),
        [Slot(month.label, month.short_label, year_of(month, months)) for month in months],
        found.points,
        Reading(found.variation, found.assurance, found.trial),
        columns=[(_("A year before"), before)],
    )
    return replace(drawn, sentence=sentences(against_last_year(one), signal(one, found, drawn)))


def year_of(month: Period, months: list[Period]) -> int:
    """Told under the axis where it changes; of twelve months only the first is told with it."""
    return month.starts.year if len(months) > MONTHS else months[0].starts.year


def signal(one: Content, found: XmR, drawn: Chart) -> str:
    """The word of the control chart; for what is neither good nor bad, only that it changed."""
    latest = found.latest
    if latest is None or found.known < 2:
        return drawn.sentence
    if not latest.side:
        return sentences(
            _("The months vary as they usually do, so no change is proven."),
            _("With fewer than 12 values the limits are on trial.") if found.trial else "",
        )
    if one["kind"] in BETTER:
        return drawn.sentence
    return (
        _("The latest months are more than usual variation explains: there is more of it.")
        if latest.side > 0
        else _("The latest months are less than usual variation explains: there is less of it.")
    )


def against_last_year(one: Content) -> str:
    """The months that both years tell, summed; no change is called one without a signal."""
    pairs = [(count, before) for _key, count, before in one["months"] if before is not None]
    if not pairs:
        return _("There are no months of the year before to compare with.")
    now, before = (sum(column) for column in zip(*pairs, strict=True))
    words = {"now": figure(now), "before": figure(before), "share": share_of(now, before)}
    told = ngettext(
        "In the %(n)d month that both years tell: %(now)s, a year before %(before)s",
        "In the %(n)d months that both years tell: %(now)s, a year before %(before)s",
        len(pairs),
    ) % {"n": len(pairs), **words}
    if now == before:
        return _("%(told)s, as many.") % {"told": told}
    return (_("%(told)s, %(share)s more.") if now > before else _("%(told)s, %(share)s fewer.")) % {
        "told": told,
        **words,
    }


def share_of(now: int, before: int) -> str:
    found: Fraction | None = change(now, before)
    return figure(abs(now - before)) if found is None else percent(abs(float(found)))


def heat(one: Content) -> Chart:
    return heat_chart(key_of(one), title_of(one), one["cells"], without=one["without"])


DRAWN: dict[str, Callable[[Content], Chart]] = {"pareto": pareto, "trend": trend, "heat": heat}
