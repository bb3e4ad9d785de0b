"""The page on which the office enters what a meeting decided on paper: one form, one sheet."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from improvement.door.acts import require_right
from improvement.door.refusals import StepRefused
from improvement.door.views import one_time_key
from improvement.files.store import NotTaken
from improvement.organization.models import Organization

from .models import Ballot, BallotItem, MinutesVote, Seat
from .models.sitting import TAIL
from .on_paper import Entered, Line, enter_minutes, seats_to_enter
from .record import code
from .sheet_forms import SheetForm, due_field, vote_field, words_field
from .tally import Choice
from .views import visible


class MinutesForm(SheetForm):
    """One row for each seat that has not voted on screen."""

    TAIL = gettext_lazy("Last 8 characters of the hash, as printed on the vote sheet")
    EVERYBODY = gettext_lazy("Everybody approved, but for what is named below")

    over_goal = forms.BooleanField(
        label=gettext_lazy("A return is over a goal: reopen the goals"), required=False
    )
    pulled = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Pulled in the meeting"),
        help_text=gettext_lazy("Each gets a ballot of its own at once."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, seats: list[Seat], items: list[BallotItem], kind: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        if items:
            self.fields["pulled"].choices = [  # type: ignore[attr-defined]
                (item.number, f"{item.number}. {item.local_name}") for item in items
            ]
        else:
            del self.fields["pulled"]
        if kind != "plan":
            del self.fields["over_goal"]
        for seat in seats:
            self.fields |= row_of(seat)

    @property
    def rows(self) -> Iterator[tuple[Seat, list[forms.BoundField]]]:
        for seat in self.seats:
            names = ("choice", "reason", "conditions", "due")
            yield seat, [self[f"{name}_{seat.number}"] for name in names]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for n in (seat.number for seat in self.seats):
            self.require_choice(f"choice_{n}", given)
            given[f"choice_{n}"] = given.get(f"choice_{n}") or Choice.APPROVE.value
            self.require_words(given[f"choice_{n}"], f"reason_{n}", f"conditions_{n}")
        return given

    def entered(self) -> Entered:
        given = self.cleaned_data
        return Entered(
            held_on=given["held_on"],
            tail=given["tail"],
            lines=[line_of(given, seat.number) for seat in self.seats],
            over_goal=given.get("over_goal", False),
            pulled=given.get("pulled", ()),
        )


def row_of(seat: Seat) -> dict[str, forms.Field]:
    n = seat.number
    return {
        f"choice_{n}": vote_field(),
        f"reason_{n}": words_field(gettext_lazy("Reason or remark")),
        f"conditions_{n}": words_field(gettext_lazy("Conditions, one a line")),
        f"due_{n}": due_field(),
    }


def line_of(given: dict[str, Any], n: int) -> Line:
    return Line.of(
        n,
        given[f"choice_{n}"],
        reason=given[f"reason_{n}"],
        conditions=given[f"conditions_{n}"],
        due=given[f"due_{n}"],
    )


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Enter the sheet: GET asks, POST keeps it and tells every member at once."""
    chosen = visible(request, public_id)
    require_right(request.user, "enter_minutes", chosen)
    form, refused = form_for(request, chosen), None
    if request.method == "POST" and form.is_valid():
        try:
            enter_minutes(
                chosen,
                form.entered(),
                form.cleaned_data["file"],
                by=request.user,
                key=request.POST.get("key") or None,
            )
        except NotTaken as stop:
            form.add_error("file", str(stop.sentence))
        except StepRefused as stop:
            refused = stop
            form.add_error(None, str(stop.sentence))
        else:
            messages.success(
                request, _("The minutes are entered. Every member has been told and may object.")
            )
            return redirect(chosen)
    return render(
        request,
        "approvals/enter_minutes.html",
        {
            "ballot": chosen,
            "form": form,
            "seated": [seat for seat in chosen.known_seats() if seat not in form.seats],
            "tail": chosen.digest[-TAIL:],
            "key": one_time_key(),
        },
        status=refused.status if refused else 200,
    )


def form_for(request: HttpRequest, chosen: Ballot) -> MinutesForm:
    return MinutesForm(
        request.POST or None,
        request.FILES or None,
        seats=seats_to_enter(chosen),
        items=chosen.listed_items,
        kind=chosen.content_type.model,
    )


@require_GET
def vote_sheet(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The sheet to print for a meeting: a row a seat, and the hash of what is voted on."""
    chosen = visible(request, public_id)
    if chosen.closed_at is not None:
        return redirect(chosen)
    items = chosen.items.listed().select_related("revision") if chosen.size else []
    return render(
        request,
        "approvals/vote_sheet.html",
        {
            "ballot": chosen,
            "revision": chosen.revision,
            "kind_name": ContentType.objects.get_for_id(chosen.content_type_id).name,
            "house": Organization.current(),
            "seats": seats_to_enter(chosen),
            "items": items,
            "choices": MinutesVote.CHOICES,
            "tail": chosen.digest[-TAIL:],
            "code": mark_safe(  # drawn by us, from an address of ours
                code(f"{settings.SITE_URL}{chosen.get_absolute_url()}")
            ),
        },
    )
