"""Plan templates and practices, as permissions.csv speaks of them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from evaluation.models import Practice
from plans.models import (
    PlanTemplate,
    ResourceKind,
    TemplateGoal,
    TemplateLine,
    TemplateMeasure,
    TemplateMilestone,
    TemplateNeed,
    TemplateSection,
)


class TemplateScenes:
    """Builders of a template with the rows that people change in it, and of a practice."""

    verification: Any
    frozen: Any

    def plan_template(self, state: str, situation: str) -> PlanTemplate:
        made = PlanTemplate(
            name="Counters", status=state, published_at=None if state == "draft" else timezone.now()
        )
        made.save()
        if situation != "nothing written":
            TemplateGoal(template=made, number=1, title="Shorter queues").save()
        return made

    def templatesection(self, state: str, situation: str) -> TemplateSection:
        made = TemplateSection(
            template=self.plan_template(state, situation), key="overview", body="Who we are."
        )
        made.save()
        return made

    def templategoal(self, state: str, situation: str) -> TemplateGoal:
        return self.plan_template(state, situation).goals.get()

    def templateline(self, state: str, situation: str) -> TemplateLine:
        made = TemplateLine(goal=self.templategoal(state, situation), measured_by="Waiting time")
        made.save()
        return made

    def templatemeasure(self, state: str, situation: str) -> TemplateMeasure:
        template = self.plan_template(state, situation)
        made = TemplateMeasure(template=template, number=1, title="A second counter")
        made.save()
        return made

    def templatemilestone(self, state: str, situation: str) -> TemplateMilestone:
        measure = self.templatemeasure(state, situation)
        made = TemplateMilestone(measure=measure, title="Opened", month=3)
        made.save()
        return made

    def templateneed(self, state: str, situation: str) -> TemplateNeed:
        measure = self.templatemeasure(state, situation)
        made = TemplateNeed(measure=measure, kind=ResourceKind.GOODS, name="A desk", amount=1)
        made.save()
        return made

    def practice(self, code: str, state: str, situation: str) -> Practice:
        reconsidered = situation == "verdict reconsidered"
        verdict = self.verification(code, "pending" if reconsidered else "effective", "")
        told = "" if situation == "problem not written" else "Callers waited."
        made = Practice(
            verification=verdict,
            measure=verdict.goal.measures.get(),
            revision=self.frozen(verdict),
            title="Call back",
            problem=told,
            done="Whoever waits is called back.",
            status=state,
            published_at=None if state == "draft" else timezone.now(),
        )
        made.save()
        return made
