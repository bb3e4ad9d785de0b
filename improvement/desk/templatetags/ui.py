"""The components of every page as template tags and filters; /ui/ shows them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, RadioSelect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from improvement import texts
from improvement.desk import dates, geometry, looks, names, stages
from improvement.door.gathered import capped

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", **attributes: str) -> SafeString:
    """A shape from the sprite; decorative unless it has a label."""
    return _shape(name, str(label), f"icon {attributes.get('class', '')}".strip())


@lru_cache(maxsize=1024, typed=True)  # a safe label is not an equal one that is not
def _shape(name: str, label: str, classes: str) -> SafeString:
    """Kept: a page has a hundred of them, of a few kinds."""
    href = f"{static('icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>',
            classes,
            label,
            href,
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, href)


@register.simple_tag
def tag(tone: str, shape: str, text: Any) -> SafeString:
    """A status in shape, word and colour."""
    return _tag(tone, shape, text if isinstance(text, SafeString) else str(text))


@lru_cache(maxsize=1024, typed=True)
def _tag(tone: str, shape: str, text: str) -> SafeString:
    """Kept like the shapes: the rows of a list have the same few."""
    return format_html('<span class="status-tag tone-{}">{}{}</span>', tone, icon(shape), text)


@register.simple_tag
def status_tag(row: Any) -> SafeString:
    look = looks.look_of(row.status, type(row).__name__)
    return tag(look.tone, look.icon, row.get_status_display())


@register.inclusion_tag("components/health.html")
def health(state: str, label: str = "") -> dict[str, Any]:
    return {"state": state, "label": label or looks.HEALTH[state]}


# People, names and languages


@register.filter
def local_name(named: Any) -> str:
    return names.spoken(named)[0] if named else ""


register.filter("person_name", local_name)


@register.simple_tag
def name(named: Any) -> SafeString | str:
    """The name, marked with its language where that is not the language of the page."""
    if not named:
        return "—"
    text, language = names.spoken(named)
    if language == names.active_tag():
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag(name="names")
def names_tag(people: Iterable[Any]) -> SafeString:
    """Several names in one line, parted as the language does it."""
    comma = pgettext("between the parts of a list", ", ")
    return format_html_join(comma, "{}", ((name(person),) for person in people))


@register.simple_tag(name="lang")
def lang_tag(text: Any) -> SafeString | str:
    """`<p{% lang text %}>`: says so where people wrote in another language than the page's."""
    language = names.written_in(str(text)) if text else ""
    return format_html(' lang="{}"', language) if language else ""


@register.filter
def formatted(text: str) -> SafeString:
    """A text with headings, lists and tables as a page shows it below an <h2>."""
    return texts.html(text)


@register.simple_tag
def blank() -> str:
    """Between a lead and its text, or two sentences: a blank, and in Chinese nothing."""
    return names.blank()


@register.simple_tag
def avatar(user: Any, size: str = "", tone: str = "") -> SafeString:
    """The initials, for the eye only: the name stands beside them."""
    classes = "avatar" + (f" avatar-{size}" if size else "") + (f" tone-{tone}" if tone else "")
    letters = names.initials(local_name(user))
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, letters)


@register.inclusion_tag("components/person.html")
def person(user: Any, detail: str = "", tone: str = "") -> dict[str, Any]:
    return {"user": user, "detail": detail, "tone": tone}


@register.simple_tag
def page_language() -> str:
    """The language of the page as `lang` wants it."""
    return names.active_tag()


# Dates and numbers


def _time(moment: dates.Moment, text: str, classes: str = "") -> SafeString:
    return _marked(dates.local(moment), text, classes, names.active_tag())


@lru_cache(maxsize=1024, typed=True)
def _marked(moment: dates.Moment, text: str, classes: str, language: str) -> SafeString:
    """Kept like the shapes: the rows of a list tell the same few days."""
    spec = moment.isoformat(**_precision(moment))
    title = dates.full(moment)
    attributes = format_html(' class="{}"', classes) if classes else ""
    if title != text:
        attributes += format_html(' title="{}"', title)
    return format_html('<time datetime="{}"{}>{}</time>', spec, attributes, text)


def _precision(moment: dates.Moment) -> dict[str, str]:
    return {"timespec": "minutes"} if isinstance(moment, dt.datetime) else {}


@register.simple_tag
def when(moment: dates.Moment | None, form: str = "short") -> SafeString | str:
    """`short` (Today 14:32), `date` (20 Nov 2026), `weekday`, or `full` (20 Nov 2026 14:32)."""
    if moment is None:
        return "—"
    if form == "short":
        return _time(moment, dates.short(moment, timezone.localdate()))
    if form in ("date", "weekday"):
        form = "year" if form == "date" else form
        return _time(moment, dates.spelled(dates.day_of(moment), form))
    return _time(moment, dates.full(moment))


@register.simple_tag
def period(first: dates.Moment | None, last: dates.Moment | None) -> SafeString:
    """“1 Jan 2027 – 31 Dec 2027”; Chinese says 至."""
    return format_html(
        pgettext("first and last day", "{first} – {last}"),
        first=when(first, "date"),
        last=when(last, "date"),
    )


