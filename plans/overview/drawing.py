"""The totals and differences of an organization plan as charts, for the page and for paper."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from evidence.models import Family
from improvement.charts.bars import Pair, Row, bar_chart, pair_chart
from improvement.charts.chart import Chart, sentences
from improvement.charts.load import Series, load_chart
from improvement.charts.load import together as folded_series
from improvement.charts.numbers import labelled, listed
from improvement.organization.calendar import working_day_test
from plans.consolidation.load import capacities, days_in, months
from plans.templatetags.briefs import money

from . import totals
from .changes import Changes
from .changes import Row as Changed
from .contents import NO_GOAL, Whole

DRAWN = 12
"""Departments with a bar of their own; the others are one bar, and have their row in the table."""

KEPT_AND_NEW = (3, 1)
"""The light shade for what was there already, the dark for what is new."""


def of_totals(whole: Whole) -> list[Chart]:
    """What there is to draw; an empty edition has nothing."""
    if not whole.parts:
        return []
    drawn = [cost_by_goal(whole), goals_by_family(whole), cost_by_department(whole)]
    return [chart for chart in [*drawn, effort_by_month(whole)] if chart]


def cost_by_goal(whole: Whole) -> Chart | None:
    found = totals.costs(whole)
    departments = {part.department.code: part.department.local_name for part in whole.parts}
    spent = {code: sum(row.values(), Fraction()) for code, row in found.items()}
    total = sum(spent.values(), Fraction())
    if not total:
        return None
    names = {code: goal_name(whole, code) for code in found}
    (first,) = totals.most(spent, 1)
    return bar_chart(
        "cost-by-goal",
        _("Cost by overall goal"),
        list(departments.values()),
        [
            Row(names[code], [float(row.get(each, 0)) for each in departments], said(spent[code]))
            for code, row in found.items()
            if row or code != NO_GOAL
        ],
        said=said,
        first=_("Overall goal"),
        sentence=sentences(
            _("Most is spent on %(name)s: %(part)s of %(total)s.")
            % {"name": names[first], "part": said(spent[first]), "total": said(total)},
            _("A measure that serves several overall goals counts in equal shares."),
        ),
    )


def cost_by_department(whole: Whole) -> Chart | None:
    spent = totals.cost_by_department(whole)
    total = sum(spent.values(), Fraction())
    if not total:
        return None
    found = totals.costs(whole)
    goals = [code for code, row in found.items() if row]
    names = {part.department.code: part.department.local_name for part in whole.parts}
    own = totals.most(spent, DRAWN)
    groups = [(names[code], [code]) for code in own]
    if others := [code for code in spent if code not in own]:
        groups.append((others_named(len(others)), others))
    return bar_chart(
        "cost-by-department",
        _("Cost by department"),
        [code or goal_name(whole, code) for code in goals],
        [
            Row(name, [float(sum(found[goal].get(each, 0) for each in codes)) for goal in goals])
            for name, codes in groups
        ],
        said=said,
        first=_("Department"),
        sentence=_("Most is spent by %(name)s: %(part)s of %(total)s.")
        % {"name": names[own[0]], "part": said(spent[own[0]]), "total": said(total)},
    )


def goals_by_family(whole: Whole) -> Chart | None:
    counted = totals.families(whole)
    total = sum(counted.values())
    if not total:
        return None
    known = dict(Family.choices)
    names = {key: str(known.get(key) or _("No family")) for key in counted}
    told = [labelled(names[key], str(number)) for key, number in counted.items()]
    return bar_chart(
        "goals-by-family",
        _("Goals by family"),
        [""],
        [Row(names[key], [number]) for key, number in counted.items()],
        first=_("Family"),
        sentence=ngettext("%(count)d goal. %(told)s.", "%(count)d goals. %(told)s.", total)
        % {"count": total, "told": listed(*told)},
    )


def effort_by_month(whole: Whole) -> Chart | None:
    """Person-days asked for by the departments, against what their people can give."""
    loaded = totals.effort(whole)
    if not loaded:
        return None
    span = months(whole.round.starts, whole.round.ends)
    names = {part.department.code: part.department.local_name for part in whole.parts}
    asking = sorted({code for by in loaded.values() for code in by})
    series = [
        Series(names[code], [float(loaded.get(month, {}).get(code, 0)) for month in span])
        for code in asking
    ]
    return load_chart(
        "effort",
        _("Person-days by month"),
        [formats.date_format(month, "M") for month in span],
        folded_series(series),
        capacity(whole, span),
        long_months=[formats.date_format(month, "YEAR_MONTH_FORMAT") for month in span],
    )


def capacity(whole: Whole, span: Sequence[Any]) -> list[float]:
    """Of all people of the included departments: the share of working time measures may take."""
    count = sum(part.people for part in whole.parts)
    is_working = working_day_test(span[0], span[-1].replace(day=days_in(span[-1])))
    share = Fraction(whole.round.capacity_percent, 100)
    found = capacities(count, share, span, is_working)
    return [float(found[month]) for month in span]


# This year against the last


def of_changes(found: Changes) -> list[Chart]:
    """Goals kept, new and dropped, then cost; each by overall goal and by department."""
    overall, departments = found.overall, largest(found.departments)
    return [
        *goals_changed("by-goal", _("Goals by overall goal"), overall, _("Overall goal"), found),
        *goals_changed(
            "by-department", _("Goals by department"), departments, _("Department"), found
        ),
        *cost_changed("by-goal", _("Cost by overall goal"), overall, found),
        *cost_changed("by-department", _("Cost by department"), departments, found),
    ]


def largest(rows: Sequence[Changed]) -> list[Changed]:
    """The departments in which most has changed, in the order of the organization."""
    if len(rows) <= DRAWN:
        return list(rows)
    order = sorted(rows, key=lambda row: (-(row.new + row.dropped), -abs(row.change), row.key))
    chosen = {row.key for row in order[:DRAWN]}
    return [row for row in rows if row.key in chosen]


def goals_changed(
    key: str, title: str, rows: Sequence[Changed], first: str, found: Changes
) -> list[Chart]:
    told = [row for row in rows if row.fates]
    if not told:
        return []
    return [
        bar_chart(
            f"goals-{key}",
            title,
            [pgettext("goal", "Kept"), pgettext("goal", "New")],
            [
                Row(row_name(row), [row.kept, row.new], in_words(row), float(row.dropped))
                for row in told
            ],
            first=first,
            back=pgettext("goal", "Dropped"),
            shades=KEPT_AND_NEW,
            sentence=in_words(found.total),
        )
    ]


def in_words(row: Changed) -> str:
    """“3 kept, 2 new, 1 dropped”."""
    return _("%(kept)d kept, %(new)d new, %(dropped)d dropped") % {
        "kept": row.kept,
        "new": row.new,
        "dropped": row.dropped,
    }


def cost_changed(key: str, title: str, rows: Sequence[Changed], found: Changes) -> list[Chart]:
    """This year's cost and last year's as two bars of one scale under each name."""
    told = [row for row in rows if row.cost or row.cost_before]
    if not told:
        return []
    now, before = found.now.round.label, found.before.round.label
    total = found.total
    return [
        pair_chart(
            f"cost-{key}",
            title,
            (now, before),
            [
                Pair(row_name(row), float(row.cost), float(row.cost_before), change(row))
                for row in told
            ],
            said=said,
            sentence=_("Cost %(now)s in %(year)s, %(before)s in %(last)s: %(change)s.")
            % {
                "now": said(total.cost),
                "year": now,
                "before": said(total.cost_before),
                "last": before,
                "change": change(total),
            },
        )
    ]


def change(row: Changed) -> str:
    """“+HK$20,000”, “−HK$5,000”, “±0”."""
    if not row.change:
        return "±0"
    return f"{'+' if row.change > 0 else '−'}{said(abs(row.change))}"


def row_name(row: Changed) -> str:
    return row.name or _("Serves no overall goal")


def goal_name(whole: Whole, code: str) -> str:
    return whole.titled(code) if code else _("Serves no overall goal")


def others_named(count: int) -> str:
    return ngettext("%(count)d other department", "%(count)d other departments", count) % {
        "count": count
    }


def said(amount: float | Fraction) -> str:
    return money(Decimal(round(amount)))
