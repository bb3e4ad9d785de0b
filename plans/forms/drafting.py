"""What a department types while it drafts: sections, goals with lines, measures with milestones."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.door.bounded import Bounded
from improvement.organization.models import Appointment, Department, Post, User
from plans.drafting import Below
from plans.models import (
    Goal,
    Measure,
    Milestone,
    OverallGoal,
    Plan,
    ResourceKind,
    ResourceNeed,
    Section,
    TargetLine,
)
from plans.wording import figure

from .rounds import Day

OFFERED = 500
"""Most people a list offers; beyond it one chooses the department first."""

ROWS = 50
"""Most rows below one goal or measure; a page with a thousand takes a minute to write."""


class Figure(forms.NumberInput):
    """A figure of any precision; the phone shows its number keys."""

    def __init__(self) -> None:
        super().__init__(attrs={"inputmode": "decimal", "step": "any"})

    def format_value(self, value: Any) -> str | None:
        """85.000000 is typed 85."""
        text = super().format_value(value)
        return figure(text).replace(",", "") if text else text


class Text(forms.Textarea):
    def __init__(self, rows: int = 2) -> None:
        super().__init__(attrs={"rows": rows})


class Formatted(Text):
    """A text of signs (docs/decisions/0012); the buttons beside it type them."""

    SIGNS = gettext_lazy(
        "A line that begins with ## is a heading, with - a point, with 1. a step; "
        "**bold** stands between stars, a row of a table between bars: | a | b |"
    )

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        words = {"data-words": _("words"), "data-column": _("Column")}
        attrs: dict[str, Any] = super().build_attrs(*args, **kwargs)
        return attrs | {"data-formatted": True, **words}


def one_ending(text: str) -> str:
    """Browsers end lines in two ways; a text has one, or every line would seem changed."""
    return "\n".join(text.splitlines())


class Drafted(Bounded, forms.ModelForm):
    """A form that hands its allowed fields to the door as one dict of changes."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", self.instance.version)
        for field in self.fields.values():
            if isinstance(field, forms.ModelMultipleChoiceField):
                continue
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = _("Choose")
            elif isinstance(field, forms.TypedChoiceField):
                field.choices = [("", _("Choose")), *field.choices[1:]]

    @property
    def written(self) -> list[str]:
        """The allowed fields that this reader may write now."""
        return [name for name in self._meta.fields or () if name in self.fields]

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.written}

    @property
    def labelled(self) -> Iterator[tuple[str, Any]]:
        """Everything typed with the label it was typed under, for a page that must keep it."""
        for name in self.written:
            if self[name].data:
                yield str(self[name].label), self[name].data

    def _post_clean(self) -> None:
        """Leave the instance as it was read; the door writes on the row it has locked."""


class SectionForm(Drafted):
    class Meta:
        model = Section
        fields = ("body",)
        widgets = {"body": Formatted(14)}
        help_texts = {"body": Formatted.SIGNS}

    def clean_body(self) -> str:
        return one_ending(self.cleaned_data["body"])


