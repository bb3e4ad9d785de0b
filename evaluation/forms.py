"""What is typed on a scorecard and in a set of criteria."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from improvement.door.bounded import Bounded

from .models import CriteriaSet, Criterion, Kind
from .scoresheet import Line
from .steps import Given
from .weighing import HUNDRED

LONGEST_WORD, LONGEST_TEXT = 1000, 4000
ROWS = 20


class RatingForm(Bounded, forms.Form):
    """One side's score of one criterion, with its word; an empty score leaves it out."""

    score = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        error_messages={
            "min_value": _("A score lies between 0 and 100."),
            "max_value": _("A score lies between 0 and 100."),
            "invalid": _("Write the score as a number from 0 to 100."),
        },
    )
    word = forms.CharField(
        required=False,
        max_length=LONGEST_WORD,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Any, line: Line, side: str) -> None:
        self.line = line
        kept = line.ratings.get(side)
        first = kept.score if kept else line.told.score
        super().__init__(
            data,
            prefix=f"c{line.criterion.pk}",
            initial={"score": first, "word": kept.word if kept else ""},
        )
        score: Any = self.fields["score"]
        score.label = line.criterion.label
        score.widget.attrs |= {"aria-label": line.criterion.label, "step": "0.1"}
        self.fields["word"].label = gettext("%(criterion)s: cause, reason or note") % {
            "criterion": line.criterion.label
        }

    @property
    def given(self) -> Given:
        return Given(self.cleaned_data["score"], self.cleaned_data["word"].strip())


class WordsForm(Bounded, forms.Form):
    """The text that a side adds to the whole scorecard."""

    text = forms.CharField(
        required=False, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 3})
    )


class AnswerForm(Bounded, forms.Form):
    """What the office answers when it moderates a score."""

    answer = forms.CharField(
        label=_("Answer to the department"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write the answer.")},
    )


class CriteriaForm(Bounded, forms.ModelForm):
    """Shares of the sides, and from where on a word or a grade is given."""

    class Meta:
        model = CriteriaSet
        fields = (
            "own_share",
            "superior_share",
            "office_share",
            "gap",
            "threshold",
            "grade_a",
            "grade_b",
            "grade_c",
        )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if self.errors:
            return found
        shares = [found[name] for name in ("own_share", "superior_share", "office_share")]
        if sum(shares, Decimal(0)) != HUNDRED:
            self.add_error("own_share", _("The shares must add up to 100."))
        if not found["grade_a"] > found["grade_b"] > found["grade_c"] > 0:
            self.add_error("grade_a", _("Each grade must begin above the next lower one."))
        return found

    def validate_constraints(self) -> None:
        """The sentences above say what the database would refuse."""


class CriterionForm(Bounded, forms.ModelForm):
    class Meta:
        model = Criterion
        fields = ("kind", "name", "weight", "method")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("kind") == Kind.OWN and not found.get("name"):
            self.add_error("name", _("Give an own criterion a name."))
        if "weight" in found and found["weight"] is not None and found["weight"] <= 0:
            self.add_error("weight", _("A criterion weighs more than nothing; or take it out."))
        return found

    def validate_constraints(self) -> None:
        """The set and the position are given when it is kept."""


Criteria = forms.formset_factory(
    CriterionForm, extra=0, can_delete=True, absolute_max=ROWS, max_num=ROWS
)
"""The lines of a new edition; `CriterionForm` reads each into a criterion of its own."""
