"""What is typed of a practice, and what a department ticks of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from improvement.door.bounded import Bounded
from plans.forms.drafting import Drafted, Text
from plans.forms.templating import numbers
from plans.models import Plan

from .models import Practice


class PracticeForm(Drafted):
    class Meta:
        model = Practice
        fields = ("title", "problem", "done", "advice")
        widgets = {"problem": Text(4), "done": Text(5), "advice": Text(3)}


class ShowcaseForm(PracticeForm):
    """The measure as well, while the practice is begun."""

    measure: Any = forms.ModelChoiceField(
        None, label=_("Measure"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, measures: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["measure"]
        choice.queryset = measures
        self.order_fields(["measure", *self.fields])

    @property
    def chosen(self) -> dict[str, Any]:
        return self.changes | {"measure": self.cleaned_data["measure"]}


class TakeUpForm(Bounded, forms.Form):
    """The measure comes in any case; its goal where it is wanted."""

    goal = forms.BooleanField(required=False)
    serves = numbers(
        _("Goals of the draft that the measure serves"),
        _("They are not changed; more can be named later."),
    )

    def __init__(self, *args: Any, practice: Practice, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].label = _("Copy its goal too: %(goal)s") % {"goal": practice.goal.title}
        own = [(goal.number, str(goal)) for goal in plan.goals.live()]
        serves: Any = self.fields["serves"]
        serves.choices = own
        if not own:
            del self.fields["serves"]