class OwnSectionForm(Drafted):
    """What a section of the department's own is called."""

    class Meta:
        model = Section
        fields = ("title",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True


class EffectForm(Drafted):
    """What one goal is expected to bring about, in figures, before it starts (D57)."""

    class Meta:
        model = Goal
        fields = ("expected_effect", "verification")
        widgets = {"expected_effect": Text(), "verification": Text()}


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


class RowForm(Drafted):
    """A row of a list; ticked to be removed it is archived and stays in the record."""

    removed = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    @property
    def below(self) -> Below:
        changes = self.changes | ({"archived": True} if self.cleaned_data["removed"] else {})
        return Below(self.instance, changes, self.cleaned_data["version"])


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


class MilestoneForm(RowForm):
    class Meta:
        model = Milestone
        fields = ("title", "due")
        widgets = {"due": Day()}


class RowFormSet(forms.BaseModelFormSet):
    """The live rows and one blank; only what was touched is handed on."""

    def below(self) -> list[Below]:
        return [form.below for form in self.forms if form.has_changed() and not blank(form)]

    @property
    def labelled(self) -> Iterator[tuple[str, Any]]:
        for number, form in enumerate(self.forms, start=1):
            for label, text in form.labelled:
                yield f"{number}. {label}", text


def blank(form: Any) -> bool:
    """A new row that is to be removed again was never there."""
    return not form.instance.pk and form.cleaned_data["removed"]


TargetLines = forms.modelformset_factory(
    TargetLine, form=TargetLineForm, formset=RowFormSet, extra=1, absolute_max=ROWS, max_num=ROWS
)
Milestones = forms.modelformset_factory(
    Milestone, form=MilestoneForm, formset=RowFormSet, extra=1, absolute_max=ROWS, max_num=ROWS
)


class ResourceForm(RowForm):
    class Meta:
        model = ResourceNeed
        fields = ("kind", "name", "post", "amount", "unit", "starts", "ends")
        widgets = {"amount": Figure(), "starts": Day(), "ends": Day()}
        help_texts = {"unit": gettext_lazy("People are counted in days where it is left blank.")}

    def __init__(self, *args: Any, posts: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [("", _("No post named")), *posts]

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("The amount must be more than zero."))
        return amount

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", _("It must end after it starts."))
        if given.get("post") and given.get("kind") not in (None, ResourceKind.PEOPLE):
            self.add_error("post", _("Only people have a post."))
        return given


class MeasureForm(Drafted):
    class Meta:
        model = Measure
        fields = (
            "title",
            "description",
            "type",
            "goals",
            "department",
            "post",
            "person",
            "starts",
            "ends",
            "cost",
            "benefit",
            "cost_benefit",
            "resources",
            "resource_fit",
            "risk",
        )
        widgets = {
            "description": Text(3),
            "goals": forms.CheckboxSelectMultiple,
            "starts": Day(),
            "ends": Day(),
            "cost": Figure(),
            "benefit": Figure(),
            "cost_benefit": Text(),
            "resources": Text(),
            "resource_fit": Text(),
            "risk": Text(),
        }
        help_texts = {"cost": gettext_lazy("Zero is a cost too.")}

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.responsible = responsible = self.instance.department_id or plan.department_id
        if self.instance.pk is None:
            self.initial["department"] = plan.department_id
        self.fields["goals"].queryset = plan.goals.live()
        self.fields["goals"].required = False
        self.fields["department"].queryset = Department.objects.active()
        offer_posts(self.fields["post"], {responsible, plan.department_id})
        offer_people(self.fields["person"], responsible, self.instance.person)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", _("The measure must end after it starts."))
        return given


Resources = forms.modelformset_factory(
    ResourceNeed, form=ResourceForm, formset=RowFormSet, extra=1, absolute_max=ROWS, max_num=ROWS
)


def posts_for(measure: Measure | None, departments: set[int]) -> list[tuple[int, str]]:
    """The posts whose time a measure may need, read once: own, responsible, and those in use."""
    asked = Q(department__in=departments) | Q(resource_needs__measure=measure)
    posts = Post.objects.filter(asked).select_related("department").distinct()
    return [(post.pk, f"{post.department} · {post}") for post in posts[:OFFERED]]


def offer_posts(field: Any, departments: set[int]) -> None:
    """The posts of the departments concerned."""
    field.queryset = Post.objects.filter(department__in=departments).select_related("department")


def offer_people(field: Any, department: int, present: User | None) -> None:
    """Everyone who holds a role, those of the responsible department first, with their post."""
    field.queryset = User.objects.active()
    held = (
        Appointment.objects.valid_on(timezone.localdate())
        .filter(user__is_active=True, department__isnull=False)
        .select_related("user", "department", "post")
        .annotate(elsewhere=~Q(department=department))
        .order_by("elsewhere", "department__path", "user__name")
    )
    groups: dict[str, list[tuple[int, str]]] = {}
    for one in held[:OFFERED]:
        place = groups.setdefault(str(one.department), [])
        role = str(one.post) if one.post else one.get_role_display()
        place.append((one.user_id, f"{one.user} · {role}"))
    offered = {pk for group in groups.values() for pk, _label in group}
    gone = [] if present is None or present.pk in offered else [(present.pk, str(present))]
    field.choices = [("", _("Nobody yet")), *gone, *groups.items()]


class WordForm(Drafted):
    """What the department says to the warnings, so that it can hand in all the same."""

    class Meta:
        model = Plan
        fields = ("word_on_warnings",)
        widgets = {"word_on_warnings": Text(3)}


class KeyAreasForm(Drafted):
    """The key areas of its service that a department names; each of them gets a goal (D48)."""

    class Meta:
        model = Plan
        fields = ("key_areas",)
        widgets = {"key_areas": Text(3)}


class BeginForm(Bounded, forms.Form):
    """One of the year and department pairs a person can begin a plan for."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Plan for"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a year and department.")},
    )

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [
            (key, f"{department} · {planning_round.label}")
            for key, (planning_round, department) in choices.items()
        ]
