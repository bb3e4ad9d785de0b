"""A checklist, an inspection by it, and what was found on site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evidence.inspecting import Line, Told
from evidence.models import (
    Checklist,
    ChecklistItem,
    Finding,
    Inspection,
    InspectionAnswer,
    Scale,
)
from improvement.door.bounded import Bounded
from improvement.organization.models import Appointment, Department, User

ITEMS = 50
"""More than anybody asks in one visit."""
BLANK = 5
DOES_NOT_APPLY = "none"


class ChecklistForm(Bounded, forms.ModelForm):
    class Meta:
        model = Checklist
        fields = ["title", "purpose"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 2})}


class LineForm(Bounded, forms.Form):
    """One item; a section is named once and goes on until the next."""

    item = forms.IntegerField(widget=forms.HiddenInput, required=False)
    section = forms.CharField(
        label=pgettext_lazy("checklist", "Section"), max_length=120, required=False
    )
    text = forms.CharField(label=pgettext_lazy("checklist", "Item"), max_length=300, required=False)
    weight = forms.IntegerField(label=_("Weight"), min_value=1, max_value=10, initial=1)
    scale = forms.TypedChoiceField(
        label=pgettext_lazy("checklist", "Scale"),
        choices=Scale.choices,
        coerce=int,
        initial=Scale.YES_NO,
    )


Lines = forms.formset_factory(LineForm, extra=BLANK, max_num=ITEMS, absolute_max=ITEMS)


def lines_of(checklist: Checklist | None, data: Any) -> Any:
    """The items as they stand, and some rows to add to them."""
    items = list(checklist.items.live()) if checklist else []
    initial = [
        {"item": row.pk, "section": row.section, "text": row.text}
        | {"weight": row.weight, "scale": row.scale}
        for row in items
    ]
    return Lines(data, initial=initial, prefix="items")


def written_lines(formset: Any, checklist: Checklist | None) -> list[Line]:
    """What the rows say; an item that is not of this checklist is a new one."""
    known = {row.pk: row for row in checklist.items.all()} if checklist else {}
    return [
        Line(
            item=known.get(said["item"]),
            section=said["section"].strip(),
            text=said["text"].strip(),
            weight=said["weight"],
            scale=said["scale"],
        )
        for said in (form.cleaned_data for form in formset.forms)
        if said
    ]


class InspectionForm(Bounded, forms.ModelForm):
    """What is inspected, where and when; the items come next."""

    class Meta:
        model = Inspection
        fields = ["checklist", "department", "place", "held_on"]
        widgets = {"held_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        help_texts = {
            "place": _("Name it as the last time: inspections of one place are compared."),
        }

    def __init__(self, *args: Any, departments: QuerySet[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists: Any = self.fields["checklist"]
        lists.queryset = Checklist.objects.in_use()
        names: Any = self.fields["department"]
        offered = list(departments)
        names.queryset = departments
        names.choices = [(one.pk, str(one.local_name)) for one in offered]
        if len(offered) > 1:
            names.choices = [("", names.empty_label), *names.choices]
        self.fields["held_on"].initial = timezone.localdate()

    def clean_held_on(self) -> Any:
        on = self.cleaned_data["held_on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("The day lies in the future."))
        return on

    def clean_place(self) -> str:
        """Spelled as the time before, whatever the blanks."""
        return " ".join(self.cleaned_data["place"].split())


class AnswersForm(Bounded, forms.Form):
    """An answer and a note for every item; what has none yet may stay so until it is finished."""

    remark = forms.CharField(
        label=pgettext_lazy("inspection", "Remark on the whole"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *args: Any, answers: Iterable[InspectionAnswer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers = list(answers)
        for one in self.answers:
            self.fields[f"answer_{one.pk}"] = forms.ChoiceField(
                label=one.item.text,
                choices=choices_of(one.item),
                widget=forms.RadioSelect,
                required=False,
                initial=chosen(one),
            )
            self.fields[f"note_{one.pk}"] = forms.CharField(
                label=_("Note on it"), max_length=400, required=False, initial=one.note
            )

    def row(self, one: InspectionAnswer) -> tuple[Any, Any]:
        return self[f"answer_{one.pk}"], self[f"note_{one.pk}"]

    @property
    def told(self) -> list[Told]:
        said = self.cleaned_data
        return [told(one, said[f"answer_{one.pk}"], said[f"note_{one.pk}"]) for one in self.answers]


def choices_of(item: ChecklistItem) -> list[tuple[str, Any]]:
    """The best first for a question, the points in their order; and that it does not apply."""
    if item.scale == Scale.YES_NO:
        points: list[tuple[str, Any]] = [("1", _("Yes")), ("0", _("No"))]
    else:
        points = [(str(one), str(one)) for one in range(item.scale + 1)]
    return [*points, (DOES_NOT_APPLY, _("Does not apply"))]


def chosen(answer: InspectionAnswer) -> str:
    if not answer.applies:
        return DOES_NOT_APPLY
    return "" if answer.points is None else str(answer.points)


def told(answer: InspectionAnswer, choice: str, note: str) -> Told:
    applies = choice != DOES_NOT_APPLY
    return Told(answer, int(choice) if choice and applies else None, applies, note.strip())


class SiteFindingForm(Bounded, forms.ModelForm):
    """What was found, by when it is put right, and by whom."""

    due = forms.DateField(
        label=_("To be put right by"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    responsible = forms.ModelChoiceField(User.objects.none(), label=_("Responsible"))

    class Meta:
        model = Finding
        fields = ["title", "heading", "proof", "detail"]
        widgets = {
            "detail": forms.Textarea(attrs={"rows": 2}),
            "proof": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"title": _("What is the problem?"), "proof": _("What shows it, in words")}
        help_texts = {"detail": _("As far as it is known.")}

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("heading", "proof"):
            self.fields[name].required = True
        people: Any = self.fields["responsible"]
        held = Appointment.objects.valid_on(timezone.localdate()).filter(department=department)
        everybody: Any = User.objects
        people.queryset = everybody.active().filter(pk__in=held.values("user")).order_by("name")
        people.label_from_instance = lambda person: str(person.local_name)

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due < timezone.localdate():
            raise forms.ValidationError(_("The day lies in the past."))
        return due
