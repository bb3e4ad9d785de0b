"""What the office types around a meeting: which matters it has, and what it decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from improvement.door.bounded import Bounded

from .models import Ballot, MinutesVote, Seat, SittingItem
from .models.minutes import ABSENT
from .sheet_forms import RETURNED_OVER_GOAL, SheetForm, due_field, vote_field, words_field
from .sittings import Decided, Said
from .tally import Choice

ON_EVERYTHING = [
    (choice, label)
    for choice, label in MinutesVote.CHOICES
    if choice in {Choice.APPROVE, Choice.ABSTAIN, ABSENT}
]
"""What a seat can have said on all matters; conditions and reasons belong to one of them."""
LINES, MORE = 3, 5
MOST_LINES = 200


class PrepareForm(Bounded, forms.Form):
    """The day, and the matters; all that are open stand on the agenda unless taken off."""

    held_on = forms.DateField(
        label=gettext_lazy("Day of the meeting"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=200)
    ballots = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Matters"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one matter for the meeting.")},
    )

    def __init__(self, *args: Any, ballots: Sequence[Ballot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {ballot.pk: ballot for ballot in ballots}
        field: Any = self.fields["ballots"]
        field.choices = [(ballot.pk, ballot.local_name) for ballot in ballots]
        field.initial = list(self.known)

    @property
    def chosen(self) -> list[Ballot]:
        """In the order of the list, whatever the order of the ticks."""
        ticked = set(self.cleaned_data["ballots"])
        return [ballot for pk, ballot in self.known.items() if pk in ticked]


class DecidedForm(SheetForm):
    """A line for each word that differs from what a seat said on everything."""

    TAIL = gettext_lazy("Last 8 characters of the code, as printed on the vote sheet")
    EVERYBODY = gettext_lazy("Everybody approved everything, but for what is named below")

    pulled = forms.CharField(
        label=gettext_lazy("Items pulled from a consent list"),
        help_text=gettext_lazy(
            "Their numbers on the agenda, such as 1.3, 1.17. Each gets a ballot of its own."
        ),
        required=False,
        max_length=1000,
    )

    def __init__(
        self, *args: Any, items: Sequence[SittingItem], seats: Sequence[Seat], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = {item.number: item for item in items}
        self.seats = {str(n): seat for n, seat in enumerate(seats, start=1)}
        self.lines = self.count_lines()
        if not any(item.ballot.size for item in items):
            del self.fields["pulled"]
        for number, seat in self.seats.items():
            self.fields[f"seat_{number}"] = vote_field(ON_EVERYTHING, seat.holder.local_name)
        for n in range(1, self.lines + 1):
            self.fields |= line_fields(n, self.seats, with_goals=self.with_plans)

    @property
    def with_plans(self) -> bool:
        return any(item.ballot.content_type.model == "plan" for item in self.items.values())

    def count_lines(self) -> int:
        """Some to begin with; the button for more sends the form back with more of them."""
        sent = str(self.data.get("lines", "")) if self.is_bound else ""
        asked = min(int(sent), MOST_LINES) if sent.isdecimal() else LINES
        return asked + (MORE if "more" in self.data else 0)

    @property
    def seat_rows(self) -> Iterator[tuple[Seat, forms.BoundField]]:
        for number, seat in self.seats.items():
            yield seat, self[f"seat_{number}"]

    @property
    def line_rows(self) -> Iterator[list[forms.BoundField]]:
        for n in range(1, self.lines + 1):
            yield [self[f"{name}_{n}"] for name in ("on", "by", "choice", "words", "due")]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for number in self.seats:
            self.require_choice(f"seat_{number}", given)
        for n in range(1, self.lines + 1):
            self.clean_line(given, n)
        given["off"] = self.pulled_off(given.get("pulled", ""))
        return given

    def clean_line(self, given: dict[str, Any], n: int) -> None:
        """A line is empty, or it is whole and of this agenda."""
        on, by = given.get(f"on_{n}"), given.get(f"by_{n}")
        choice, words = given.get(f"choice_{n}"), given.get(f"words_{n}")
        if not (on or by or choice or words):
            return
        for name, value in (("on", on), ("by", by), ("choice", choice)):
            if not value and f"{name}_{n}" not in self.errors:
                self.add_error(f"{name}_{n}", _("Fill in the line, or empty it."))
        if on and on not in self.items:
            self.add_error(f"on_{n}", _("There is no such number on the agenda."))
        self.require_words(choice or "", f"words_{n}", f"words_{n}")

    def pulled_off(self, typed: str) -> dict[int, list[int]]:
        """“1.3, 1.17” as the items 3 and 17 of the list that is matter 1."""
        found: dict[int, list[int]] = {}
        for part in re.split(r"[\s,;，、；]+", typed.strip()):
            if not part:
                continue
            matter, _dot, item = part.partition(".")
            if not self.is_listed(matter, item):
                self.add_error(
                    "pulled",
                    _("%(number)s is no item of a consent list here.") % {"number": part},
                )
                continue
            found.setdefault(int(matter), []).append(int(item))
        return found

    def is_listed(self, matter: str, item: str) -> bool:
        if not (matter.isdecimal() and item.isdecimal() and int(matter) in self.items):
            return False
        listed = self.items[int(matter)].ballot.items.all()
        return any(one.number == int(item) and one.listed for one in listed)

    def decided(self) -> Decided:
        given = self.cleaned_data
        return Decided(
            held_on=given["held_on"],
            tail=given["tail"],
            usual={
                seat.key: given[f"seat_{number}"] or Choice.APPROVE.value
                for number, seat in self.seats.items()
            },
            apart=dict(self.apart()),
            pulled=given["off"],
        )

    def apart(self) -> Iterator[tuple[tuple[int, Any], Said]]:
        given = self.cleaned_data
        for n in range(1, self.lines + 1):
            if not given[f"on_{n}"]:
                continue
            choice = given[f"choice_{n}"]
            over_goal = choice == RETURNED_OVER_GOAL
            yield (
                (given[f"on_{n}"], self.seats[given[f"by_{n}"]].key),
                Said(
                    Choice.RETURN.value if over_goal else choice,
                    given[f"words_{n}"],
                    given[f"due_{n}"],
                    over_goal,
                ),
            )


def line_fields(n: int, seats: dict[str, Seat], *, with_goals: bool) -> dict[str, forms.Field]:
    choices: list[Any] = list(MinutesVote.CHOICES)
    if with_goals:
        choices.insert(3, (RETURNED_OVER_GOAL, _("Return for revision, over a goal")))
    named = ((key, seat.holder.local_name) for key, seat in seats.items())
    return {
        f"on_{n}": forms.IntegerField(
            label=gettext_lazy("Number on the agenda"), required=False, min_value=1, max_value=999
        ),
        f"by_{n}": vote_field(list(named), gettext_lazy("Seat")),
        f"choice_{n}": vote_field(choices),
        f"words_{n}": words_field(gettext_lazy("Reason; or conditions, one a line")),
        f"due_{n}": due_field(),
    }
