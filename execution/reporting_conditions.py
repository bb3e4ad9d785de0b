"""What stops a step of a progress report: a sentence each, with the place where it is mended."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from improvement.door.refusals import Gap
from plans.lifecycle import RoundStatus


def year_is_open(report: Any) -> Gap | None:
    """A period of a closed year is locked."""
    if report.plan.round.status != RoundStatus.CLOSED:
        return None
    return Gap(_("The planning year is closed; its reports stay as they are."), report.list_url())


def health_is_set(report: Any) -> Gap | None:
    """A person says how the plan stands; the figures only stand beside it."""
    if report.health:
        return None
    return Gap(_("Say how the plan stands."), f"{report.get_absolute_url()}#health")


def red_is_explained(report: Any) -> list[Gap]:
    """4.4.2: what is off its path has a cause and a remedy."""
    page = report.get_absolute_url()
    lines = report.lines.filter(health="bad").select_related("target_line__goal")
    gaps = [
        Gap(
            _("%(goal)s is off its path: give the cause and the remedy.")
            % {"goal": line.target_line.goal.code},
            f"{page}#line-{line.target_line_id}",
        )
        for line in lines.order_by("target_line__goal__number", "pk")
        if not (line.cause and line.remedy)
    ]
    if report.health == "bad" and not (report.obstacles and report.needs):
        gaps.append(
            Gap(
                _("You say the plan is off its path: write what stands in its way and what comes."),
                f"{page}#words",
            )
        )
    return gaps


def figures_are_current(report: Any) -> Gap | None:
    """Nobody hands in a figure they have not seen."""
    from .reporting_figures import have_moved

    if not have_moved(report):
        return None
    return Gap(
        _("Values have been told since the report was saved. Look at them and save it once more."),
        report.get_absolute_url(),
    )


def figures_have_changed(report: Any) -> Gap | None:
    """Figures are corrected where they are kept; the report then takes them over."""
    from .reporting_figures import have_moved

    if have_moved(report):
        return None
    return Gap(
        _(
            "The values are still those that were reported. Have them corrected first; then the"
            " report takes them over."
        ),
        f"{reverse('evidence:values')}?{urlencode({'department': report.plan.department.code})}",
    )
