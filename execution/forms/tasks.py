"""A task: what, who, when, after what; and handing it on."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from execution.lifecycle import TaskStatus
from execution.models import Task
from execution.soundness import of_dates, of_order, of_people
from improvement.door.bounded import Bounded
from improvement.organization.models import Post, User
from plans.forms.drafting import Drafted, Figure, Text, offer_people, offer_posts
from plans.forms.rounds import Day


class TaskForm(Drafted):
    """The form of a new task, or of one that can still change."""

    class Meta:
        model = Task
        fields = (
            "title",
            "description",
            "post",
            "person",
            "starts",
            "due",
            "effort_hours",
            "depends_on",
        )
        widgets = {
            "description": Text(),
            "starts": Day(),
            "due": Day(),
            "effort_hours": Figure(),
            "depends_on": forms.CheckboxSelectMultiple,
        }
        error_messages = {
            "title": {"required": _("Say in a few words what is to be done.")},
            "starts": {"required": _("Say when it begins.")},
            "due": {"required": _("Say by when it is done.")},
        }

    def __init__(self, *args: Any, measure: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        if self.instance.pk and self.instance.status != TaskStatus.ASSIGNED:
            del self.fields["post"], self.fields["person"]
        else:
            responsible = measure.department_id or measure.plan.department_id
            offer_posts(self.fields["post"], {responsible, measure.plan.department_id})
            offer_people(self.fields["person"], responsible, self.instance.person)
        others = Task.objects.of_plan(measure.plan).live().exclude(pk=self.instance.pk)
        others = others.select_related("measure")
        self.others = cache(lambda: [(task.pk, str(task)) for task in others])
        self.fields["depends_on"].queryset = others
        self.fields["depends_on"].choices = self.others
        self.fields["depends_on"].required = False
        self.fields["effort_hours"].min_value = 0

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        itself = self.instance if self.instance.pk else None
        found = []
        if "person" in self.fields and not self.errors.keys() & {"person", "post"}:
            found += of_people(given.get("person"), given.get("post"))
        if given.get("starts") and given.get("due"):
            found += of_dates(self.measure, given["starts"], given["due"])
            found += of_order(given["starts"], given.get("depends_on") or (), itself)
        for flaw in found:
            self.add_error(flaw.field, flaw.sentence)
        return given


class ReassignForm(Bounded, forms.Form):
    """Whom the task goes to next; left empty it goes to the same person once more."""

    post = forms.ModelChoiceField(Post.objects.none(), label=_("Post"), required=False)
    person = forms.ModelChoiceField(User.objects.none(), label=_("Person"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        widget=Text(3),
        max_length=4000,
        help_text=_("The people concerned will read it."),
        error_messages={
            "required": _("Say why. The people concerned will read the reason."),
        },
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure = task.measure
        responsible = measure.department_id or measure.plan.department_id
        offer_posts(self.fields["post"], {responsible, measure.plan.department_id})
        offer_people(self.fields["person"], responsible, None)
        self.fields["post"].empty_label = _("No post")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("person") or given.get("post"):
            for flaw in of_people(given.get("person"), given.get("post")):
                self.add_error(flaw.field, flaw.sentence)
        return given
