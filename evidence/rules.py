"""Who may see and keep indicators and their values."""

from django.db.models import Q

from improvement.door.permissions import Predicate, everybody
from improvement.organization.rules import (
    assists,
    belongs,
    drafts,
    heads_above,
    leads,
    reviews,
    steers,
)

from .lifecycle import TOLD

told = Predicate(lambda user, value: value.status in TOLD, lambda user: Q(status__in=TOLD))
handles = reviews & ~belongs("department")
keeps = drafts("department") | reviews

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
}
