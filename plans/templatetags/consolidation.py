"""The words, figures and shapes of the workbench."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from improvement.charts.numbers import figure, labelled, listed
from plans.consolidation import showing, wording
from plans.consolidation.workbench import Cell, Line
from plans.models import ConsolidationIssue, IssueKind
from plans.templatetags.briefs import money

register = template.Library()

SHAPES = {
    "clash": ("bad", "alert-triangle"),
    "contradiction": ("bad", "arrows-left-right"),
    "order": ("bad", "timeline"),
    "overlap": ("warn", "stack-2"),
    "gap": ("bad", "circle-x"),
}


@register.filter
def kind_shape(kind: str) -> str:
    """The icon of a kind of issue."""
    return SHAPES[kind][1]


@register.filter
def kind_tone(kind: str) -> str:
    return SHAPES[kind][0]


@register.filter
def state_of(line: Line) -> str:
    """What the last column says: how many issues of an overall goal are open, or that all is well.

    An overall goal nobody serves says so whatever else is open.
    """
    if not line.counted:
        return _("Nobody serves it")
    if not line.open:
        return _("Covered")
    return ngettext("%(count)d issue", "%(count)d issues", line.open) % {"count": line.open}


register.simple_tag(wording.explained)
register.simple_tag(showing.decided_on)


@register.simple_tag
def cell_figure(cell: Cell | Line, mode: str) -> str:
    """Short, for a cell: 3, 1.2M, 40."""
    value = cell.value if isinstance(cell, Cell) else cell.total
    if mode == "cost":
        return shortened(value)
    return figure(value, 0)


def shortened(value: Decimal) -> str:
    """Thousands and millions as a matrix has room for them."""
    if value >= 1_000_000:
        return f"{figure(value / 1_000_000, 1)}M"
    return f"{figure(value / 1000, 0)}k" if value >= 1000 else figure(value, 0)


@register.simple_tag
def cell_words(line: Line, cell: Cell, mode: str) -> str:
    """The cell as it is read out, with what is marked in it."""
    words = [
        str(cell.plan.department.local_name),
        ngettext("%(count)d measure", "%(count)d measures", cell.count) % {"count": cell.count},
    ]
    if mode == "cost":
        words.append(str(money(cell.value)))
    if mode == "effort":
        words.append(_("%(days)s person-days") % {"days": figure(cell.value, 0)})
    if cell.mark:
        words.append(str(IssueKind(cell.mark).label))
    return labelled(str(line.goal), listed(*words))


@register.filter
def provenance(issue: ConsolidationIssue) -> str:
    """The departments an issue touches, each once."""
    names = dict.fromkeys(str(item.plan.department.local_name) for item in issue.items.all())
    return listed(*names)
