"""What a department types of a goal, and of its target lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.models import Finding
from improvement.organization.models import Department
from plans.models import Goal, OverallGoal, Plan, TargetLine

from .drafting import ROWS, Drafted, Figure, RowForm, RowFormSet, Text
from .rounds import Day


class GoalForm(Drafted):
    class Meta:
        model = Goal
        fields = (
            "title",
            "statement",
            "family",
            "key_area",
            "beneficiaries",
            "customer_need",
            "answers",
            "evidence",
            "overall_goal",
            "joint_with",
            "expected_effect",
            "verification",
        )
        widgets = {
            "statement": Text(3),
            "customer_need": Text(),
            "evidence": Text(3),
            "expected_effect": Text(),
            "verification": Text(),
            "answers": forms.CheckboxSelectMultiple,
            "joint_with": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = OverallGoal.objects.live().filter(goal_set__round=plan.round_id)
        others = Department.objects.active().exclude(pk=plan.department_id)
        self.fields["overall_goal"].queryset = goals
        self.fields["joint_with"].queryset = others
        self.offer(list(answerable(plan, self.instance)))
        if plan.round.areas:
            self.fields["key_area"].widget.attrs["list"] = "key-areas"

    def offer(self, findings: list[Finding]) -> None:
        """A department without an open problem is not asked."""
        if not findings:
            del self.fields["answers"]
            return
        field = self.fields["answers"]
        field.queryset = Finding.objects.filter(pk__in=[one.pk for one in findings])
        field.choices = [(one.pk, one.title) for one in findings]


def answerable(plan: Plan, goal: Goal) -> QuerySet[Finding]:
    """What is still open in the department, and what the goal has answered already."""
    rows = Finding.objects.open_for(plan.department_id)
    if goal.pk:
        mine = Goal.answers.through.objects.filter(goal=goal).values("finding")
        rows = rows | Finding.objects.filter(pk__in=mine)
    return rows.order_by("found_on", "pk")


class TargetLineForm(RowForm):
    class Meta:
        model = TargetLine
        fields = (
            "indicator",
            "measured_by",
            "direction",
            "baseline",
            "target",
            "unit",
            "source",
            "due",
            "justification",
            "upper",
            "tolerance",
            "text",
        )
        widgets = {
            "measured_by": forms.TextInput,
            "text": forms.TextInput,
            "justification": Text(),
            "baseline": Figure(),
            "target": Figure(),
            "upper": Figure(),
            "tolerance": Figure(),
            "due": Day(),
        }
        labels = {"measured_by": gettext_lazy("Measured by")}
        help_texts = {"measured_by": gettext_lazy("Where the register has no indicator for it.")}

    def __init__(self, *args: Any, indicators: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicator"]
        field.choices = [("", _("Not in the register")), *indicators]

    @property
    def more(self) -> bool:
        """Whether the rarer fields are filled in or wrong."""
        rare = ("upper", "tolerance", "text")
        return any(self[name].value() or self[name].errors for name in rare)


TargetLines = forms.modelformset_factory(
    TargetLine, form=TargetLineForm, formset=RowFormSet, extra=1, absolute_max=ROWS, max_num=ROWS
)
