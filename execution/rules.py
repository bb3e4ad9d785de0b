"""Who may do what in chapter 4: one table of composed predicates."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from improvement.door.permissions import Predicate, nobody
from improvement.organization.rules import (
    assists,
    belongs,
    drafts,
    heads,
    heads_above,
    leads,
    reviews,
)
from plans.predicates import issued

from .reporting_lifecycle import HANDED_IN, ReportStatus

carries_out = Predicate(
    lambda user, task: (
        task.person_id == user.pk
        if task.person_id
        else task.post_id is not None and task.post_id in user.standing.posts
    ),
    lambda user: Q(person=user.pk) | Q(person=None, post__in=user.standing.posts),
    who=_("whoever carries out the task"),
)
gave = Predicate(
    lambda user, task: task.assigned_by_id == user.pk,
    lambda user: Q(assigned_by=user.pk),
    who=_("whoever assigned it"),
)
assigns = drafts("measure__department") | drafts("measure__plan__department")
answers_for = heads("measure__department") | heads("measure__plan__department")
takes_as_done = answers_for | (gave & assigns & ~carries_out)

SHOWN = (*HANDED_IN, ReportStatus.MISSED)
shown = Predicate(lambda user, report: report.status in SHOWN, lambda user: Q(status__in=SHOWN))
of_department = drafts("plan__department") | heads_above("plan__department")
sees_reports = (shown & issued("plan")) | reviews | leads | assists | of_department
handles = reviews & ~belongs("plan__department")
signs = heads("plan__department")

PERMISSIONS = {
    "execution.view_task": issued("measure__plan"),
    "execution.add_task": assigns,
    "execution.change_task": assigns,
    "execution.attach_task": assigns | carries_out,
    "execution.accept_task": carries_out,
    "execution.decline_task": carries_out,
    "execution.start_task": carries_out,
    "execution.block_task": carries_out,
    "execution.resume_task": carries_out,
    "execution.submit_task": carries_out,
    "execution.confirm_task": takes_as_done,
    "execution.send_back_task": takes_as_done,
    "execution.reassign_task": answers_for,
    "execution.cancel_task": answers_for,
    "execution.delete_task": nobody,
    # A progress report is its department's until it is handed in; the clock opens it
    "execution.view_progressreport": sees_reports,
    "execution.add_progressreport": nobody,
    "execution.change_progressreport": drafts("plan__department"),
    "execution.attach_progressreport": drafts("plan__department"),
    "execution.begin_progressreport": drafts("plan__department"),
    "execution.submit_progressreport": signs,
    "execution.query_progressreport": handles,
    "execution.answer_progressreport": signs,
    "execution.acknowledge_progressreport": handles,
    "execution.correct_progressreport": signs,
    # A deviation is found by the clock; its head answers, the office has the last word
    "execution.view_deviation": issued("plan"),
    "execution.add_deviation": nobody,
    "execution.change_deviation": nobody,
    "execution.acknowledge_deviation": signs,
    "execution.analyse_deviation": handles,
    "execution.answer_deviation": signs,
    "execution.send_back_deviation": handles,
    "execution.resolve_deviation": handles,
    "execution.dismiss_deviation": handles,
}
