"""A frozen content in figures and words, for the pages that ask for a decision."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import template
from django.core.cache import cache

from improvement.organization.models import Department, Exemption, Organization
from plans import briefs, named, naming
from plans.models import Extension, MajorProject, SectionKey, major

register = template.Library()

FIVE_MINUTES = 300

register.simple_tag(briefs.figures)
register.simple_tag(briefs.risks)


@register.simple_tag
def target_lines(content: briefs.Content) -> list[briefs.Line]:
    (spoken,) = named.in_script({"goals": content.get("goals", [])})
    return list(briefs.lines(spoken))


@register.simple_tag
def changes(before: Any, after: Any) -> list[briefs.Change]:
    """What changed from one revision to the next; nothing where there is none before."""
    return briefs.changes(before.content, after.content) if before else []


@register.simple_tag
def included_plans(content: briefs.Content, items: Any = ()) -> list[dict[str, Any]]:
    """The plans in an organization plan, each with its department and its figures.

    Of the `items` of its ballot those that were pulled are not part of the question any more.
    """
    pulled = {item.department.code for item in items if not item.listed}
    rows = [row for row in content.get("plans", []) if row["department"] not in pulled]
    known = {d.code: d for d in Department.objects.filter(code__in=[r["department"] for r in rows])}
    return [
        {**row, "department": known[row["department"]], "figures": briefs.figures(row["content"])}
        for row in rows
    ]


@register.simple_tag
def without_a_plan(content: briefs.Content) -> dict[str, list[Any]]:
    """The departments an organization plan leaves out: exempt with cause and reason, or late."""
    exempt, missing = content.get("exempt", []), content.get("missing", [])
    codes = [row["department"] for row in exempt] + missing
    known = {d.code: d for d in Department.objects.filter(code__in=codes)} if codes else {}
    return {
        "exempt": [
            {
                "department": known[row["department"]],
                "cause": Exemption(row["exemption"]).label,
                "reason": row["reason"],
            }
            for row in exempt
        ],
        "missing": [known[code] for code in missing],
    }


@register.simple_tag
def supplemented_adjustments(content: briefs.Content) -> list[dict[str, Any]]:
    """The adjustments a supplement takes in, each with its department."""
    rows = content.get("adjustments", [])
    known = {d.code: d for d in departments_named([row["department"] for row in rows])}
    return [{**row, "department": known[row["department"]]} for row in rows]


@register.simple_tag
def departments_named(codes: list[str]) -> list[Department]:
    return list(Department.objects.filter(code__in=codes).order_by("path"))


@register.simple_tag
def major_projects(subject: Any) -> list[MajorProject]:
    """Parts of a plan, or of the plans in an organization plan, that are decided by themselves."""
    return major.named(subject.projects)


@register.simple_tag
def figures_of_plans(plans: list[dict[str, Any]]) -> briefs.Figures:
    return briefs.sum_of(plan["figures"] for plan in plans)


@register.simple_tag
def figures_of_items(items: list[Any]) -> briefs.Figures:
    """The sum over the included plans, each in the revision it was approved in."""
    return briefs.sum_of(briefs.figures(item.revision.content) for item in items)


@register.filter
def money(amount: Decimal | str | None) -> str:
    """HK$1,200,000, grouped by thousands in every language."""
    if amount is None or amount == "":
        return "—"
    return f"{currency()}{Decimal(amount):,.0f}"


def currency() -> str:
    """Kept for five minutes: it is asked for on every line and changes never."""
    sign: str | None = cache.get("currency")
    if sign is None:
        house = Organization.objects.only("currency").first()
        sign = house.currency if house else ""
        cache.set("currency", sign, FIVE_MINUTES)
    return sign


@register.filter
def as_date(text: str | dt.date | None) -> dt.date | None:
    """A frozen content spells dates in ISO form; one not frozen yet has them as they are."""
    if isinstance(text, dt.date):
        return text
    return dt.date.fromisoformat(text) if text else None


register.filter("quantity", briefs.quantity)


@register.filter
def section_name(key: str) -> str:
    """The part's name in the reader's language; a frozen content carries it in another."""
    return str(SectionKey(key).label)


register.filter("section_title", naming.titled)
register.filter("name_kept", naming.name_kept)


@register.simple_tag
def urgeable(row: Any, working_day: dt.date) -> bool:
    return bool(row.urgeable(working_day))


@register.simple_tag(takes_context=True)
def extendable(context: dict[str, Any], row: Any) -> bool:
    """Whether the reader may ask for, or grant, a later date for this department."""
    wanted = Extension(round=context["round"], department=row.department)
    return bool(context["request"].user.has_perm("plans.add_extension", wanted))
