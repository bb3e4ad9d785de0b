"""Tasks, progress reports and deviations in the states that permissions.csv names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from execution.models import Deviation, MeasureLine, ProgressReport, ReportLine, Task
from improvement.organization.models import Post, Role
from plans.models import Plan, Round

from .setting import DEPARTMENT

RED: dict[str, Any] = {"attainment": 0, "share": 1, "health": "bad"}
REPORTED = frozenset({"acknowledged", "corrected"})


class ReportScenes:
    """Reports are of the third quarter, with a line for every target line of the plan."""

    people: Any
    appoint: Any
    a_plan: Any
    drafting: Round

    def progress_report(self, code: str, state: str, situation: str) -> ProgressReport:
        plan: Plan = self.a_plan(code, "execution")
        report = ProgressReport(
            plan=plan,
            period="2026Q3",
            ends=dt.date(2026, 9, 30),
            due=dt.date(2026, 10, 9),
            last_day=dt.date(2026, 10, 16),
            health="" if situation == "health not set" else "warn",
            status=state,
        )
        report.save()
        if state != "due":
            self.fill(report, situation)
        if situation == "round closed":
            Round.objects.filter(pk=self.drafting.pk).update(status="closed")
        return report

    def deviation(self, code: str, state: str, situation: str) -> Deviation:
        """A goal off its path, found by the clock."""
        plan: Plan = self.a_plan(code, "execution")
        made = Deviation(
            kind="path",
            plan=plan,
            goal=plan.goals.get(number=1),
            period="2026-09",
            found_on=dt.date(2026, 10, 7),
            due=dt.date(2026, 10, 12),
            status=state,
        )
        made.save()
        if situation == "plan in evaluation":
            Plan.objects.filter(pk=plan.pk).update(status="evaluation")
        return made

    def fill(self, report: ProgressReport, situation: str) -> None:
        """No values are told here: what a line reports is true unless it names a value."""
        moved = situation == "figures have moved" or (
            report.status in REPORTED and situation != "figures unchanged"
        )
        told = {"actual": 82, "value_period": "2026Q3"} if moved else {}
        for goal in report.plan.goals.all():
            line = goal.target_lines.get()
            red = RED if situation == "red without a cause" and goal.number == 1 else {}
            ReportLine(report=report, target_line=line, **told, **red).save()
        measure = report.plan.measures.get()
        MeasureLine(report=report, measure=measure, state=measure.status).save()

    def task(self, code: str, state: str, situation: str) -> Task:
        """Assigned by the department's clerk to one of its staff."""
        clerk, carrier = ("dana", "sam") if code == DEPARTMENT else ("dora", "hugo")
        plan = self.a_plan(code, "execution")
        measure = plan.measures.get()
        if situation == "dana carries it":
            carrier = clerk
        named: dict[str, Any] = {"person": self.people[carrier]}
        if situation == "sam holds its post":
            post = Post.objects.create(department=plan.department, name="Adviser")
            self.appoint(carrier, Role.MEMBER, code, post=post)
            named = {"post": post}
        dates = {"starts": measure.starts, "due": measure.ends}
        made = [
            Task(
                measure=measure,
                number=number,
                title="Write the guide",
                assigned_by=self.people[clerk],
                status=status,
                **named,
                **dates,
            )
            for number, status in ((1, state), (2, "assigned"))
        ]
        for task in made:
            task.save()
        if situation == "what it depends on is not done":
            made[0].depends_on.add(made[1])
        if situation == "plan in evaluation":
            Plan.objects.filter(pk=plan.pk).update(status="evaluation")
        return made[0]
