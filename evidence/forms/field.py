"""A record of field work, written with one thumb; and the finding made from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evidence.lifecycle import SAYS_NOTHING
from evidence.models import Confidence, FieldNote, Finding, FindingHeading
from improvement.door.bounded import Bounded
from improvement.organization.models import Appointment, Department, Role, User

WIDELY = (
    *(Role.HEAD, Role.OFFICE_HEAD, Role.OFFICER),
    *(Role.CHAIR, Role.VICE_CHAIR, Role.LEADER),
)


class PersonField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.local_name)


class FieldNoteForm(Bounded, forms.ModelForm):
    """Place, day and method above; flow, quality and staff below; who may read it last."""

    class Meta:
        model = FieldNote
        fields = [
            "kind",
            "department",
            "place",
            "held_on",
            "held_at",
            "method",
            "people",
            "company",
            "flow",
            "quality",
            "staff",
            "text",
            "confidence",
            "readers",
        ]
        field_classes = {"readers": PersonField}
        widgets = {
            "kind": forms.RadioSelect,
            "held_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "held_at": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "people": forms.NumberInput(attrs={"inputmode": "numeric", "min": 0}),
            "text": forms.Textarea(attrs={"rows": 3}),
            "flow": forms.Textarea(attrs={"rows": 3}),
            "quality": forms.Textarea(attrs={"rows": 3}),
            "staff": forms.Textarea(attrs={"rows": 3}),
            "confidence": forms.RadioSelect,
            "readers": forms.SelectMultiple(attrs={"size": 6}),
        }
        labels = {"text": _("Anything else that was seen or said")}
        error_messages = {
            "kind": {"required": _("Choose what it was.")},
            "confidence": {"required": _("Choose who may read it.")},
        }
        help_texts = {
            "method": _("Such as: walked through, counted for an hour, one to one, focus group."),
            "company": _("Leave out the names of customers, and of staff who spoke in confidence."),
            "flow": _("How the work runs: waiting, steps, forms, signs, facilities."),
            "quality": _("What customers get: right, complete, in time, with courtesy."),
            "staff": _("How people work: load, training, tools, mood, conduct."),
            "readers": _("Only where named people alone may read it."),
        }

    def __init__(
        self, *args: Any, departments: QuerySet[Department], hands_in: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hands_in = hands_in
        offered = list(departments)
        names: Any = self.fields["department"]
        names.queryset = departments
        names.choices = [(one.pk, str(one.local_name)) for one in offered]
        if len(offered) > 1 and not self.instance.pk:
            names.choices = [("", names.empty_label), *names.choices]
        readers: Any = self.fields["readers"]
        readers.queryset = trusted(one.pk for one in offered)
        kinds: Any = self.fields["kind"]
        kinds.choices = FieldNote._meta.get_field("kind").choices
        if not self.instance.pk:
            self.initial.pop("confidence", None)  # whoever writes it chooses; nothing is meant
            self.fields["confidence"].initial = None
            self.fields["held_on"].initial = timezone.localdate()

    def clean_held_on(self) -> Any:
        on = self.cleaned_data["held_on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("The day lies in the future."))
        return on

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        alone = said.get("confidence") == Confidence.NAMED
        if alone and not said.get("readers"):
            self.add_error("readers", _("Name at least one person who may read it."))
        if not alone and "readers" in said:
            said["readers"] = User.objects.none()
        if self.hands_in and not any(said.get(name) for name in FindingHeading.values):
            self.add_error("flow", SAYS_NOTHING)
        return said


def trusted(departments: Iterable[int]) -> QuerySet[User]:
    """Who may be named: people of these departments, every head, the office and the leaders."""
    held = Appointment.objects.valid_on(timezone.localdate())
    held = held.filter(Q(department__in=list(departments)) | Q(role__in=WIDELY))
    people: Any = User.objects
    found: QuerySet[User] = people.active().filter(pk__in=held.values("user"))
    return found.order_by("name", "pk")


class FieldFindingForm(Bounded, forms.ModelForm):
    """What the record shows, in words that everybody may read."""

    class Meta:
        model = Finding
        fields = ["title", "heading", "detail", "proof"]
        widgets = {
            "detail": forms.Textarea(attrs={"rows": 3}),
            "proof": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"title": _("What is the problem?"), "proof": _("What shows it, in words")}
        help_texts = {"detail": _("As far as it is known.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("heading", "proof"):
            self.fields[name].required = True
