"""What a department types of a measure: milestones, and what it needs of people and goods."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.door.packed import Packed, columns, unpacked
from improvement.organization.models import Department, DepartmentStatus, Post
from plans.models import Goal, Measure, Milestone, Plan, ResourceKind, ResourceNeed

from .drafting import OFFERED, ROWS, Drafted, Figure, RowForm, RowFormSet, Text, offer_people
from .rounds import Day

Choices = list[tuple[Any, str]]


class MilestoneForm(RowForm):
    class Meta:
        model = Milestone
        fields = ("title", "due")
        widgets = {"due": Day()}


class ResourceForm(RowForm):
    class Meta:
        model = ResourceNeed
        fields = ("kind", "name", "post", "amount", "unit", "starts", "ends")
        widgets = {"amount": Figure(), "starts": Day(), "ends": Day()}
        help_texts = {"unit": gettext_lazy("People are counted in days where it is left blank.")}

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = offered.needed_posts

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


class Offered:
    """The goals, departments and posts a measure can name; read once, when a list is shown."""

    def __init__(self, plan: Plan, measure: Measure) -> None:
        self.plan, self.measure = plan, measure
        self.responsible = measure.department_id or plan.department_id
        self.own = {self.responsible, plan.department_id}

    @cached_property
    def goals(self) -> list[Goal]:
        return list(self.plan.goals.live())

    @property
    def goals_served(self) -> list[Goal]:
        return [goal for goal in self.goals if goal.number in self.measure.goal_numbers]

    @cached_property
    def departments(self) -> list[Department]:
        """The active ones, and those whose posts are offered, with their posts in one query."""
        needed = ResourceNeed.objects.filter(measure=self.measure.pk).exclude(post=None)
        asked = Q(pk__in=needed.values("post")) | Q(department__in=self.own)
        posts = Post.objects.filter(asked, department=OuterRef("pk")).order_by("name", "pk")
        rows = Department.objects.filter(Q(state=DepartmentStatus.ACTIVE) | Exists(posts))
        return list(rows.annotate(posts_read=Packed(posts, columns(Post))))

    @cached_property
    def posts(self) -> list[tuple[Department, Post]]:
        """Own, responsible, and those in use, in the order of their departments."""
        found = [
            (department, post)
            for department in self.departments
            for post in unpacked(Post, columns(Post), department.posts_read)
        ]
        return found[:OFFERED]

    def goal_choices(self) -> Choices:
        return [(goal.pk, str(goal)) for goal in self.goals]

    def department_choices(self) -> Choices:
        active = [each for each in self.departments if each.state == DepartmentStatus.ACTIVE]
        return [("", _("Choose")), *((each.pk, str(each)) for each in active)]

    def post_choices(self) -> Choices:
        own = [post for department, post in self.posts if department.pk in self.own]
        return [("", _("Choose")), *((post.pk, str(post)) for post in own)]

    def needed_posts(self) -> Choices:
        """The posts whose time a measure may need."""
        named = [(post.pk, f"{department} · {post}") for department, post in self.posts]
        return [("", _("No post named")), *named]


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

    def __init__(
        self, *args: Any, plan: Plan, offered: Offered | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = offered or Offered(plan, self.instance)
        if self.instance.pk is None:
            self.initial["department"] = plan.department_id
        self.fields["goals"].queryset = plan.goals.live()
        self.fields["goals"].required = False
        self.fields["goals"].choices = offered.goal_choices
        self.fields["department"].queryset = Department.objects.active()
        self.fields["department"].choices = offered.department_choices
        self.fields["post"].queryset = Post.objects.filter(department__in=offered.own)
        self.fields["post"].choices = offered.post_choices
        offer_people(self.fields["person"], offered.responsible, self.instance.person)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", _("The measure must end after it starts."))
        return given


Milestones = forms.modelformset_factory(
    Milestone, form=MilestoneForm, formset=RowFormSet, extra=1, absolute_max=ROWS, max_num=ROWS
)
Resources = forms.modelformset_factory(
    ResourceNeed, form=ResourceForm, formset=RowFormSet, extra=1, absolute_max=ROWS, max_num=ROWS
)
