"""The first pages of the organization plan on paper: totals drawn, and this year against the last.

Call these under `translation.override(language)` of the document, like everything that is printed.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from improvement.charts.legend import with_legend
from improvement.documents.content import Block, Facts, Heading, Table
from improvement.documents.forms import Form, spoken
from plans.models import OrganizationPlan
from plans.overview import drawing
from plans.overview.changes import Changes, Row
from plans.overview.contents import Whole, of_year, year_before
from plans.stages import day

from .charts import WIDTH, printed

ALREADY_THERE = "cost-by-department"
"""The sums by department are drawn beside their table, with the benefit."""


def signed_off(plan: OrganizationPlan, form: Form, language: str) -> list[tuple[str, str]]:
    """Who signed it off and when (3.4.3)."""
    if plan.signed_off_at is None or plan.signed_off_by is None:
        return []
    return [
        (_("Signed off by"), plan.signed_off_by.local_name),
        (_("Signed off on"), spoken(timezone.localdate(plan.signed_off_at), form, language)),
    ]


def drawn_blocks(whole: Whole) -> Iterator[Block]:
    for chart in drawing.of_totals(whole):
        if chart.key != ALREADY_THERE:
            yield Heading(2, chart.title, numbered=False)
            yield printed(with_legend(chart, WIDTH))


def adjustments_blocks(plan: OrganizationPlan) -> Iterator[Block]:
    """What a supplement takes in of what has come into force since the last edition."""
    rows = plan.supplemented()
    if not rows:
        return
    yield Heading(1, _("Adjustments in force"))
    header = [_("Adjustment"), _("Effect on the goals"), _("Changes"), _("In force since")]
    cells = [
        [
            str(row.adjustment),
            row.revision.content["effect_on_goals"],
            str(len(row.revision.content["changes"])),
            day(timezone.localdate(row.adjustment.applied_at)) if row.adjustment.applied_at else "",
        ]
        for row in rows
    ]
    yield Table(header, cells, (4, 5, 1.6, 2.4), (2,))


def changes_blocks(whole: Whole) -> Iterator[Block]:
    """Nothing where no organization plan of an earlier year was issued."""
    last = year_before(whole.round)
    if last is None or not whole.parts:
        return
    found = Changes(whole, of_year(last))
    yield Heading(1, _("Against last year"))
    yield Facts(
        [
            (_("Goals"), drawing.in_words(found.total)),
            (_("Change of cost"), drawing.change(found.total)),
        ]
    )
    yield changes_table(_("Overall goal"), found.overall, found)
    yield changes_table(_("Department"), found.departments, found)
    for chart in drawing.of_changes(found):
        yield Heading(2, chart.title, numbered=False)
        yield printed(with_legend(chart, WIDTH))


def changes_table(first: str, rows: list[Row], found: Changes) -> Table:
    header = [
        first,
        pgettext("goal", "Kept"),
        pgettext("goal", "New"),
        pgettext("goal", "Dropped"),
        f"{_('Cost')} {found.before.round.label}",
        f"{_('Cost')} {found.now.round.label}",
        _("Change of cost"),
    ]
    cells = [
        [
            drawing.row_name(row),
            *(str(count) for count in (row.kept, row.new, row.dropped)),
            drawing.said(row.cost_before),
            drawing.said(row.cost),
            drawing.change(row),
        ]
        for row in rows
    ]
    return Table(header, cells, (4, 1.4, 1.2, 1.8, 2.4, 2.4, 2.4), (1, 2, 3, 4, 5, 6))
