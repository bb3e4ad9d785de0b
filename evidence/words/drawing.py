"""Recurring words as bars: the share of records now above the share before."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from improvement.charts.bars import Pair, pair_chart
from improvement.charts.chart import Chart
from improvement.charts.numbers import percent

from .counting import Line, Which


def word_chart(lines: Sequence[Line], which: Which) -> Chart:
    """`lines` has at least one; the commonest first."""
    first = lines[0]
    title = (
        _("Phrases by number of records") if which == "phrases" else _("Words by number of records")
    )
    return pair_chart(
        f"recurring-{which}",
        title,
        (_("This period"), _("The period before")),
        [Pair(one.shown, one.share, one.share_before or 0.0, told(one)) for one in lines],
        said=percent,
        sentence=_(
            "“%(word)s” stands in more records than any other: %(now)s of %(of)s, %(share)s."
        )
        % {"word": first.shown, "now": first.now, "of": first.of, "share": percent(first.share)},
    )


def told(one: Line) -> str:
    records = ngettext("%(count)s record", "%(count)s records", one.now) % {"count": one.now}
    return _("%(records)s, %(share)s") % {"records": records, "share": percent(one.share)}
