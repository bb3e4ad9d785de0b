"""A plan, or the whole organization plan, as a document: what it says, whatever it is printed on.

Everything is read from frozen contents, so a paper of a revision is that revision and no other.
Call these under `translation.override(language)` of the document: its words follow the language;
names of people and departments stand as they were entered for the script, never converted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from evidence.models import Family
from improvement.charts.legend import with_legend
from improvement.documents.content import Block, Facts, Heading, Paragraph, Run, Table
from improvement.organization.models import Department
from plans import briefs
from plans.briefs import Content
from plans.models import Goal, Measure, OverallGoal, ResourceKind, Round, SectionKey
from plans.models.measure import MeasureType, after_practice
from plans.naming import titled
from plans.pinning import drawn
from plans.stages import day
from plans.templatetags.briefs import money
from plans.wording import NOTHING, figure, label, listed, with_unit

from .charts import WIDTH, printed, schedule_chart
from .texts import text_blocks


@dataclass(frozen=True, slots=True)
class Names:
    """What codes in a content stand for, in the script of the document."""

    departments: dict[str, str]
    overall: dict[str, str]
    majors: frozenset[str] = frozenset()
    """The measures of the round that are major projects, by the keys a content has of them."""

    @classmethod
    def of(cls, planning_round: Round) -> Names:
        goals = OverallGoal.objects.live().filter(goal_set__round=planning_round)
        major = Measure.objects.major().filter(plan__round=planning_round)
        return cls(
            {found.code: found.local_name for found in Department.objects.all()},
            {goal.code: goal.title for goal in goals},
            frozenset(str(key) for key in major.values_list("public_id", flat=True)),
        )

    def department(self, code: str) -> str:
        return self.departments.get(code, code) or NOTHING

    def is_major(self, measure: Content) -> bool:
        return measure["id"] in self.majors

    def titled(self, measure: Content) -> str:
        """Its title, and that the leadership group decides on it by itself (2.1.1)."""
        title = str(measure["title"])
        return (
            _("%(title)s (major project)") % {"title": title} if self.is_major(measure) else title
        )

    def overall_goal(self, code: str) -> str:
        title = self.overall.get(code)
        return f"{code} {title}" if title else code


def plan_blocks(
    spoken: Content, planning_round: Round, names: Names, *, level: int = 1, chart: str = "plan"
) -> Iterator[Block]:
    """The parts of a plan, the six of the rule first (3.4.1), headed from `level` on.

    Names in `spoken` are in the script of the document already.
    """
    goals, measures = spoken["goals"], spoken["measures"]
    parts: dict[str, Iterable[Block]] = {
        SectionKey.GOALS: goal_blocks(goals, names, level + 1),
        SectionKey.MEASURES: measure_blocks(measures, names, level + 1),
        SectionKey.SCHEDULE: schedule_blocks(measures, planning_round, chart),
        SectionKey.EFFECT: effect_blocks(goals),
    }
    for section in spoken["sections"]:
        yield Heading(level, titled(section))
        written = [
            *text_blocks(section["body"], level + 1),
            *pinned_blocks(section.get("charts", [])),
            *parts.get(section["key"], ()),
        ]
        yield from written or [Paragraph([Run(_("Not written yet."))])]


def pinned_blocks(charts: list[Content]) -> Iterator[Block]:
    """Each pinned chart with its date, drawn from what was kept."""
    for pinned in drawn(charts):
        said = {"name": pinned.name, "day": day(pinned.as_of)}
        if pinned.reads_alone:
            yield printed(pinned.chart)
        else:
            yield printed(with_legend(pinned.chart, WIDTH))
            yield Paragraph([Run(pinned.chart.sentence)])
        yield Paragraph([Run(_("%(name)s, data as of %(day)s") % said)])


# Goals


def goal_blocks(goals: list[Content], names: Names, level: int) -> Iterator[Block]:
    if not goals:
        return
    yield goals_table(goals)
    for goal in goals:
        yield Heading(level, f"{goal['number']} {goal['title']}", numbered=False)
        yield from text_blocks(goal["statement"], level + 1)
        yield Facts(
            [
                row
                for row in (
                    (label(Goal, "family"), family(goal["family"])),
                    (label(Goal, "key_area"), goal["key_area"]),
                    (label(Goal, "beneficiaries"), goal["beneficiaries"]),
                    (label(Goal, "customer_need"), goal["customer_need"]),
                    (label(Goal, "answers"), listed(goal.get("answers", ()))),
                    (label(Goal, "evidence"), goal["evidence"]),
                    (label(Goal, "overall_goal"), names.overall_goal(goal["overall_goal"])),
                    (
                        label(Goal, "joint_with"),
                        listed(names.department(code) for code in goal["joint_with"]),
                    ),
                    (label(Goal, "expected_effect"), goal["expected_effect"]),
                    (label(Goal, "verification"), goal["verification"]),
                )
                if row[1]
            ]
        )


def goals_table(goals: list[Content]) -> Table:
    rows = []
    for line in briefs.lines({"goals": goals}):
        unit = line.line.get("unit", "")
        rows.append(
            [
                line.goal["number"] if line.first else "",
                line.goal["title"] if line.first else "",
                line.line.get("indicator", "") or NOTHING,
                quantity(line.line.get("baseline"), unit),
                quantity(line.line.get("target"), unit),
                date(line.line.get("due")),
            ]
        )
    header = [
        pgettext("column of a table", "No."),
        _("Goal"),
        _("Indicator"),
        _("Baseline"),
        _("Target"),
        _("Due"),
    ]
    return Table(header, rows, (1, 5, 5, 2.2, 2.2, 2.6), (3, 4))


def effect_blocks(goals: list[Content]) -> Iterator[Block]:
    """What each goal is expected to bring about, in figures, and how that will be seen (D57)."""
    rows = [
        [goal["number"], goal["expected_effect"] or NOTHING, goal["verification"] or NOTHING]
        for goal in goals
        if goal["expected_effect"] or goal["verification"]
    ]
    if rows:
        names = ("expected_effect", "verification")
        header = [
            pgettext("column of a table", "No."),
            *(label(Goal, name) for name in names),
        ]
        yield Table(header, rows, (1, 6, 6))


# Measures


def measure_blocks(measures: list[Content], names: Names, level: int) -> Iterator[Block]:
    if not measures:
        return
    yield measures_table(measures, names)
    yield Paragraph([Run(together(measures))])
    for measure in measures:
        yield Heading(level, f"{measure['number']} {names.titled(measure)}", numbered=False)
        yield from text_blocks(measure["description"], level + 1)
        yield Facts(measure_facts(measure, names))
        if measure["milestones"]:
            yield milestones_table(measure["milestones"])


def measure_facts(measure: Content, names: Names) -> list[tuple[str, str]]:
    typed = dict(MeasureType.choices).get(measure["type"], "")
    rows = (
        (label(Measure, "type"), str(typed)),
        (label(Measure, "goals"), listed(measure["goals"])),
        (label(Measure, "department"), names.department(measure["department"])),
        (label(Measure, "post"), measure["post"]),
        (label(Measure, "person"), measure["person"]),
        (_("Time"), period(measure)),
        (label(Measure, "cost"), money(measure["cost"])),
        (label(Measure, "benefit"), money(measure["benefit"])),
        (label(Measure, "cost_benefit"), measure["cost_benefit"]),
        (label(Measure, "resources"), measure["resources"]),
        (_("People, goods and money"), listed(needs(measure))),
        (label(Measure, "resource_fit"), measure.get("resource_fit", "")),
        (_("Waits for"), listed(measure.get("waits_for", []))),
        (label(Measure, "risk"), measure["risk"]),
        (pgettext("of a measure", "Origin"), origin(measure, names)),
    )
    return [(name, text) for name, text in rows if text not in ("", NOTHING)]


def origin(measure: Content, names: Names) -> str:
    """Whose practice it follows (5.4.2)."""
    if "after_year" not in measure:
        return ""
    return after_practice(names.department(measure["after_department"]), measure["after_year"])


def needs(measure: Content) -> Iterator[str]:
    """What the measure takes, line by line; contents frozen earlier know none."""
    for need in measure.get("resource_needs", []):
        named = f"{need['name']} ({need['post']})" if need["post"] else need["name"]
        unit = need["unit"] or (_("person-days") if need["kind"] == ResourceKind.PEOPLE else "")
        yield f"{named} {with_unit(figure(need['amount']), unit)}"


def measures_table(measures: list[Content], names: Names) -> Table:
    rows = [
        [
            measure["number"],
            names.titled(measure),
            names.department(measure["department"]),
            measure["person"] or measure["post"] or NOTHING,
            period(measure) or NOTHING,
            money(measure["cost"]),
            money(measure["benefit"]),
        ]
        for measure in measures
    ]
    header = [
        pgettext("column of a table", "No."),
        _("Measure"),
        _("Department"),
        _("Person"),
        _("Time"),
        _("Cost"),
        _("Benefit a year"),
    ]
    return Table(header, rows, (1.1, 3.9, 2.5, 2.1, 3, 2.75, 2.75), (5, 6))


def milestones_table(milestones: list[Content]) -> Table:
    rows = [[date(stone["due"]), stone["title"]] for stone in milestones]
    return Table([_("Due"), capfirst(_("milestone"))], rows, (2, 8))


def schedule_blocks(measures: list[Content], planning_round: Round, chart: str) -> Iterator[Block]:
    dated = [m for m in measures if m["starts"] and m["ends"]]
    if dated:
        yield schedule_chart(dated, planning_round, chart)


def together(measures: list[Content]) -> str:
    sums = briefs.figures({"measures": measures})
    return _("Together they cost %(cost)s and bring %(benefit)s a year.") % {
        "cost": money(sums.cost),
        "benefit": money(sums.benefit),
    }


# Words for values


def family(key: str) -> str:
    return str(dict(Family.choices).get(key, ""))


def quantity(value: str | None, unit: str) -> str:
    return with_unit(figure(value), unit) if value else NOTHING


def date(text: str | None) -> str:
    return day(dt.date.fromisoformat(text)) if text else NOTHING


def period(measure: Content) -> str:
    if not (measure["starts"] or measure["ends"]):
        return ""
    return f"{date(measure['starts'])} – {date(measure['ends'])}"


def counts(figures: briefs.Figures) -> str:
    """“3 goals, 5 measures”."""
    goals = ngettext("%(count)d goal", "%(count)d goals", figures.goals) % {"count": figures.goals}
    measures = ngettext("%(count)d measure", "%(count)d measures", figures.measures) % {
        "count": figures.measures
    }
    return listed([goals, measures])
