"""What the office types of a plan template, and what a department ticks of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.door.bounded import Bounded
from plans.copying import Chosen, is_written
from plans.kits import Kit
from plans.lifecycle import RoundStatus
from plans.models import (
    Plan,
    PlanTemplate,
    Round,
    TemplateGoal,
    TemplateLine,
    TemplateMeasure,
    TemplateMilestone,
    TemplateNeed,
    TemplateSection,
)

from .drafting import ROWS, Drafted, Figure, Formatted, RowForm, RowFormSet, Text, one_ending


class TemplateForm(Drafted):
    class Meta:
        model = PlanTemplate
        fields = ("name", "purpose", "round")
        widgets = {"purpose": Text(3)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Q(pk=self.instance.round_id)
        self.fields["round"].queryset = Round.objects.filter(~Q(status=RoundStatus.CLOSED) | own)
        self.fields["round"].empty_label = _("Every year")


class TemplateTextForm(Drafted):
    """The text of one section of a template."""

    class Meta:
        model = TemplateSection
        fields = ("body",)
        widgets = {"body": Formatted(6)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = str(self.instance)

    def clean_body(self) -> str:
        return one_ending(self.cleaned_data["body"])


class NewTextForm(Bounded, forms.Form):
    """One more section beside the six; without a title it is not begun."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, required=False)
    body = forms.CharField(label=gettext_lazy("Text"), widget=Formatted(6), required=False)

    def clean_body(self) -> str:
        return one_ending(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("body") and not given.get("title"):
            self.add_error("title", _("Give the section a title."))
        return given

    @property
    def added(self) -> dict[str, str] | None:
        return self.cleaned_data if self.cleaned_data["title"] else None


class TemplateGoalForm(Drafted):
    class Meta:
        model = TemplateGoal
        fields = (
            "title",
            "statement",
            "family",
            "key_area",
            "beneficiaries",
            "customer_need",
            "verification",
            "archived",
        )
        widgets = {"statement": Text(3), "customer_need": Text(), "verification": Text()}


class TemplateLineForm(RowForm):
    class Meta:
        model = TemplateLine
        fields = ("indicator", "measured_by", "direction", "unit", "source")
        widgets = {"measured_by": forms.TextInput}
        labels = {"measured_by": gettext_lazy("Measured by")}
        help_texts = {"measured_by": gettext_lazy("Where the register has no indicator for it.")}

    def __init__(self, *args: Any, indicators: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", _("Not in the register")), *indicators]


class TemplateMeasureForm(Drafted):
    class Meta:
        model = TemplateMeasure
        fields = (
            "title",
            "description",
            "type",
            "goals",
            "first_month",
            "last_month",
            "resources",
            "risk",
            "archived",
        )
        widgets = {
            "description": Text(3),
            "goals": forms.CheckboxSelectMultiple,
            "resources": Text(),
            "risk": Text(),
        }
        help_texts = {
            "first_month": gettext_lazy("The first month of the planning year is 1."),
        }

    def __init__(self, *args: Any, template: PlanTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goals"].queryset = template.goals.live()

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first_month"), given.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", _("The measure must end after it starts."))
        return given


class TemplateMilestoneForm(RowForm):
    class Meta:
        model = TemplateMilestone
        fields = ("title", "month")


class TemplateNeedForm(RowForm):
    class Meta:
        model = TemplateNeed
        fields = ("kind", "name", "amount", "unit")
        widgets = {"amount": Figure()}
        help_texts = {"unit": gettext_lazy("People are counted in days where it is left blank.")}

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("The amount must be more than zero."))
        return amount


def rows_of(model: Any, form: Any) -> Any:
    """The rows below a goal or measure of a template, and one blank."""
    return forms.modelformset_factory(
        model, form=form, formset=RowFormSet, extra=1, absolute_max=ROWS, max_num=ROWS
    )


TemplateLines = rows_of(TemplateLine, TemplateLineForm)
TemplateMilestones = rows_of(TemplateMilestone, TemplateMilestoneForm)
TemplateNeeds = rows_of(TemplateNeed, TemplateNeedForm)


# What a department ticks


def numbers(label: Any, help_text: Any = "") -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        coerce=int,
        help_text=help_text,
    )


class ChooseForm(Bounded, forms.Form):
    """Sections, goals and measures of a kit, all ticked at first but what is written already."""

    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Sections"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("A section in which something is written stays as it is."),
    )
    goals = numbers(
        gettext_lazy("Goals"), gettext_lazy("Baselines, targets and evidence are left open.")
    )
    measures = numbers(
        gettext_lazy("Measures"),
        gettext_lazy("Months become dates of your year; person, cost and benefit are left open."),
    )

    def __init__(self, *args: Any, kit: Kit, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "sections": [(text.key, text.label) for text in kit.texts],
            "goals": [(goal.number, goal.label) for goal in kit.goals],
            "measures": [(measure.number, measure.label) for measure in kit.measures],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices
            if not choices:
                del self.fields[name]
        self.initial = {name: [key for key, _label in offered[name]] for name in self.fields}
        written = {k for k, body in plan.section_texts.items() if is_written(plan, k, body)}
        if "sections" in self.initial:
            self.initial["sections"] = [t.key for t in kit.texts if t.key not in written]

    @property
    def chosen(self) -> Chosen:
        return Chosen(**self.cleaned_data)
