"""What stands around a plan on paper: its number and version, and what the official forms ask."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from improvement.documents.content import Block, Document, Facts, Heading, Letter, Table
from improvement.documents.forms import Form, spoken
from improvement.door.models import Revision, canonical
from improvement.organization.models import Organization
from plans import briefs, named
from plans.briefs import Content
from plans.models import OrganizationPlan, OrganizationPlanItem, Plan
from plans.overview.contents import items_of, of_items
from plans.templatetags.briefs import money
from plans.wording import listed

from .body import Names, counts, plan_blocks, together
from .charts import cost_chart
from .overview import adjustments_blocks, changes_blocks, drawn_blocks, signed_off
from .readers import readers_table
from .texts import text_blocks

SHORT = 12
"""Characters of a digest that are printed; the record holds the whole."""


def plan_paper(
    plan: Plan,
    *,
    form: Form,
    language: str,
    revision: Revision | None = None,
    issued: OrganizationPlan | None = None,
    inside: bool = False,
) -> Document:
    """The plan as it stands, or one frozen revision of it.

    `inside` says that the reader sees how the plan came about: who checked and countersigned.

    `issued` is the edition of the organization plan that put it into force: its number and date
    are the paper's. A revision of before carries its own day and no number.
    """
    frozen = revision.content if revision else plan.content()
    digest, names = digest_of(frozen, revision), Names.of(plan.round)
    (content,) = named.in_script(frozen)
    version = version_of(revision or kept_as(plan, digest))
    number = issued.number if issued and not revision else ""
    made_on = issued.issued_on if issued and not revision else day_of(revision)
    department = plan.department.local_name
    return Document(
        form=form,
        language=language,
        title=plan.title,
        organization=house_name(),
        signed_by=department,
        number=number,
        date=made_on,
        status="" if number else standing(plan, revision),
        facts=[
            *plain_facts(form, language, number, made_on),
            (_("Department"), department),
            (_("Plan number"), plan.code),
            (_("Version"), f"{version} · {digest[:SHORT]}"),
            *majors_of(content, names),
        ],
        footer=f"{plan.code} · {version} · {digest[:SHORT]}",
        blocks=list(plan_blocks(content, plan.round, names)),
        letter=plan_letter(plan, content, digest, version, issued=bool(number)),
        readers=readers_table(plan, revision, form=form, language=language)
        if inside and not number
        else None,
    )


def majors_of(content: Content, names: Names) -> Iterator[tuple[str, str]]:
    """Which of its measures the leadership group decides on one by one (2.1.1)."""
    found = [measure["number"] for measure in content["measures"] if names.is_major(measure)]
    if found:
        yield _("Major projects"), listed(found)


def plan_letter(plan: Plan, content: Content, digest: str, version: str, *, issued: bool) -> Letter:
    """A plan in force goes out as a 函; before, it is put up as a 簽."""
    named_as = {"title": plan.title}
    sums = briefs.figures(content)
    points = [
        _("The plan is drawn up by %(department)s under chapter 3 of the rule.")
        % {"department": plan.department.local_name},
        _("It has %(what)s. %(together)s")
        % {"what": counts(sums), "together": together(content["measures"])},
        _("Number %(code)s, %(version)s, digest of the content %(digest)s.")
        % {"code": plan.code, "version": version, "digest": digest[:SHORT]},
    ]
    if issued:
        return Letter(
            kind=pgettext("official document", "Letter"),
            to=_("All departments"),
            purpose=_("“%(title)s” is sent to you to be carried out.") % named_as,
            points=points,
            proposal=[_("Please carry it out and report on it in every period.")],
            originals=_("All departments"),
            copies=_("Improvement office"),
        )
    return Letter(
        kind=pgettext("official document", "Memo"),
        to=_("Improvement office"),
        purpose=_("“%(title)s” is submitted for your decision.") % named_as,
        points=points,
        proposal=[_("Once approved, it is to be carried out as part of the organization plan.")],
        originals=_("Improvement office"),
        copies=plan.department.local_name,
    )


def organization_paper(plan: OrganizationPlan, *, form: Form, language: str) -> Document:
    """The organization plan: introduction, sums, and every included plan as it was approved."""
    items = items_of(plan)
    digest = digest_of(plan.content(), None)
    number, issued_on = plan.number, plan.issued_on
    return Document(
        form=form,
        language=language,
        title=str(plan),
        organization=house_name(),
        signed_by=house_name(),
        number=number,
        date=issued_on,
        status="" if number else str(plan.get_status_display()),
        facts=[
            *plain_facts(form, language, number, issued_on),
            *signed_off(plan, form, language),
            (_("Included plans"), str(len(items))),
            (_("Content"), digest[:SHORT]),
        ],
        footer=f"{number or plan.round.label} · {digest[:SHORT]}",
        blocks=[
            *issue_blocks(plan, form, language),
            *organization_blocks(plan, items),
        ],
        letter=organization_letter(plan, items, digest),
    )


def issue_blocks(plan: OrganizationPlan, form: Form, language: str) -> Iterator[Block]:
    """The mainland form has no lines below its title; who signed it off is said first of all."""
    if form == Form.MAINLAND and (told := signed_off(plan, form, language)):
        yield Facts(told)


def organization_blocks(
    plan: OrganizationPlan, items: list[OrganizationPlanItem]
) -> Iterator[Block]:
    names = Names.of(plan.round)
    spoken_contents = named.in_script(*(item.revision.content for item in items))
    if plan.introduction:
        yield Heading(1, _("Introduction"))
        yield from text_blocks(plan.introduction)
    yield Heading(1, _("At a glance"))
    whole = of_items(plan.round, items)
    yield from sums_of(items)
    yield from drawn_blocks(whole)
    yield from changes_blocks(whole)
    yield from adjustments_blocks(plan)
    for item, content in zip(items, spoken_contents, strict=True):
        yield Heading(1, item.plan.department.local_name, new_page=True)
        yield Facts(
            [
                (_("Plan number"), item.plan.code),
                (
                    _("Approved content"),
                    f"{version_of(item.revision)} · {item.revision.digest[:SHORT]}",
                ),
            ]
        )
        yield from plan_blocks(content, plan.round, names, level=2, chart=f"plan-{item.position}")


def sums_of(items: list[OrganizationPlanItem]) -> Iterator[Block]:
    """What all plans come to, by department, as a table and as bars."""
    figures = [
        (item.plan.department.local_name, briefs.figures(item.revision.content)) for item in items
    ]
    total = briefs.sum_of(found for _name, found in figures)
    yield Facts(
        [
            (_("Department plans"), str(len(items))),
            (_("Goals and measures"), counts(total)),
            (_("Cost"), money(total.cost)),
            (_("Benefit a year"), money(total.benefit)),
        ]
    )
    rows = [
        [name, str(f.goals), str(f.measures), money(f.cost), money(f.benefit)]
        for name, f in figures
    ]
    header = [_("Department"), _("Goals"), _("Measures"), _("Cost"), _("Benefit a year")]
    if rows:
        yield Table(header, rows, (5, 1.3, 1.5, 2.4, 2.6), (1, 2, 3, 4))
        yield cost_chart([(name, f.cost, f.benefit) for name, f in figures])


def organization_letter(
    plan: OrganizationPlan, items: list[OrganizationPlanItem], digest: str
) -> Letter:
    said = {"title": str(plan)}
    included = ngettext(
        "It is made of the plan of %(count)d department, in the version that was approved.",
        "It is made of the plans of %(count)d departments, in the versions that were approved.",
        len(items),
    ) % {"count": len(items)}
    if plan.number:
        return Letter(
            kind=pgettext("official document", "Letter"),
            to=_("All departments"),
            purpose=_("“%(title)s” is sent to you to be carried out.") % said,
            points=[included, _("Digest of the content: %(digest)s.") % {"digest": digest[:SHORT]}],
            proposal=[_("Please carry it out and report on it in every period.")],
            originals=_("All departments"),
            copies=_("Leadership group"),
        )
    return Letter(
        kind=pgettext("official document", "Memo"),
        to=_("Leadership group"),
        purpose=_("“%(title)s” is submitted for your decision.") % said,
        points=[included, _("Digest of the content: %(digest)s.") % {"digest": digest[:SHORT]}],
        proposal=[_("Once approved, it is to be issued to all departments.")],
        originals=_("Leadership group"),
        copies=_("All departments"),
    )


def plain_facts(
    form: Form, language: str, number: str, made_on: dt.date | None
) -> list[tuple[str, str]]:
    """Number and day; the mainland form prints them in places of their own."""
    found = [(_("Date of issue") if number else _("As of"), spoken(made_on, form, language))]
    if number:
        found.insert(0, (_("Document number"), number))
    return [row for row in found if row[1]]


def standing(plan: Plan, revision: Revision | None) -> str:
    """What stands in the place of the number while there is none."""
    if revision:
        return _("Version %(number)d") % {"number": revision.number}
    return str(plan.get_status_display())


def kept_as(plan: Plan, digest: str) -> Revision | None:
    """The revision that says what the plan says now, if nothing was written since."""
    last = Revision.objects.defer("content").latest_of(plan)
    return last if last and last.digest == digest else None


def version_of(revision: Revision | None) -> str:
    if revision is None:
        return _("working version")
    return _("version %(number)d") % {"number": revision.number}


def day_of(revision: Revision | None) -> dt.date:
    return timezone.localdate(revision.made_at) if revision else timezone.localdate()


def digest_of(content: Content, revision: Revision | None) -> str:
    """The digest the record holds of a revision; of what is not frozen yet, taken now."""
    if revision:
        return revision.digest
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def house_name() -> str:
    house: Any = Organization.current()
    return house.local_name if house else _("Organization")
