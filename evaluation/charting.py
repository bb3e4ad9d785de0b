"""The pictures of chapter 5: departments beside each other, and the scale of the grades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from improvement.charts.chart import Chart
from improvement.charts.dots import Row, dot_plot
from improvement.charts.numbers import figure
from improvement.charts.shapes import Label, Line, Rect, Shape

from .models import Evaluation, Grade

GAP = 0.3


def departments_plot(rows: Iterable[Evaluation], chosen: Evaluation | None = None) -> Chart:
    """Score and self-rating of each department, the highest first."""
    ranked = sorted(rows, key=lambda row: -(row.total if row.total is not None else -1))
    return dot_plot(
        "departments",
        _("All departments"),
        [
            Row(
                row.department.local_name,
                None if row.total is None else float(row.total),
                None if row.own_total is None else float(row.own_total),
                chosen is not None and row.pk == chosen.pk,
            )
            for row in ranked
        ],
        value_name=_("Score"),
        other_name=_("Self-rating"),
        low=50,
        high=100,
    )


def grade_scale(total: Decimal, borders: Mapping[str, Decimal]) -> Chart:
    """Where a score lies among the grades."""
    edges = [Decimal(0), *sorted(borders.values()), Decimal(100)]
    grades = [Grade.D, Grade.C, Grade.B, Grade.A]
    shapes: list[Shape] = []
    rows = []
    for grade, low, high in zip(grades, edges, edges[1:], strict=False):
        here = low <= total < high or (total == high == 100)
        role = "chosen" if here else "track"
        shapes.append(Rect(role, float(low), 20, float(high - low) - GAP, 12))
        middle = float(low + high) / 2
        shapes.append(Label("text", middle, 50, grade.value.upper(), "middle"))
        rows.append([str(grade.label), f"{figure(low)}–{figure(high)}"])
    shapes.append(Line("tick-line", float(total), 15, float(total), 36))
    shapes.append(Label("text-strong", float(total), 11, figure(total, 1), "middle"))
    sentence = _("A score of %(score)s on the scale of the grades.") % {"score": figure(total, 1)}
    return Chart(
        key="grades",
        height=56,
        shapes=shapes,
        title=_("Grades"),
        description=sentence,
        sentence=sentence,
        header=[_("Grade"), _("Score")],
        rows=rows,
        small=True,
    )
