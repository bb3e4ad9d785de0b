"""What a measure waits for, typed as other departments name it: ITD M2."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.drafting import Below
from plans.models import Dependency, Measure

from .drafting import ROWS, RowForm, RowFormSet

REFERENCE = re.compile(r"(?:(?P<code>[\w-]+)\s+)?m?(?P<number>\d{1,4})", re.IGNORECASE)
OFFERED = 200


def offered(reader: Any, measure: Measure) -> list[tuple[str, str]]:
    """The measures of the round that this person may see, with their titles, to choose from.

    Those of other departments can be typed before issue, but are not told: their drafts are theirs.
    """
    rows = Measure.objects.live().visible_to(reader).exclude(pk=measure.pk)
    rows = rows.filter(plan__round=measure.plan.round_id).select_related("plan__department")
    rows = rows.order_by("plan__department__path", "number")
    return [(row.reference, row.title) for row in rows[:OFFERED]]


def named(text: str, measure: Measure) -> Measure | None:
    """The measure that is called so in this round; without a department one of the same plan."""
    match = REFERENCE.fullmatch(text.strip())
    if match is None:
        return None
    rows = Measure.objects.live().filter(plan__round=measure.plan.round_id, number=match["number"])
    if match["code"]:
        rows = rows.filter(plan__department__code__iexact=match["code"])
    else:
        rows = rows.filter(plan=measure.plan_id)
    return rows.first()


class WaitsForForm(RowForm):
    """One measure that must be finished before, and what is needed of it."""

    other = forms.CharField(label=gettext_lazy("Measure"), max_length=40)

    class Meta:
        model = Dependency
        fields = ("note",)

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        self.fields["other"].widget.attrs["list"] = "measures-of-the-round"
        if self.instance.pk:
            self.initial["other"] = self.instance.needs.reference

    def clean_other(self) -> Measure:
        text = self.cleaned_data["other"]
        found = named(text, self.measure)
        if found is None:
            raise forms.ValidationError(
                _("No measure of this year is called “%(text)s”. Write it like ITD M2.")
                % {"text": text}
            )
        if found.pk == self.measure.pk:
            raise forms.ValidationError(_("A measure does not wait for itself."))
        return found

    @property
    def below(self) -> Below:
        """A pair that was taken out before is taken up again; there is one row for each."""
        other, note = self.cleaned_data["other"], self.cleaned_data["note"]
        removed = self.cleaned_data["removed"]
        if self.instance.pk and self.instance.needs_id == other.pk:
            changes = {"note": note} | ({"archived": True} if removed else {})
            return Below(self.instance, changes, self.cleaned_data["version"])
        known = Dependency.objects.filter(measure=self.measure.pk, needs=other).first()
        if known:
            return Below(known, {"note": note, "archived": removed})
        return Below(Dependency(), {"needs": other, "note": note})


class WaitsFor(RowFormSet):
    def below(self) -> list[Below]:
        """Another measure typed over a row takes the row's place: the old pair is taken out."""
        replaced = [
            Below(form.instance, {"archived": True}, form.cleaned_data["version"])
            for form in self.forms
            if form.instance.pk
            and form.has_changed()
            and form.instance.needs_id != form.cleaned_data["other"].pk
        ]
        return [*replaced, *super().below()]

    def clean(self) -> None:
        chosen = [
            form.cleaned_data["other"].pk
            for form in self.forms
            if form.cleaned_data.get("other") and not form.cleaned_data.get("removed")
        ]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("The same measure is named twice."))


WaitsForSet = forms.modelformset_factory(
    Dependency, form=WaitsForForm, formset=WaitsFor, extra=1, absolute_max=ROWS, max_num=ROWS
)


def waits_of(data: Any, measure: Measure) -> Any:
    """The measures this one waits for, read with it, and a blank row."""
    rows = measure.waits_for.all() if measure.pk else Dependency.objects.none()
    return WaitsForSet(data, prefix="waits", queryset=rows, form_kwargs={"measure": measure})
