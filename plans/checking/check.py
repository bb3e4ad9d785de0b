"""The check of a plan: every gap with a link to the field where it is mended (3.4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from evidence.models import Family
from improvement.door.refusals import Gap
from plans.lifecycle import GoalSetStatus
from plans.models.round import Gate
from plans.models.section import SectionKey
from plans.stages import day

from .coverage import areas_without_goal, missing_headings
from .ordering import links, on_a_circle
from .reach import Reaches, reaches
from .smart import findings

if TYPE_CHECKING:
    from plans.models import Goal, GoalSet, Measure, Plan, Round

FAMILIES = (Family.QUALITY, Family.SATISFACTION, Family.PROCESS)


def check_goals(
    goal_set: GoalSet, goals: list[Goal] | None = None, past: Reaches | None = None
) -> list[Gap]:
    """Gaps of the goals alone; they are reviewed and approved before the plan (3.2.3).

    Their expected effect is asked for here too: once fixed, a goal is closed to editing.
    """
    goals = list(goal_set.plan.goals_in_force()) if goals is None else goals
    return [*goal_gaps(goal_set.plan, goals, past), *effect_gaps(goal_set.plan, goals)]


def check_plan(
    plan: Plan,
    goals: list[Goal] | None = None,
    measures: list[Measure] | None = None,
    past: Reaches | None = None,
) -> list[Gap]:
    """All gaps of a plan: errors first, then warnings. Rows already read can be handed in."""
    goals = list(plan.goals_in_force()) if goals is None else goals
    measures = list(plan.measures_in_force().with_numbers()) if measures is None else measures
    found = [
        *section_gaps(plan),
        *analysis_gaps(plan),
        *goal_gaps(plan, goals, past),
        *goal_set_gaps(plan),
        *effect_gaps(plan, goals),
        *measure_gaps(plan, goals, measures),
        *order_gaps(plan, measures),
        *unmet_gaps(plan),
        *plan.route.gaps,
    ]
    return sorted(found, key=lambda gap: gap.warning)


def unmet_gaps(plan: Plan) -> Iterator[Gap]:
    """5.4.2: what was not reached in an earlier year is gone on with."""
    sentence = _("“%(goal)s” was not reached in an earlier year. Take it up, and say how.")
    for key, title in sorted(plan.unmet.items(), key=itemgetter(1)):
        yield Gap(sentence % {"goal": title}, reverse("evidence:finding", args=[UUID(key)]))


def section_gaps(plan: Plan) -> Iterator[Gap]:
    """3.4.1: the written parts are written; goals, measures have rows of their own."""
    if not plan.round.asks_for(Gate.SECTIONS):
        return
    titles = dict(plan.asked_titles)
    for key in (*WRITTEN, *(section.key for section in plan.round.own_sections)):
        text, template = plan.section_texts.get(key, "").strip(), plan.round.template_of(key)
        link = plan.section_url(key) + "#id_body"
        if not text:
            yield Gap(_("Section “%(title)s” is empty.") % {"title": titles[key]}, link)
        elif text == template.strip():
            yield Gap(
                _("Section “%(title)s” still holds the template only.") % {"title": titles[key]},
                link,
            )


WRITTEN = (SectionKey.OVERVIEW, SectionKey.ANALYSIS, SectionKey.SCHEDULE, SectionKey.EFFECT)


def analysis_gaps(plan: Plan) -> Iterator[Gap]:
    """3.1.3: the analysis covers flow, quality and the state of the staff, by whatever method."""
    text = plan.section_texts.get(SectionKey.ANALYSIS, "")
    if not (plan.round.asks_for(Gate.ANALYSIS) and text.strip()):
        return
    for heading in missing_headings(text):
        yield Gap(
            _("The status analysis says nothing under “%(heading)s”. Begin a paragraph with it.")
            % {"heading": heading.label},
            plan.section_url(SectionKey.ANALYSIS) + "#id_body",
        )


def goal_gaps(plan: Plan, goals: list[Goal], past: Reaches | None = None) -> Iterator[Gap]:
    """SMART (3.2.1), families and key areas (3.2.2), the customer (1.3.1)."""
    link = plan.section_url(SectionKey.GOALS)
    if not goals:
        yield Gap(_("The plan has no goal yet."), link)
        return
    past = reaches(plan, goals) if past is None else past
    for goal in goals:
        where = goal.get_absolute_url()
        for found in findings(goal, plan.round, past):
            anchor = f"#line-{found.line.pk}" if found.line else f"#id_{found.field}"
            text = _("%(label)s: %(text)s") % {"label": goal.code, "text": found.sentence}
            yield Gap(text, where + anchor)
    present = {goal.family for goal in goals}
    if plan.round.asks_for(Gate.FAMILIES):
        for family in (*FAMILIES, *([Family.BUSINESS] if plan.round.business_goals else [])):
            if family not in present:
                yield Gap(
                    _("No goal belongs to the family “%(family)s”.") % {"family": family.label},
                    link,
                )
    elif plan.round.asks_for(Gate.CUSTOMER) and Family.SATISFACTION not in present:
        yield Gap(_("No goal is about customer satisfaction."), link)
    yield from area_gaps(plan, goals)


def area_gaps(plan: Plan, goals: list[Goal]) -> Iterator[Gap]:
    """3.2.2: besides the families, each key area has a goal (D48).

    The department names its own areas; the round may name others for every department.
    """
    if not plan.round.asks_for(Gate.AREAS):
        return
    link = plan.section_url(SectionKey.GOALS)
    sentence = _("No goal belongs to the key area “%(area)s”.")
    for name in areas_without_goal(plan.key_areas, goals):
        yield Gap(sentence % {"area": name}, link + "#id_key_areas")
    for area in plan.round.areas:
        if area.each_department and not any(area.means(goal.key_area) for goal in goals):
            yield Gap(sentence % {"area": area.local_name}, link)


def goal_set_gaps(plan: Plan) -> Iterator[Gap]:
    """3.2.3: goals are fixed by the leadership group before the plan is handed in.

    A round that folds this gate into the plan's has them fixed when the plan is approved.
    """
    folded = not plan.round.asks_for(Gate.GOALS)
    if folded and plan.goal_set.status == GoalSetStatus.DRAFT:
        return
    if plan.goal_set.status != GoalSetStatus.FIXED:
        yield Gap(
            _("The goals are not approved yet: %(status)s.")
            % {"status": plan.goal_set.get_status_display()},
            plan.goal_set.get_absolute_url(),
        )


def effect_gaps(plan: Plan, goals: list[Goal]) -> Iterator[Gap]:
    """3.4.1: the effect is estimated in figures before the start (D57)."""
    if not plan.round.asks_for(Gate.EFFECT):
        return
    for goal in goals:
        if not any(letter.isdigit() for letter in goal.expected_effect):
            yield Gap(
                _("%(goal)s: estimate the expected effect in figures.") % {"goal": goal.code},
                plan.section_url(SectionKey.EFFECT) + f"#id_goal_{goal.number}-expected_effect",
            )


def measure_gaps(plan: Plan, goals: list[Goal], measures: list[Measure]) -> Iterator[Gap]:
    """3.3.1: every goal has a measure; each with department, person and dates (D51, D52)."""
    if not plan.round.asks_for(Gate.MEASURES):
        return
    served = {number for measure in measures for number in measure.goal_numbers}
    for goal in goals:
        if goal.number not in served:
            yield Gap(
                _("%(goal)s has no measure yet.") % {"goal": goal.code},
                plan.section_url(SectionKey.MEASURES),
            )
    for measure in measures:
        yield from one_measure_gaps(plan, measure)


def check_measure(plan: Plan, measure: Measure) -> list[Gap]:
    """What the check finds on one measure, and whether it waits in order."""
    return [*one_measure_gaps(plan, measure), *order_gaps(plan, [measure])]


def one_measure_gaps(plan: Plan, measure: Measure) -> Iterator[Gap]:
    where, code = measure.get_absolute_url(), {"measure": measure.code}
    wanted = [
        (measure.goal_numbers, _("%(measure)s serves no goal."), "goals"),
        (measure.department, _("%(measure)s: name the responsible department."), "department"),
        (measure.person, _("%(measure)s: name the responsible person."), "person"),
        (measure.starts and measure.ends, _("%(measure)s: give start and end."), "starts"),
        (measure.milestone_count, _("%(measure)s: add at least one milestone."), "milestones"),
        (measure.cost is not None, _("%(measure)s: give the cost; zero is a cost too."), "cost"),
    ]
    for present, sentence, field in wanted:
        if not present:
            yield Gap(sentence % code, f"{where}#id_{field}")
    if plan.round.asks_for(Gate.FIT) and not measure.resource_fit.strip():
        yield Gap(
            _("%(measure)s: say how it fits the people, goods and money at hand.") % code,
            f"{where}#id_resource_fit",
            warning=True,
        )
    if not measure.type:
        yield Gap(
            _("%(measure)s: choose its type; the office counts measures by it.") % code,
            f"{where}#id_type",
            warning=True,
        )
    if outside(measure, plan.round):
        yield Gap(
            _("%(measure)s lies outside the round.") % code, f"{where}#id_starts", warning=True
        )
    if measure.cost and not (measure.benefit or measure.cost_benefit):
        yield Gap(
            _("%(measure)s: weigh the cost against the benefit.") % code,
            f"{where}#id_benefit",
            warning=True,
        )


def order_gaps(plan: Plan, measures: list[Measure]) -> Iterator[Gap]:
    """3.4.2: what a measure waits for is finished before it begins, and nothing waits in a circle.

    Dates within the plan are an error; those of another department's measure ask for a word.
    """
    if not plan.round.asks_for(Gate.ORDER):
        return
    own = {measure.pk: measure for measure in measures}
    every = links(plan.round)
    circle = on_a_circle(every)
    for link in every:
        measure = own.get(link.measure)
        if measure is None:
            continue
        where = f"{measure.get_absolute_url()}#id_waits"
        words = {"measure": measure.code, "other": link.reference}
        if link.measure in circle and link.needs in circle:
            yield Gap(
                _("%(measure)s and %(other)s wait for each other in a circle.") % words, where
            )
        elif link.late and link.starts and link.ends:
            words |= {"starts": day(link.starts), "ends": day(link.ends)}
            yield Gap(
                _(
                    "%(measure)s begins on %(starts)s, before %(other)s, which it waits for, "
                    "is finished on %(ends)s."
                )
                % words,
                where,
                warning=link.needs_plan != plan.pk,
            )


def outside(measure: Measure, planning_round: Round) -> bool:
    """A measure that begins before the round or ends after it."""
    if not (measure.starts and measure.ends):
        return False
    return measure.starts < planning_round.starts or measure.ends > planning_round.ends


def belongs_to(plan: Plan, gap: Gap, key: str) -> bool:
    """Which of the six parts a gap is mended in."""
    base = plan.get_absolute_url()
    links = {
        "goals": (f"{base}goals/", plan.section_url("goals"), plan.goal_set.get_absolute_url()),
        "measures": (f"{base}measures/", plan.section_url("measures")),
    }
    return gap.link.startswith(links.get(key, (plan.section_url(key),)))
