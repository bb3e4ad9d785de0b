"""What must hold before a step: each answers None or the sentence that stops it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from improvement.door.refusals import Gap


def dates_in_order(planning_round: Any) -> Gap | None:
    if planning_round.deadline >= planning_round.starts:
        return Gap(
            _("The deadline must lie before the round starts."), planning_round.get_absolute_url()
        )
    return None


def overall_goals_approved(planning_round: Any) -> Gap | None:
    """2.1.1: drafting opens after the overall goals, or with goals marked provisional."""
    if planning_round.provisional_goals or planning_round.overall_goal_set.approved:
        return None
    return Gap(
        _("The overall goals are not approved yet. Put them forward, or mark them provisional."),
        planning_round.overall_goal_set.get_absolute_url(),
    )


def not_handed_in_yet(extension: Any) -> Gap | None:
    """3.4.2: the date is put off for who has still to hand in."""
    plan = extension.plan
    if plan is None or plan.submitted_at is None:
        return None
    return Gap(
        _("The plan has been handed in; there is nothing to extend."), plan.get_absolute_url()
    )


def puts_the_date_off(extension: Any) -> Gap | None:
    """A new date lies after the one that holds, and within the year that is planned."""
    planning_round = extension.round
    if planning_round.deadline < extension.until <= planning_round.ends:
        return None
    return Gap(
        _("The new date must lie after the date of the round and before its end."),
        planning_round.get_absolute_url(),
    )


def has_strategy(goal_set: Any) -> Gap | None:
    """2.1.1: the leadership group approves the strategies as well as the overall goals (D10)."""
    if goal_set.strategy.strip() or goal_set.strategies.live().exists():
        return None
    return Gap(_("Write the strategy first."), goal_set.get_absolute_url() + "edit/#id_strategy")


def has_overall_goals(goal_set: Any) -> Gap | None:
    if goal_set.goals.live().exists():
        return None
    return Gap(_("Write at least one overall goal."), goal_set.get_absolute_url())


def round_takes_drafts(row: Any) -> Gap | None:
    if row.round.takes_drafts:
        return None
    return Gap(_("The office has not opened drafting for this round, or has closed it."))


def plan_is_drafted(goal_set: Any) -> Gap | None:
    """The goals of a withdrawn plan wait with it."""
    sentence = goal_set.plan.closed()
    return Gap(sentence, goal_set.plan.get_absolute_url()) if sentence else None


def goals_have_their_own_gate(goal_set: Any) -> Gap | None:
    """3.2.3; a round that folds this gate into the plan's has no ballot on goals alone."""
    from .models.round import Gate

    planning_round = goal_set.plan.round
    if planning_round.asks_for(Gate.GOALS):
        return None
    return Gap(
        _("In %(year)s the goals are approved together with the plan; submit the plan.")
        % {"year": planning_round.label},
        planning_round.get_absolute_url() + "gates/",
    )


def goals_are_complete(goal_set: Any) -> list[Gap]:
    from .checking.check import check_goals

    return [gap for gap in check_goals(goal_set) if not gap.warning]


def plan_is_complete(plan: Any) -> list[Gap]:
    """3.4.2: errors block; warnings ask for a word."""
    from .checking.check import check_plan
    from .route.acts import moved_unnoticed

    found = [*check_plan(plan), *moved_unnoticed(plan)]
    if any(gap.warning for gap in found) and not plan.word_on_warnings:
        return found
    return [gap for gap in found if not gap.warning]


def goals_go_with_plan(plan: Any) -> bool:
    """Whether the round decides on the goals together with the plan (3.2.3)."""
    from .models import Gate

    return not plan.round.asks_for(Gate.GOALS)


def review_has_not_begun(plan: Any) -> Gap | None:
    if plan.reviews.filter(revision__number=plan.revision_number).exists():
        return Gap(_("The office has begun its review. Ask it to return the plan."))
    return None


