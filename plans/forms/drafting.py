"""What the forms of drafting share: fields for the door, rows below a row, people and posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.door.bounded import Bounded
from improvement.organization.models import Appointment, Post, User
from plans.drafting import Below
from plans.models import (
    Plan,
)
from plans.wording import figure

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

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """A form ends lines in one way, a script in another; a text has one."""
        text = super().value_from_datadict(data, files, name)
        return text.replace("\r\n", "\n") if text else text


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


class RowForm(Drafted):
    """A row of a list; ticked to be removed it is archived and stays in the record."""

    removed = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    @property
    def below(self) -> Below:
        changes = self.changes | ({"archived": True} if self.cleaned_data["removed"] else {})
        return Below(self.instance, changes, self.cleaned_data["version"])


class RowKey(forms.ModelChoiceField):
    """The key of one of the rows that were read with the form; it needs no statement."""

    def __init__(self, rows: Iterable[Any], initial: Any) -> None:
        super().__init__(None, initial=initial, required=False, widget=forms.HiddenInput)
        self.rows = {str(row.pk): row for row in rows}

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if str(value) not in self.rows:
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return self.rows[str(value)]


class RowFormSet(forms.BaseModelFormSet):
    """The live rows and one blank; only what was touched is handed on."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["id"] = RowKey(self.get_queryset(), form.fields["id"].initial)

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


def offer_posts(field: Any, departments: set[int]) -> None:
    """The posts of the departments concerned."""
    field.queryset = Post.objects.filter(department__in=departments).select_related("department")


def offer_people(field: Any, department: int, present: User | None) -> None:
    """Everyone who holds a role, those of the responsible department first, with their post."""
    field.queryset = User.objects.active()
    field.choices = cache(lambda: people(department, present))


def people(department: int, present: User | None) -> list[Any]:
    """Those who are offered, grouped by department."""
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
    return [("", _("Nobody yet")), *gone, *groups.items()]


class WordForm(Drafted):
    """What the department says to the warnings, so that it can hand in all the same."""

    class Meta:
        model = Plan
        fields = ("word_on_warnings",)
        widgets = {"word_on_warnings": Text(3)}


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