@register.simple_tag
def deadline(moment: dates.Moment | None) -> SafeString | str:
    if moment is None:
        return "—"
    text, tone = dates.deadline(moment, timezone.localdate())
    return _time(moment, text, f"deadline tone-{tone}" if tone else "deadline")


@register.filter
def count(number: int) -> str:
    """A count that was capped in the query: 100+ stands for anything above."""
    return capped(number)


# Forms


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    hint: str = "",
    unit: str = "",
    label: str = "",
    hide_label: bool = False,
    optional: bool = True,
) -> dict[str, Any]:
    """Label, hint, control and error as one; `unit` stands behind the control.

    A field that may stay empty says so; `optional=False` keeps silent where that depends.
    """
    widget = bound.field.widget
    bound.help_text = hint or bound.help_text  # Django points aria-describedby at it
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": bound.help_text,
        "unit": unit,
        "hide_label": hide_label,
        "checkbox": isinstance(widget, CheckboxInput),
        "choices": isinstance(widget, RadioSelect),  # CheckboxSelectMultiple is one too
        "optional": optional and not bound.field.required,
    }


@register.inclusion_tag("components/form_errors.html")
def form_errors(*forms: Any, focus: bool = True) -> dict[str, Any]:
    """What is wrong with the answers, each line a link to its field; it takes the focus."""
    errors = [error for form in forms if form for error in _errors_of(form)]
    return {"errors": errors, "focus": focus}


def _errors_of(form: Any) -> list[dict[str, str]]:
    if hasattr(form, "management_form"):
        inner = [error for row in form.forms for error in _errors_of(row)]
        return [{"text": text, "target": ""} for text in form.non_form_errors()] + inner
    found = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for bound in form:
        # A group of choices has no label of its own: its first choice takes the focus.
        target = bound.id_for_label or f"{bound.auto_id}_0"
        for text in bound.errors:
            line = gettext("%(label)s: %(text)s") % {"label": bound.label, "text": text}
            found.append({"text": line, "target": target})
    return found


# Stages


@register.inclusion_tag("components/stepper.html")
def stepper(given: Sequence[Any], label: str = "") -> dict[str, Any]:
    rows = stages.stages_of(given)
    return {"stages": rows, "present": stages.present(rows), "label": label}


@register.inclusion_tag("components/stage_dots.html")
def stage_dots(given: Sequence[Any]) -> dict[str, Any]:
    rows = stages.stages_of(given)
    return {
        "dots": stages.dots(rows),
        "width": stages.width(rows),
        "present": stages.present(rows),
    }


# Small charts


@register.inclusion_tag("components/meter.html")
def meter(
    value: float, expected: float | None = None, tone: str = "", label: str = ""
) -> dict[str, Any]:
    return {
        "fill": geometry.percent(value),
        "expected": None if expected is None else geometry.percent(expected),
        "tone": tone,
        "label": label or f"{value:.0f}%",
    }


@register.inclusion_tag("components/bullet.html")
def bullet(
    value: float,
    target: float,
    expected: float | None = None,
    tone: str = "",
    label: str = "",
) -> dict[str, Any]:
    context = meter(value, expected, tone, label)
    return context | {"target": geometry.percent(target)}


@register.inclusion_tag("components/sparkline.html")
def sparkline(
    values: Sequence[geometry.Value],
    baseline: geometry.Value = None,
    tone: str = "",
    label: str = "",
) -> dict[str, Any]:
    line = geometry.sparkline(values, baseline)
    return {"line": line, "tone": tone, "label": label}


@register.inclusion_tag("components/quorum.html")
def quorum(
    approve: int = 0,
    conditions: int = 0,
    returned: int = 0,
    abstained: int = 0,
    seats: int = 1,
    needed: int = 1,
) -> dict[str, Any]:
    votes = {
        "approve": approve,
        "conditions": conditions,
        "return": returned,
        "abstain": abstained,
    }
    return {
        "segments": geometry.quorum(votes, seats),
        "needed_at": geometry.percent(100 * needed / max(seats, 1)),
        "label": gettext("%(voted)d of %(seats)d have voted; %(needed)d are needed.")
        % {"voted": sum(votes.values()), "seats": seats, "needed": needed},
    }


# Blocks


@register.inclusion_tag("components/facts.html")
def facts(items: Sequence[Any]) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str, text: str = "", icon: str = "inbox", url: str = "", label: str = ""
) -> dict[str, Any]:
    return {"title": title, "text": text, "icon": icon, "url": url, "label": label}


@register.inclusion_tag("components/pager.html")
def pager(newer: str = "", older: str = "") -> dict[str, Any]:
    return {"newer": newer, "older": older}


@register.inclusion_tag("components/pages.html", takes_context=True)
def pages(context: dict[str, Any], at: str, number: int, of: int, name: str = "") -> dict[str, Any]:
    """Page `number` of `of` of the table under the heading `at`; the address keeps all else."""
    kept = context["request"].GET.copy()

    def leaf(asked: int) -> str:
        if not 1 <= asked <= of:
            return ""
        kept[name or at] = str(asked)
        return f"?{kept.urlencode()}#{at}"

    return {
        "at": at,
        "number": number,
        "of": of,
        "before": leaf(number - 1),
        "after": leaf(number + 1),
    }