def comments_are_settled(plan: Any) -> Gap | None:
    open_ones = plan.comments.open_threads().count()
    if open_ones:
        return Gap(
            _("Comments not yet resolved or waived: %(count)d.") % {"count": open_ones},
            plan.get_absolute_url() + "review/",
        )
    return None


def includes_something(organization_plan: Any) -> Gap | None:
    """A plan, or in a supplement an adjustment that has come into force since."""
    if organization_plan.items.exists() or organization_plan.adjustments.exists():
        return None
    return Gap(
        _("No plan is included yet. Compile the plans first."), organization_plan.get_absolute_url()
    )


def included_plans_stand(organization_plan: Any) -> Gap | None:
    """What is put to the vote is what was endorsed, or approved before (3.4.2)."""
    moved = organization_plan.items.moved().count()
    if not moved:
        return None
    return Gap(
        _("Included plans that have moved since: %(count)d. Compile again.") % {"count": moved},
        organization_plan.get_absolute_url(),
    )


def signed_off(organization_plan: Any) -> Gap | None:
    """Whoever presides over the leadership group signs before the office issues (3.4.3; ours)."""
    if organization_plan.signed_off_at is None:
        return Gap(_("Whoever presides over the leadership group has not signed it off yet."))
    return None


def not_signed_off_yet(organization_plan: Any) -> Gap | None:
    if organization_plan.signed_off_at is not None:
        return Gap(_("It is signed off already. The office issues it."))
    return None


def included_plans_approved(organization_plan: Any) -> Gap | None:
    """A plan that was pulled and is not approved yet does not hold up the others (ours)."""
    waiting = organization_plan.items.no_longer_approved().not_pulled(organization_plan).count()
    if waiting:
        return Gap(
            _("Included plans that are no longer approved: %(count)d. Compile again.")
            % {"count": waiting}
        )
    return None


def its_plan_is_endorsed_or_adjusted(project: Any) -> Gap | None:
    """The office has read the plan and stands behind it before leaders decide on a part of it.

    A measure of an issued plan becomes major by an adjustment: that lies with the office.
    """
    from .lifecycle import AdjustmentStatus, PlanStatus

    endorsed = {PlanStatus.ENDORSED, PlanStatus.LEADERSHIP_APPROVAL, PlanStatus.APPROVED}
    if project.plan.status in endorsed and not project.measure.archived:
        return None
    if project.adjustment_id:
        if project.adjustment.status == AdjustmentStatus.OFFICE_REVIEW:
            return None
        return Gap(
            _("The adjustment that makes it a major project is not with the office."),
            project.adjustment.get_absolute_url(),
        )
    return Gap(_("The office endorses the plan first."), project.plan.get_absolute_url())


def major_projects_approved(organization_plan: Any) -> list[Gap]:
    """2.1.1: the plan is issued when each major project in it has been decided by itself."""
    from .major import awaited

    return [
        Gap(
            _("Not approved yet: %(project)s.") % {"project": project},
            project.get_absolute_url(),
        )
        for project in awaited(organization_plan)
    ]


def plan_is_executed(measure: Any) -> Gap | None:
    """4.1.1: measures are carried out from issue to the year-end evaluation."""
    from .lifecycle import IN_FORCE

    if measure.plan.status in IN_FORCE and not measure.archived:
        return None
    return Gap(_("Measures move while their plan is executed."), measure.plan.get_absolute_url())


def changes_are_taken(plan: Any) -> Gap | None:
    """4.4.3: adjustments are taken until the day the round has set."""
    from .stages import day

    until = plan.round.changes_until
    if until is None or timezone.localdate() <= until:
        return None
    return Gap(
        _(
            "Adjustments for %(year)s were taken until %(date)s. What remains goes into the "
            "year-end evaluation and the next year's plan."
        )
        % {"year": plan.round.label, "date": day(until)},
        plan.round.get_absolute_url(),
    )


def plan_takes_changes(adjustment: Any) -> Gap | None:
    return changes_are_taken(adjustment.plan)


