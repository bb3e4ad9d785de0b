"""What a department types of a goal, and of its target lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
            "joint_with": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = OverallGoal.objects.live().filter(goal_set__round=plan.round_id)
        others = Department.objects.active().exclude(pk=plan.department_id)
        self.fields["overall_goal"].queryset = goals
        self.fields["joint_with"].queryset = others
        if plan.round.areas:
            self.fields["key_area"].widget.attrs["list"] = "key-areas"


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
