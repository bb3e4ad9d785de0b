"""What people type about awards: a nomination, an objection."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.bounded import Bounded
from improvement.organization.models import Appointment, Department, User
from incentives.models import Award, Objection
from plans.lifecycle import ISSUED
from plans.models import Goal, Round


class DepartmentForm(Bounded, forms.Form):
    """The first question of a nomination and of a notice; people and goals follow from it."""

    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        to_field_name="public_id",
        error_messages={"required": _("Choose a department.")},
    )

    def __init__(self, *args: Any, departments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments


class NominationForm(Bounded, forms.ModelForm):
    """Whom, for what, in which form, on which grounds; the goal it rests on makes it checkable."""

    class Meta:
        model = Award
        fields = ("round", "person", "title", "form", "amount", "goal", "grounds")
        widgets = {"grounds": forms.Textarea(attrs={"rows": 5}), "form": forms.RadioSelect}

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = Round.objects.current()
        self.fields["round"].empty_label = None
        self.fields["person"].queryset = people_of(department)
        self.fields["person"].empty_label = _("The whole department")
        self.fields["goal"].queryset = Goal.objects.filter(
            plan__department=department, plan__status__in=ISSUED, archived=False
        ).select_related("plan__round", "plan__department")
        self.fields["goal"].label_from_instance = lambda goal: f"{goal.plan.code} {goal}"
        self.fields["goal"].help_text = _("A goal of the department whose figures show the result.")
        self.fields["form"].choices = Award._meta.get_field("form").choices


def people_of(department: Department) -> Any:
    """Who belongs to the department today."""
    held = Appointment.objects.valid_on(timezone.localdate()).filter(department=department)
    return User.objects.active().filter(pk__in=held.values("user")).order_by("name")


def nominable(by: Any) -> Any:
    """The office and the leadership group nominate anybody; a head the own department."""
    rows = Department.objects.order_by("path")
    if by.standing.in_office or by.standing.leads:
        return rows
    return rows.filter(pk__in=by.standing.headed)


class ObjectionForm(Bounded, forms.ModelForm):
    class Meta:
        model = Objection
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"text": {"required": _("Write down the objection.")}}