def adjustment_is_reasoned(adjustment: Any) -> list[Gap]:
    """4.4.2, 4.4.3: on which result it rests, why the drift came about, what it does to goals."""
    asked = {
        "reason": _("Choose the reason of the adjustment."),
        "cause_analysis": _("Write the cause analysis: why the plan is not met as it stands."),
        "effect_on_goals": _("Say what the adjustment does to the goals it serves."),
    }
    page = adjustment.get_absolute_url()
    return [
        Gap(sentence, f"{page}#id_{name}")
        for name, sentence in asked.items()
        if not getattr(adjustment, name)
    ]


def something_changes(adjustment: Any) -> Gap | None:
    if adjustment.terminates or adjustment.changes.live().exists():
        return None
    return Gap(
        _("Nothing is changed yet. Choose a goal or a measure and type what is to stand there."),
        f"{adjustment.get_absolute_url()}#changes",
    )


def fields_still_hold(adjustment: Any) -> list[Gap]:
    """A change is proposed against what stands in force now, not against what stood there once."""
    from .adjusting import moved

    return [
        Gap(
            _("%(row)s has changed since you proposed it. Look at it again and propose anew.")
            % {"row": change.place},
            f"{adjustment.get_absolute_url()}change/?item={change.item_key}",
        )
        for change in moved(adjustment)
    ]


def its_major_projects_are_approved(adjustment: Any) -> list[Gap]:
    """2.1.1: what a change makes a major project is decided by itself, before the change is."""
    from .major import undecided_of

    return [
        Gap(_("Not approved yet: %(project)s.") % {"project": project}, project.get_absolute_url())
        if project
        else Gap(
            _(
                "By this change %(measure)s is a major project now. Return the adjustment, so that "
                "it is handed in as one."
            )
            % {"measure": one.measure.code},
            adjustment.get_absolute_url(),
        )
        for one, project in undecided_of(adjustment)
    ]


def lists_several(adjustment_list: Any) -> Gap | None:
    """A list of one is a ballot by another name: there would be nothing to pull."""
    if adjustment_list.items.count() > 1:
        return None
    return Gap(_("Choose at least two adjustments."), adjustment_list.step_url("choose"))


def listed_adjustments_stand(adjustment_list: Any) -> list[Gap]:
    """What is put to the vote lies with the office, and is small enough for a list."""
    from .bundling import sharing, why_alone
    from .lifecycle import AdjustmentStatus
    from .models import Adjustment

    rows = Adjustment.objects.filter(listed__adjustment_list=adjustment_list).with_names()
    found = sharing(adjustment_list.round, rows)
    alone = why_alone(found)
    gone = _("%(adjustment)s: no longer with the office.")
    return [
        Gap(gone % {"adjustment": one}, one.get_absolute_url())
        for one in found
        if one.status != AdjustmentStatus.OFFICE_REVIEW
    ] + [Gap(alone[one.pk], one.get_absolute_url()) for one in found if one.pk in alone]


def every_goal_has_a_verdict(plan: Any) -> Gap | None:
    """5.4: a plan ends when each of its goals has been verified or was cancelled."""
    from .lifecycle import GoalStatus

    waiting = plan.goals.live().filter(status__in=[GoalStatus.DRAFT, GoalStatus.FIXED]).count()
    if not waiting:
        return None
    return Gap(_("Goals without a verdict: %(count)d.") % {"count": waiting})


def every_plan_is_closed(planning_round: Any) -> Gap | None:
    from .lifecycle import PlanStatus

    ended = [PlanStatus.CLOSED, PlanStatus.WITHDRAWN]
    waiting = planning_round.plans.exclude(status__in=ended).count()
    if not waiting:
        return None
    return Gap(_("Plans not yet concluded: %(count)d.") % {"count": waiting})


def template_holds_something(template: Any) -> Gap | None:
    """An empty template would be offered for nothing."""
    texts = template.sections.exclude(body="").exists()
    if texts or template.goals.live().exists() or template.measures.live().exists():
        return None
    return Gap(
        _("Write a text, a goal or a measure first."),
        reverse("plans:edit_template", args=[template.public_id]),
    )
