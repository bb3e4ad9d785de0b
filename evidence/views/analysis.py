"""What the register comes to: one question, answered by three charts; each to take along."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from evidence.analysis import drawing, exporting, keeping
from evidence.analysis.asking import Question, read
from evidence.analysis.counting import Bar, Counted, counted
from evidence.analysis.keeping import Content
from evidence.models import RecordChannel, RecordKind
from evidence.statistics import vital_few
from evidence.views.charts import handed_out
from improvement.charts.chart import Chart
from improvement.charts.numbers import percent


class Line(NamedTuple):
    """One bar in words: where its rows stand, and what stands below it."""

    name: str
    count: int
    share: str
    reached: str
    vital: bool
    rows_at: str
    into: str


class Shown(NamedTuple):
    """A chart of the page with its name in addresses."""

    name: str
    title: str
    chart: Chart
    said: bool
    """Whether there is anything to draw."""


@require_GET
def analysis(request: HttpRequest) -> HttpResponse:
    """Every chart answers the question of the filter bar; six statements, however many rows."""
    user: Any = request.user
    question = read(request.GET.dict(), user, timezone.localdate())
    found = counted(question)
    charts = [shown(name, question, found) for name in keeping.CHARTS]
    context = {
        "question": question,
        "kinds": RecordKind.choices,
        "channels": RecordChannel.choices,
        "trail": trail(question),
        "whole": question.into(""),
        "lines": lines(question, found),
        "total": found.total,
        "left_out": left_out(question, found),
        "charts": charts,
        "may_pin": found.total and user.has_perm("plans.add_plan"),
        "may_import": user.has_perm("evidence.add_dataimport"),
    }
    return render(request, "evidence/analysis/analysis.html", context)


def shown(name: str, question: Question, found: Counted) -> Shown:
    one = keeping.kept(name, question, keeping.CHARTS[name](question, found))
    said = keeping.says_something(one)
    return Shown(name, drawing.title_of(one), drawing.chart_of(one), said)


def lines(question: Question, found: Counted) -> list[Line]:
    few, total = vital_few([bar.count for bar in found.bars]), found.total
    sums = accumulate(bar.count for bar in found.bars)
    return [
        Line(
            name=drawing.name_of(keeping.bar(bar)),
            count=bar.count,
            share=percent(bar.count / total),
            reached=percent(reached / total),
            vital=at < few,
            rows_at=question.rows_of(bar.code, only=bar.only),
            into=question.into(bar.code) if goes_on(question, bar) else "",
        )
        for at, (bar, reached) in enumerate(zip(found.bars, sums, strict=True))
    ]


def goes_on(question: Question, bar: Bar) -> bool:
    """Whether the category has any below it."""
    branch = bar.category
    return (
        bool(branch)
        and not bar.only
        and any(one.parent_id == branch.pk for one in question.categories)
    )


def trail(question: Question) -> list[tuple[str, str]]:
    """The way down into the tree: names with addresses, the whole first."""
    branch = question.branch
    if branch is None:
        return []
    above = [one for one in question.categories if branch.path.startswith(one.path)]
    return [(one.local_name, question.into(one.code)) for one in above]


def left_out(question: Question, found: Counted) -> list[str]:
    """Months asked for that the trend does not show."""
    told = {month.starts for month in found.told}
    return [month.label for month in question.months if month.starts not in told]


KINDS: dict[str, tuple[str, Callable[[Content], str | bytes]]] = {
    "csv": ("text/csv; charset=utf-8", exporting.as_csv),
    "svg": ("image/svg+xml", exporting.as_svg),
    "png": ("image/png", exporting.as_png),
}


@require_GET
def chart(request: HttpRequest, chart: str, kind: str) -> HttpResponse:
    """One chart as a file; the question stands in the address."""
    if chart not in keeping.CHARTS or kind not in KINDS:
        raise Http404
    question = read(request.GET.dict(), request.user, timezone.localdate())
    made = keeping.keep(question, [chart])
    if not made:
        raise Http404
    media, make = KINDS[kind]
    (one,) = made
    name = f"{drawing.title_of(one)} {one['since']} {one['until']}.{kind}"
    return handed_out(make(one), media, name)
