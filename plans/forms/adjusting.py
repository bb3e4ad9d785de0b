"""What is typed while an adjustment is written: its reasons, and what shall stand in a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from improvement.door.bounded import Bounded
from improvement.organization.models import Department
from plans.adjustable import FIELDS, typed
from plans.adjusting import possible
from plans.models import (
    Adjustment,
    AdjustmentChange,
    Goal,
    Item,
    Measure,
    Milestone,
    Operation,
    TargetLine,
)

from .drafting import Drafted, Figure, Text, offer_people, offer_posts
from .rounds import Day

STAYS = "", pgettext_lazy("operation of an adjustment", "It goes on")


class ReasonsForm(Drafted):
    """On what the adjustment rests, why it is needed, and what it does to the goals (4.4.2)."""

    class Meta:
        model = Adjustment
        fields = ("reason", "cause_analysis", "effect_on_goals")
        widgets = {"cause_analysis": Text(4), "effect_on_goals": Text(3)}


class Proposed(Bounded, forms.ModelForm):
    """The adjustable fields of one row as they shall be; what now holds something, keeps something.

    The row itself is left as it is in force; the values go into the adjustment.
    """

    kind = ""

    def __init__(self, *args: Any, changes: Iterable[AdjustmentChange] = (), **kwargs: Any) -> None:
        known = {c.field: c for c in changes}
        proposed = {n: typed(self.kind, n, c.after) for n, c in known.items() if n}
        super().__init__(*args, initial=proposed, **kwargs)
        for name in self._meta.fields or ():
            held = getattr(self.instance, name) not in (None, "")
            self.fields[name].required = self.fields[name].required or held
        self.offer_steps(known[""].operation if "" in known else "")

    def offer_steps(self, chosen: str) -> None:
        """The steps the row's own machine knows as it stands; none where it knows none."""
        steps = [
            (operation, text)
            for operation, text in Operation.choices
            if self.kind in {Item.GOAL, Item.MEASURE} and possible(self.instance, operation)
        ]
        if steps:
            self.fields["operation"] = forms.ChoiceField(
                label=_("What becomes of it"),
                choices=[STAYS, *steps],
                initial=chosen,
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @property
    def plain_fields(self) -> list[Any]:
        """The fields of the row, without the steps and what is added."""
        return [self[name] for name in self._meta.fields or ()]

    @property
    def new_milestone(self) -> tuple[str, Any] | None:
        given = self.cleaned_data
        both = given.get("milestone_title"), given.get("milestone_due")
        return both if all(both) else None  # type: ignore[return-value]

    def _post_clean(self) -> None:
        """Leave the instance as it was read."""


class GoalProposed(Proposed):
    kind = Item.GOAL

    class Meta:
        model = Goal
        fields = FIELDS[Item.GOAL]
        widgets = {"statement": Text(3), "expected_effect": Text(), "verification": Text()}


class LineProposed(Proposed):
    kind = Item.TARGET_LINE

    class Meta:
        model = TargetLine
        fields = FIELDS[Item.TARGET_LINE]
        widgets = {"target": Figure(), "upper": Figure(), "tolerance": Figure(), "due": Day()}


class MilestoneProposed(Proposed):
    kind = Item.MILESTONE

    class Meta:
        model = Milestone
        fields = FIELDS[Item.MILESTONE]
        widgets = {"due": Day()}


class MeasureProposed(Proposed):
    kind = Item.MEASURE
    milestone_title = forms.CharField(
        label=gettext_lazy("New milestone"), max_length=200, required=False
    )
    milestone_due = forms.DateField(label=gettext_lazy("due"), required=False, widget=Day())

    class Meta:
        model = Measure
        fields = FIELDS[Item.MEASURE]
        widgets = {
            "description": Text(3),
            "starts": Day(),
            "ends": Day(),
            "cost": Figure(),
            "benefit": Figure(),
            "resources": Text(),
            "risk": Text(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        responsible = self.initial.get("department") or self.instance.plan.department_id
        self.fields["department"].queryset = Department.objects.active()
        offer_posts(self.fields["post"], {responsible, self.instance.plan.department_id})
        offer_people(self.fields["person"], responsible, self.instance.person)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", _("The measure must end after it starts."))
        if bool(given.get("milestone_title")) != bool(given.get("milestone_due")):
            self.add_error("milestone_due", _("A milestone has a name and a date."))
        return given


FORMS: dict[str, type[Proposed]] = {
    form.kind: form for form in (GoalProposed, LineProposed, MeasureProposed, MilestoneProposed)
}
