"""What is typed from any signed vote sheet, of one matter or of a whole meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.door.bounded import Bounded

from .models import MinutesVote
from .tally import Choice

RETURNED_OVER_GOAL = "over_goal"
MOST_WORDS = 4000


class SheetForm(Bounded, forms.Form):
    """Its day, its hash, its scan, and one tick where all approved; nothing is preselected."""

    TAIL: ClassVar[Any]
    EVERYBODY: ClassVar[Any]

    held_on = forms.DateField(
        label=gettext_lazy("Day of the meeting"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    tail = forms.CharField(
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Scan of the signed minutes"),
        help_text=gettext_lazy("PDF or picture, up to 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.webp"}),
    )
    everybody = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tail"].label = self.TAIL
        self.fields["everybody"].label = self.EVERYBODY

    def require_choice(self, name: str, given: dict[str, Any]) -> None:
        """A seat has one of its own, or the tick speaks for it."""
        if not given.get(name) and not given.get("everybody"):
            self.add_error(name, _("Choose what stands on the sheet."))

    def require_words(self, choice: str, reason: str, conditions: str) -> None:
        """The same as the door asks, said beside the field of that name."""
        given = self.cleaned_data
        if choice in {Choice.RETURN, RETURNED_OVER_GOAL} and not given.get(reason):
            self.add_error(reason, _("Write the reason that stands in the minutes."))
        if choice == Choice.CONDITIONS and not given.get(conditions):
            self.add_error(conditions, _("Name at least one condition."))


def vote_field(choices: Sequence[Any] = MinutesVote.CHOICES, label: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label or gettext_lazy("Vote"), choices=[("", "—"), *choices], required=False
    )


def words_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def due_field() -> forms.DateField:
    return forms.DateField(
        label=gettext_lazy("To be met by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
