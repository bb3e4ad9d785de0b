"""Progress reports: how a plan stood at the end of a period, in figures and words (D76, D77)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evidence.models import Direction
from evidence.periods import Period, parse
from execution.reporting_lifecycle import (
    HANDED_IN,
    OPEN,
    WRITABLE,
    ReportLifecycle,
    ReportStatus,
)
from improvement.charts.numbers import on_scale
from improvement.door.gathered import Rows
from improvement.door.lifecycle import Arrow, Guarded, known_status
from improvement.door.models import Revision
from improvement.door.permissions import VisibleQuerySet
from improvement.door.refusals import Text
from improvement.files.models import Attachment
from plans.lifecycle import MeasureStatus
from plans.models import Measure, Plan, TargetLine


class Health(models.TextChoices):
    """How something stands against its path."""

    GOOD = "good", _("On track")
    WARN = "warn", _("At risk")
    BAD = "bad", _("Off track")
    NONE = "none", _("Not yet known")


CHOSEN = [(one.value, one.label) for one in (Health.GOOD, Health.WARN, Health.BAD)]
"""What a person can say of the whole plan."""


ON_LINES, ON_MEASURES = ("target_line", "cause", "remedy"), ("measure", "percent", "word")
"""What people write on the lines of a report."""


class ReportQuerySet(VisibleQuerySet):
    def with_names(self) -> ReportQuerySet:
        return self.select_related("plan__department", "plan__round")

    def open(self) -> ReportQuerySet:
        """Not handed in, and not yet missed."""
        return self.filter(status__in=OPEN)

    def handed_in(self) -> ReportQuerySet:
        return self.filter(status__in=HANDED_IN)

    def with_words(self) -> ReportQuerySet:
        """With what was written on target lines and measures, which else is read by itself."""
        lines = ReportLine.objects.filter(report=OuterRef("pk"))
        measures = MeasureLine.objects.filter(report=OuterRef("pk"))
        return self.annotate(
            words_on_lines=Rows(lines, **{name: name for name in ON_LINES}),
            words_on_measures=Rows(measures, **{name: name for name in ON_MEASURES}),
        )

    def waiting_for(self, user: Any) -> ReportQuerySet:
        """What this person has to write, to answer or to say a word on."""
        from execution.rules import PERMISSIONS

        heads = PERMISSIONS["execution.submit_progressreport"].q(user)
        handles = PERMISSIONS["execution.acknowledge_progressreport"].q(user)
        return self.filter(
            Q(status__in=[*OPEN, ReportStatus.QUERIED]) & heads
            | Q(status=ReportStatus.SUBMITTED) & handles
        )

    def missing(self, period: Period) -> ReportQuerySet:
        """Of this period, asked for and not handed in, whether there is still time or not."""
        return self.filter(period=period.key, status__in=[*OPEN, ReportStatus.MISSED])

    def latest_for(self, plans: Iterable[Any]) -> dict[int, ProgressReport]:
        """The last report handed in of each plan, by the key of the plan; one query."""
        rows = self.handed_in().filter(plan__in=plans).order_by("ends")
        return {row.plan_id: row for row in rows}


class ProgressReport(ReportLifecycle):
    """One plan, one period; its dates are frozen when the clock opens it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reports")
    period = models.CharField(_("period"), max_length=7)
    ends = models.DateField(_("reports up to"), editable=False)
    due = models.DateField(_("due"), editable=False)
    last_day = models.DateField(_("taken until"), editable=False)
    health = models.CharField(
        _("how the plan stands"), max_length=4, choices=CHOSEN, blank=True, default=""
    )
    wins = models.TextField(_("what went well"), blank=True)
    obstacles = models.TextField(_("what stands in the way"), blank=True)
    needs = models.TextField(_("what comes next and what it needs"), blank=True)
    submitted_at = models.DateTimeField(_("handed in"), null=True, editable=False)
    question = models.TextField(_("question of the office"), blank=True)
    answer_given = models.TextField(_("answer of the department"), blank=True)
    assessment = models.TextField(_("assessment of the office"), blank=True)
    correction = models.TextField(_("reason for the correction"), blank=True)

    BEGUN_BY_CLOCK = True
    NAMED_BY = ("plan__department", "plan__round")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["-ends", "plan__department__path"]
        constraints = [
            known_status("progress_report", ReportStatus),
            models.UniqueConstraint(fields=["plan", "period"], name="progress_report_once"),
        ]
        indexes = [
            models.Index(
                fields=["due", "id"],
                condition=Q(status__in=["due", "draft"]),
                name="progress_report_open",
            ),
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(status="submitted"),
                name="progress_report_queue",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(department)s progress report %(period)s") % {
            "department": self.plan.department.local_name,
            "period": self.in_period.label,
        }

    @property
    def department_id(self) -> int:
        return self.plan.department_id

    @property
    def in_period(self) -> Period:
        return parse(self.period)

    @cached_property
    def words_on_lines(self) -> list[dict[str, Any]]:
        return list(self.lines.values(*ON_LINES))

    @cached_property
    def words_on_measures(self) -> list[dict[str, Any]]:
        return list(self.measure_lines.values(*ON_MEASURES))

    @property
    def begun(self) -> bool:
        return self.status != ReportStatus.DUE

    @property
    def submitted_on(self) -> dt.date | None:
        return timezone.localdate(self.submitted_at) if self.submitted_at else None

    @property
    def late(self) -> bool:
        """Handed in after its day; or not yet, and the day has passed."""
        if self.status in OPEN:
            return self.due < timezone.localdate()
        return self.submitted_on is not None and self.submitted_on > self.due

    def get_absolute_url(self) -> str:
        return reverse("execution:report", args=[self.plan.public_id, self.period])

    def list_url(self) -> str:
        return reverse("execution:plan_reports", args=[self.plan.public_id])

    def step_url(self, name: str) -> str:
        return reverse("execution:report_step", args=[self.public_id, name])

    def closed(self) -> Text | None:
        if self.status == ReportStatus.DUE:
            return _("The report has not been begun.")
        if self.status == ReportStatus.MISSED:
            return _("The report was not handed in in time; the next one takes up what is missing.")
        if self.status not in WRITABLE:
            return _("The report was handed in; what it said then stays as it was.")
        return None

    def content(self) -> dict[str, Any]:
        """What is frozen: the words, and every figure as it was known then."""
        lines = self.lines.select_related("target_line__goal").order_by(*IN_ORDER)
        measures = self.measure_lines.select_related("measure").order_by("measure__number")
        return {
            "health": self.health,
            "wins": self.wins,
            "obstacles": self.obstacles,
            "needs": self.needs,
            "answer": self.answer_given,
            "lines": [line.content() for line in lines],
            "measures": [line.content() for line in measures],
            "files": [
                {"name": file.name, "sha256": file.sha256} for file in Attachment.objects.of(self)
            ],
        }

    def causes(self, row: models.Model, step: str) -> bool:
        """Its lines are written with it, and take over figures that were corrected."""
        mine = isinstance(row, ReportLine | MeasureLine) and row.report_id == self.pk
        writes = self.status in {*WRITABLE, ReportStatus.CORRECTED}
        return mine and writes and step in {"add", "change"}

    def follow(self, arrow: Arrow, *, by: Any, inputs: dict[str, Any]) -> None:
        from execution.reporting_figures import take_over

        if arrow.name == "begin":
            take_over(self, by=by)
        if arrow.name == "correct":
            take_over(self, by=by)
            Revision.freeze(self, step=arrow.name, by=by)


