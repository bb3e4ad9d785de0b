"""One progress report as its pages show it: lines with their figures, forms, earlier figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from improvement.door.models import Revision
from improvement.door.refusals import Text
from plans.attainment import figures_of
from plans.lifecycle import GoalStatus

from .forms.reports import LineForm, MeasureForm
from .models import MeasureLine, ProgressReport, ReportLine
from .models.report import IN_ORDER
from .reporting_figures import as_columns, live_measures, progress

EXPLAINED = {"bad", "warn"}
"""Lines of which a cause and a remedy are asked; only red ones must have them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A target line: its figures as they are, or were, known; `was` before a correction."""

    line: ReportLine
    form: LineForm | None = None
    because: Text = ""
    was: Decimal | None = None

    @property
    def explained(self) -> bool:
        return self.form is not None and self.line.health in EXPLAINED


@dataclass(frozen=True, slots=True)
class MeasureRow:
    line: MeasureLine
    form: MeasureForm | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    rows: list[Row]
    measures: list[MeasureRow]

    @property
    def forms(self) -> list[Any]:
        beside = [*(row.form for row in self.rows), *(row.form for row in self.measures)]
        return [form for form in beside if form]

    def valid(self) -> bool:
        """Each is asked, so that the page shows everything that is wrong."""
        asked = [form.is_valid() for form in self.forms]
        return all(asked)

    @property
    def errors(self) -> list[dict[str, str]]:
        """What is wrong in which line, each with the field where it is mended."""
        named: list[tuple[str, Any]] = [
            (row.line.target_line.goal.code, row.form) for row in self.rows
        ]
        named += [(row.line.measure.code, row.form) for row in self.measures]
        return [
            {"text": f"{code} · {bound.label}: {text}", "target": bound.id_for_label}
            for code, form in named
            if form
            for bound in form
            for text in bound.errors
        ]

    @property
    def lines(self) -> dict[int, Mapping[str, Any]]:
        """What was written on target lines, by their keys."""
        return {r.line.target_line_id: r.form.cleaned_data for r in self.rows if r.form}

    @property
    def words(self) -> dict[int, Mapping[str, Any]]:
        """What was written on measures, by their keys."""
        return {r.line.measure_id: r.form.cleaned_data for r in self.measures if r.form}


def written(report: ProgressReport) -> Sheet:
    """What was kept then; nothing is read anew."""
    lines = report.lines.select_related("target_line__goal__plan", "target_line__indicator")
    measures = report.measure_lines.select_related("measure__plan").order_by("measure__number")
    was = before_correction(report)
    return Sheet(
        [
            Row(line, was=was.get(str(line.target_line.public_id)))
            for line in lines.order_by(*IN_ORDER)
        ],
        [MeasureRow(line) for line in measures],
    )


def writing(report: ProgressReport, data: Any = None, *, strict: bool = False) -> Sheet:
    """What is known now, with a form beside every line."""
    written = {line["target_line"]: line for line in report.words_on_lines}
    rows = []
    for figure in figures_of(report.plan, on=report.ends):
        if figure.line.goal.status == GoalStatus.CANCELLED:
            continue
        there = written.get(figure.line.pk, {})
        line = ReportLine(
            report=report,
            target_line=figure.line,
            cause=there.get("cause", ""),
            remedy=there.get("remedy", ""),
            **as_columns(figure),
        )
        form = LineForm(data, line=line, strict=strict)
        rows.append(Row(line, form, figure.because))
    return Sheet(rows, list(measures_of(report, data)))


def measures_of(report: ProgressReport, data: Any) -> Iterator[MeasureRow]:
    written = {line["measure"]: line for line in report.words_on_measures}
    for measure in live_measures(report):
        measure.plan = report.plan
        there = written.get(measure.pk)
        typed = {"percent": there["percent"], "word": there["word"]} if there else {}
        columns = typed | progress(measure)
        line = MeasureLine(report=report, measure=measure, **columns)
        yield MeasureRow(line, MeasureForm(data, line=line))


def before_correction(report: ProgressReport) -> dict[str, Decimal]:
    """The figures as they were reported first, of the lines whose figure is another now."""
    if not report.correction:
        return {}
    first = Revision.objects.of(report).exclude(step="correct").last()
    if first is None:
        return {}
    lines = report.lines.select_related("target_line")
    now = {str(line.target_line.public_id): line.actual for line in lines}
    reported = {line["id"]: line["actual"] for line in first.content["lines"]}
    figures = {key: Decimal(text) for key, text in reported.items() if text is not None}
    return {key: value for key, value in figures.items() if value != now.get(key)}
