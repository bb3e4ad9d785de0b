"""The words that the forms print around a paper, in the language that is active."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .content import Document
from .forms import spoken


def words(paper: Document) -> dict[str, str]:
    """Labels of the forms, and the day as the form writes it."""
    day = spoken(paper.date, paper.form, paper.language)
    return {
        "day": day,
        "contents": _("Contents"),
        "colon": pgettext("after a label", ": "),
        "copies": pgettext("official document", "Copies"),
        "originals": pgettext("official document", "Originals"),
        "purpose": pgettext("official document", "Subject"),
        "explanation": pgettext("official document", "Explanation"),
        "proposal": pgettext("official document", "Proposed action"),
        "file": pgettext("official document", "File number"),
        "readers": _("Check and countersign"),
        "keep": pgettext("official document", "Kept for"),
        "printed": pgettext("official document", "Printed on %(day)s") % {"day": day}
        if day
        else "",
    }
