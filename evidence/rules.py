"""Who may see and keep indicators and their values."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from improvement.door.permissions import Predicate, either_way, everybody
from improvement.organization.rules import (
    assists,
    belongs,
    drafts,
    heads_above,
    leads,
    reviews,
    steers,
)

from .lifecycle import OFFERED, SHARED, TOLD, VIEWS_IN_USE, InspectionStatus, SurveyStatus

told = Predicate(lambda user, value: value.status in TOLD, lambda user: Q(status__in=TOLD))
handles = reviews & ~belongs("department")
keeps = drafts("department") | reviews
keeps_survey = drafts("survey__department") | reviews
published = Predicate(
    lambda user, survey: survey.status != SurveyStatus.DRAFT,
    lambda user: ~Q(status=SurveyStatus.DRAFT),
)
of_published = Predicate(
    lambda user, question: question.survey.status != SurveyStatus.DRAFT,
    lambda user: ~Q(survey__status=SurveyStatus.DRAFT),
)

# A record of field work is told as far as its writer says; to all others it is not there
wrote = Predicate(
    lambda user, note: note.author_id == user.pk,
    lambda user: Q(author=user.pk),
    who=_("whoever wrote it"),
)
shared = Predicate(lambda user, note: note.status in SHARED, lambda user: Q(status__in=SHARED))


def confided_to(level: str) -> Predicate:
    return Predicate(lambda user, note: note.confidence == level, lambda user: Q(confidence=level))


def readers_of(user: Any) -> Any:
    """The records in which the person is named as a reader."""
    from .models import FieldNote

    through: Any = FieldNote.readers.through
    return through.objects.filter(user=user.pk)


named = Predicate(
    lambda user, note: readers_of(user).filter(fieldnote=note.pk).exists(),
    lambda user: Q(pk__in=readers_of(user).values("fieldnote")),
)
in_department = belongs("department") | heads_above("department") | reviews | leads | assists

offered = Predicate(
    lambda user, checklist: checklist.status in OFFERED, lambda user: Q(status__in=OFFERED)
)
inspects = Predicate(
    lambda user, inspection: inspection.inspector_id == user.pk,
    lambda user: Q(inspector=user.pk),
    who=_("the inspector"),
)
finished = Predicate(
    lambda user, inspection: inspection.status == InspectionStatus.FINISHED,
    lambda user: Q(status=InspectionStatus.FINISHED),
)
mine = Predicate(
    lambda user, view: view.owner_id == user.pk,
    lambda user: Q(owner=user.pk),
    who=_("whoever saved it"),
)


def reaches(*reach: str) -> Predicate:
    return Predicate(lambda user, view: view.reach in reach, lambda user: Q(reach__in=reach))


in_use = Predicate(
    lambda user, view: view.status in VIEWS_IN_USE, lambda user: Q(status__in=VIEWS_IN_USE)
)
keeps_view = mine | reaches("all") & reviews
compares = reviews | either_way(
    lambda user: bool(user.standing.drafted), who=_("a department's head, deputy or clerk")
)
brought = Predicate(
    lambda user, row: row.entered_by_id == user.pk, lambda user: Q(entered_by=user.pk)
)

PERMISSIONS = {
    "evidence.view_indicator": everybody,
    "evidence.add_indicator": reviews,
    "evidence.change_indicator": reviews,
    "evidence.retire_indicator": reviews,
    "evidence.restore_indicator": reviews,
    # Targets outside plans are set by the office, not by whom they bind
    "evidence.view_periodtarget": everybody,
    "evidence.add_periodtarget": handles,
    "evidence.change_periodtarget": handles,
    # Reported figures stay as they are: the office says until when a period takes any
    "evidence.view_periodlock": everybody,
    "evidence.add_periodlock": reviews,
    "evidence.unlock_periodlock": reviews,
    "evidence.lock_periodlock": reviews,
    # What others reach: brought with its source by whoever drafts a plan that is held against it
    "evidence.view_benchmark": everybody,
    "evidence.add_benchmark": compares,
    "evidence.change_benchmark": brought | reviews,
    # A value is its department's until it is handed in
    "evidence.view_value": told
    | reviews
    | leads
    | assists
    | drafts("department")
    | heads_above("department"),
    "evidence.add_value": drafts("department"),
    "evidence.change_value": drafts("department"),
    "evidence.submit_value": drafts("department"),
    "evidence.recall_value": drafts("department"),
    "evidence.accept_value": handles,
    "evidence.send_back_value": handles,
    "evidence.reopen_value": handles,
    # What is still to be reached: everybody sees it, and a department or the office adds to it
    "evidence.view_finding": everybody,
    "evidence.add_finding": keeps,
    "evidence.change_finding": keeps,
    # What shows it is brought by whoever could have found it
    "evidence.view_proof": everybody,
    "evidence.add_proof": drafts("finding__department") | reviews,
    "evidence.change_proof": drafts("finding__department") | reviews,
    "evidence.take_up_finding": drafts("department"),
    "evidence.put_back_finding": drafts("department"),
    "evidence.resolve_finding": handles,
    "evidence.carry_over_finding": handles,
    # Field work
    "evidence.view_fieldnote": wrote
    | shared
    & (
        confided_to("department") & in_department
        | confided_to("office") & handles
        | confided_to("named") & named
    ),
    "evidence.add_fieldnote": belongs("department") | reviews,
    "evidence.change_fieldnote": wrote,
    "evidence.attach_fieldnote": wrote,
    "evidence.hand_in_fieldnote": wrote,
    "evidence.send_back_fieldnote": handles & ~wrote,
    # Inspections: the office writes the checklists; departments inspect themselves as well
    "evidence.view_checklist": offered | reviews,
    "evidence.add_checklist": reviews,
    "evidence.change_checklist": reviews,
    "evidence.put_in_use_checklist": reviews,
    "evidence.retire_checklist": reviews,
    "evidence.restore_checklist": reviews,
    "evidence.view_inspection": inspects | finished & in_department,
    "evidence.add_inspection": keeps,
    "evidence.change_inspection": inspects,
    "evidence.finish_inspection": inspects,
    "evidence.reopen_inspection": inspects | handles,
    "evidence.attach_finding": keeps,
    # The office asks; who reads the department's figures reads what it is asked
    "evidence.view_datarequest": belongs("department")
    | heads_above("department")
    | reviews
    | leads
    | assists,
    "evidence.add_datarequest": reviews,
    "evidence.answer_datarequest": drafts("department"),
    "evidence.attach_datarequest": drafts("department"),
    "evidence.accept_datarequest": handles,
    "evidence.send_back_datarequest": handles,
    "evidence.withdraw_datarequest": reviews,
    # A file brings in what its department could add by hand
    "evidence.view_dataimport": keeps,
    "evidence.add_dataimport": keeps,
    "evidence.change_dataimport": keeps,
    "evidence.finish_dataimport": keeps,
    "evidence.cancel_dataimport": keeps,
    "evidence.undo_dataimport": keeps,
    # What customers told a department: its own people deal with it, those above read it
    "evidence.view_recordcategory": everybody,
    "evidence.add_recordcategory": reviews,
    "evidence.change_recordcategory": reviews,
    "evidence.view_servicerecord": belongs("department")
    | heads_above("department")
    | reviews
    | leads
    | assists,
    "evidence.add_servicerecord": keeps,
    "evidence.change_servicerecord": keeps,
    "evidence.close_servicerecord": keeps,
    "evidence.reopen_servicerecord": keeps,
    "evidence.unmask_servicerecord": steers("department") | reviews,
    # A survey is its department's until it opens; what came of it concerns everybody
    "evidence.view_survey": published | keeps,
    "evidence.add_survey": keeps,
    "evidence.change_survey": keeps,
    "evidence.open_survey": keeps,
    "evidence.close_survey": keeps,
    "evidence.invite_survey": keeps,
    "evidence.view_surveyquestion": of_published | keeps_survey,
    "evidence.add_surveyquestion": keeps_survey,
    "evidence.change_surveyquestion": keeps_survey,
    # Filters under a name: a department shares its own, the office with all
    "evidence.view_savedview": mine
    | in_use & (reaches("all") | reaches("department") & belongs("department")),
    "evidence.add_savedview": reaches("own")
    | reaches("department") & belongs("department")
    | reaches("all") & reviews,
    "evidence.change_savedview": keeps_view,
    "evidence.remove_savedview": keeps_view,
    "evidence.restore_savedview": keeps_view,
}