class ReportLine(Guarded):
    """One target line as it was known then; later values or adjustments do not touch it."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="lines")
    target_line = models.ForeignKey(TargetLine, models.PROTECT, related_name="reported")
    direction = models.CharField(max_length=10, choices=Direction.choices, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    baseline = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    target = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    upper = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    actual = models.DecimalField(_("actual"), max_digits=24, decimal_places=6, null=True)
    value_period = models.CharField(_("period of the value"), max_length=7, blank=True)
    attainment = models.DecimalField(_("attainment"), max_digits=24, decimal_places=6, null=True)
    share = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    expected = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    health = models.CharField(
        _("health"), max_length=4, choices=Health.choices, default=Health.NONE
    )
    cause = models.TextField(_("cause"), blank=True)
    remedy = models.TextField(_("remedy"), blank=True)

    class Meta:
        verbose_name = _("line of a progress report")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "target_line"], name="report_line_once")
        ]

    def __str__(self) -> str:
        return str(self.target_line)

    def root(self) -> tuple[type[models.Model], int]:
        return ProgressReport, self.report_id

    @property
    def rate(self) -> str:
        """Attainment as people say it."""
        return "" if self.attainment is None else f"{self.attainment:.0%}"

    @property
    def reached(self) -> float:
        """How far the bar reaches."""
        return on_scale(self.attainment)

    @property
    def by_now(self) -> float | None:
        """Where it should reach by its path."""
        return None if self.share is None else on_scale(self.share)

    @property
    def told_for(self) -> Period | None:
        return parse(self.value_period) if self.value_period else None

    def content(self) -> dict[str, Any]:
        return {
            "id": str(self.target_line.public_id),
            "goal": self.target_line.goal.code,
            **{name: plain(getattr(self, name)) for name in FIGURES},
            "cause": self.cause,
            "remedy": self.remedy,
        }


class MeasureLine(Guarded):
    """One measure as it stood then, with the tasks done and a word on it."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="measure_lines")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="reported")
    state = models.CharField(_("status"), max_length=24, choices=MeasureStatus.choices)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(_("done in percent"), null=True)
    word = models.TextField(_("a word"), blank=True)

    class Meta:
        verbose_name = _("measure in a progress report")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "measure"], name="report_measure_once"),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100), name="report_percent_up_to_100"
            ),
        ]

    def __str__(self) -> str:
        return str(self.measure)

    @property
    def counted(self) -> bool:
        """Its percentage follows from its tasks or its status, and nobody types it."""
        return bool(self.total) or self.state in {MeasureStatus.COMPLETED, MeasureStatus.VERIFIED}

    def root(self) -> tuple[type[models.Model], int]:
        return ProgressReport, self.report_id

    def content(self) -> dict[str, Any]:
        return {
            "id": str(self.measure.public_id),
            "measure": self.measure.code,
            **{name: getattr(self, name) for name in ("state", *COUNTS, "percent", "word")},
        }


IN_ORDER = ("target_line__goal__number", "target_line__position", "pk")
FIGURES = (
    *("direction", "unit", "baseline", "target", "upper", "actual", "value_period"),
    *("attainment", "share", "expected", "health"),
)
"""What a line takes over from the plan and its values."""

COUNTS = ("done", "total", "overdue")


def plain(value: Any) -> Any:
    """A decimal as text without trailing zeros, so that 85 and 85.000000 are one content."""
    if not isinstance(value, Decimal):
        return value
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
