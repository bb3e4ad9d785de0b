"""What this room puts to the vote, as papers for a meeting: in brief, or the whole text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from improvement.approvals.papers import Matter, Paper, register
from improvement.documents.content import Block, Facts, Heading, Listing, Paragraph, Run, Table
from improvement.organization.models import Department, Exemption
from plans import briefs, named, proposals
from plans.briefs import Content
from plans.models import (
    Adjustment,
    AdjustmentList,
    AdjustmentReason,
    GoalSet,
    MajorProject,
    OrganizationPlan,
    OverallGoalSet,
    Plan,
    Round,
)
from plans.templatetags.briefs import currency, money
from plans.wording import listed

from .body import (
    Names,
    counts,
    goal_blocks,
    goals_table,
    measure_blocks,
    measures_table,
    plan_blocks,
)
from .texts import text_blocks


class Years:
    """The names of each round, read once for all papers of a file."""

    def __init__(self) -> None:
        self.known: dict[int, Names] = {}

    def names(self, planning_round: Round) -> Names:
        if planning_round.pk not in self.known:
            self.known[planning_round.pk] = Names.of(planning_round)
        return self.known[planning_round.pk]


def announce() -> None:
    register(Plan, of_plans)
    register(GoalSet, of_goal_sets)
    register(MajorProject, of_major_projects)
    register(OrganizationPlan, of_organization_plans)
    register(OverallGoalSet, of_overall_goals)
    register(Adjustment, of_adjustments)
    register(AdjustmentList, of_adjustment_lists)


def of_plans(matters: list[Matter], whole: bool) -> list[Paper]:
    years, spoken = Years(), named.in_script(*(one.content for one in matters))
    rounds = Round.objects.in_bulk({one.subject.round_id for one in matters})
    papers = []
    for matter, content in zip(matters, spoken, strict=True):
        planning_round = rounds[matter.subject.round_id]
        names = years.names(planning_round)
        blocks = (
            plan_blocks(content, planning_round, names, level=2, chart=f"paper-{matter.key}")
            if whole
            else plan_brief(content, names)
        )
        papers.append(Paper(cost_of(content), [figures_of(content), *blocks]))
    return papers


def plan_brief(content: Content, names: Names) -> Iterator[Block]:
    """Goals and measures as tables, and the risks that are named."""
    if content["goals"]:
        yield Heading(2, _("Goals"), numbered=False)
        yield goals_table(content["goals"])
    if content["measures"]:
        yield Heading(2, _("Measures"), numbered=False)
        yield measures_table(content["measures"], names)
    yield from risk_blocks(content)


def risk_blocks(content: Content) -> Iterator[Block]:
    risky = briefs.risks(content)
    if risky:
        yield Heading(2, _("Main risks"), numbered=False)
        yield Listing(False, [[Run(f"{one['number']} {one['risk']}")] for one in risky])


def of_goal_sets(matters: list[Matter], whole: bool) -> list[Paper]:
    years, papers = Years(), []
    plans = Plan.objects.select_related("round").in_bulk({one.subject.plan_id for one in matters})
    spoken = named.in_script(*(one.content for one in matters))
    for matter, content in zip(matters, spoken, strict=True):
        names = years.names(plans[matter.subject.plan_id].round)
        goals = content["goals"]
        blocks = goal_blocks(goals, names, 2) if whole else [goals_table(goals)]
        papers.append(Paper("", list(blocks)))
    return papers


def of_major_projects(matters: list[Matter], whole: bool) -> list[Paper]:
    """A content written like a plan of one measure, with the goals it serves."""
    rows = MajorProject.objects.select_related("measure__plan__round")
    known = rows.in_bulk([one.subject.pk for one in matters])
    years, papers = Years(), []
    spoken = named.in_script(*(one.content for one in matters))
    for matter, content in zip(matters, spoken, strict=True):
        names = years.names(known[matter.subject.pk].round)
        concerned = [names.department(code) for code in content["departments"]]
        blocks = [
            Facts([(_("Departments concerned"), " · ".join(concerned))]),
            *measure_blocks(content["measures"], names, 2),
            *([goals_table(content["goals"])] if content["goals"] else []),
        ]
        papers.append(Paper(cost_of(content), blocks))
    return papers


def of_organization_plans(matters: list[Matter], whole: bool) -> list[Paper]:
    """Introduction, sums by department, and who has no plan in it; the plans follow as items."""
    names = {d.code: d.local_name for d in Department.objects.all()}
    papers = []
    for matter in matters:
        content = matter.content
        found = [(names[p["department"]], briefs.figures(p["content"])) for p in content["plans"]]
        sums = briefs.sum_of(figures for _name, figures in found)
        rows = [
            [name, str(f.goals), str(f.measures), money(f.cost), money(f.benefit)]
            for name, f in found
        ]
        header = [_("Department"), _("Goals"), _("Measures"), _("Cost"), _("Benefit a year")]
        blocks = [
            figures_facts(sums),
            *text_blocks(content["introduction"]),
            Table(header, rows, (5, 1.3, 1.5, 2.4, 2.6), (1, 2, 3, 4)),
            *left_out(content, names),
        ]
        papers.append(Paper(money(sums.cost), blocks))
    return papers


def left_out(content: Content, names: dict[str, str]) -> Iterator[Block]:
    lines = [
        f"{names[row['department']]}: {Exemption(row['exemption']).label}. {row['reason']}"
        for row in content.get("exempt", [])
    ]
    without = _("covered by the rule, without an approved plan")
    lines += [f"{names[code]}: {without}" for code in content.get("missing", [])]
    if lines:
        yield Heading(2, _("Departments without a plan here"), numbered=False)
        yield Listing(False, [[Run(line)] for line in lines])


def of_overall_goals(matters: list[Matter], whole: bool) -> list[Paper]:
    return [Paper("", list(overall_blocks(one.content))) for one in matters]


def overall_blocks(content: Content) -> Iterator[Block]:
    yield from text_blocks(content["strategy"])
    for title, lines in (
        (_("Strategy"), content["strategies"]),
        (_("Overall goals"), content["goals"]),
    ):
        if lines:
            rows = [[one["number"], one["title"], one["description"]] for one in lines]
            header = [pgettext("column of a table", "No."), title, _("In words")]
            yield Table(header, rows, (1, 4, 6))


def of_adjustments(matters: list[Matter], whole: bool) -> list[Paper]:
    """What stands in force and what is proposed, line by line, with reason and effect."""
    said = iter(proposals.lines((c for one in matters for c in one.content["changes"]), currency()))
    papers = []
    for matter in matters:
        lines = list(islice(said, len(matter.content["changes"])))
        sums = proposals.in_figures(matter.content["sums"])
        majors = [one["number"] for one in matter.content.get("majors", [])]
        blocks = [*major_blocks(majors), *adjustment_blocks(matter.content, sums, lines)]
        papers.append(Paper(money(sums["cost"][1]), blocks))
    return papers


def of_adjustment_lists(matters: list[Matter], whole: bool) -> list[Paper]:
    """The words of the office and what changes in all; the adjustments follow as items."""
    names = {d.code: d.local_name for d in Department.objects.all()}
    header = [_("Department"), _("Adjustment"), _("Cost"), _("Benefit a year")]
    papers = []
    for matter in matters:
        rows = []
        for one in matter.content["adjustments"]:
            sums = proposals.in_figures(one["content"]["sums"])
            both = (" → ".join(money(side) for side in sums[name]) for name in ("cost", "benefit"))
            rows.append([names[one["department"]], str(one["content"]["number"]), *both])
        table = Table(header, rows, (5, 2, 3.4, 3.4), (1, 2, 3))
        papers.append(Paper("", [*text_blocks(matter.content["introduction"]), table]))
    return papers


def major_blocks(majors: list[str]) -> Iterator[Block]:
    if majors:
        said = _("Becomes a major project by this change: %(numbers)s.")
        yield Paragraph([Run(said % {"numbers": listed(majors)}, bold=True)])


def adjustment_blocks(
    content: Content, sums: dict[str, Any], lines: Iterable[proposals.Line]
) -> Iterator[Block]:
    yield Facts(
        [
            (_("Cost"), f"{money(sums['cost'][0])} → {money(sums['cost'][1])}"),
            (_("Benefit a year"), f"{money(sums['benefit'][0])} → {money(sums['benefit'][1])}"),
            (_("It rests on"), str(AdjustmentReason(content["reason"]).label)),
        ]
    )
    if content["kind"] == "terminate":
        yield Paragraph(
            [Run(_("The plan is terminated: closed at once; what still runs is cancelled."))]
        )
    header = [
        pgettext("column of a table", "No."),
        _("What changes"),
        _("In force"),
        pgettext("of a change", "Proposed"),
    ]
    rows = [[line.number, f"{line.label} · {line.title}", line.was, line.shall] for line in lines]
    if rows:
        yield Table(header, rows, (1.2, 4, 3.4, 3.4))
    for title, key in (
        (_("Cause analysis"), "cause_analysis"),
        (_("Effect on the goals"), "effect_on_goals"),
    ):
        yield Heading(2, title, numbered=False)
        yield from text_blocks(content[key], 3)


def cost_of(content: Content) -> str:
    return money(briefs.figures(content).cost)


def figures_of(content: Content) -> Facts:
    return figures_facts(briefs.figures(content))


def figures_facts(sums: briefs.Figures) -> Facts:
    return Facts(
        [
            (_("Goals and measures"), counts(sums)),
            (_("Cost"), money(sums.cost)),
            (_("Benefit a year"), money(sums.benefit)),
        ]
    )
