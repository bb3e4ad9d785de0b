"""What must hold before a step of chapter 6: each answers None or the sentence that stops it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from improvement.door.refusals import Gap


def announcement_is_over(award: Any) -> Gap | None:
    if timezone.localdate() > award.objections_until:
        return None
    return Gap(
        _("Objections can be raised until %(date)s; the award is granted after that day.")
        % {"date": date_format(award.objections_until)}
    )


def objections_are_answered(award: Any) -> Gap | None:
    waiting = award.objections.open().count()
    if not waiting:
        return None
    return Gap(
        _("Objections not yet answered: %(count)d.") % {"count": waiting},
        award.get_absolute_url() + "#objections",
    )


def appeal_is_in_time(criticism: Any) -> Gap | None:
    if timezone.localdate() <= criticism.appeal_until:
        return None
    return Gap(
        _("An appeal could be made until %(date)s.") % {"date": date_format(criticism.appeal_until)}
    )


def rectification_is_planned(rectification: Any) -> list[Gap]:
    """6.2.1: the cause is explained and measures are drawn up."""
    edit = rectification.get_absolute_url() + "edit/"
    asked = [
        (rectification.cause, _("Explain the cause."), "id_cause"),
        (rectification.measures, _("Write down the rectification measures."), "id_measures"),
        (rectification.due, _("Say by when it is rectified."), "id_due"),
    ]
    return [Gap(sentence, f"{edit}#{field}") for value, sentence, field in asked if not value]


def department_has_reported(rectification: Any) -> Gap | None:
    if rectification.report:
        return None
    return Gap(_("The department has not reported that it is done."))
