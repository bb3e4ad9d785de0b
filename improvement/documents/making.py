"""Have a document made by a child process: its libraries and what they use up go with the child."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from improvement.apart.limits import MB, Busy, Limits, NotDone
from improvement.apart.running import run

from .content import Document
from .sheets import Sheet
from .words import words

HERE = "improvement.documents"
LIMITS = Limits(memory=1024 * MB, seconds=60, wall=60, opens=16)
"""Enough for a thousand pages; it opens the faces and the template."""
DRAFTS = 64 * MB
"""Bytes of a sheet, which the library of Excel files writes into a file of its own on the way."""


class NotMade(Exception):
    """No document came; the sentence says what to do, the log what happened."""

    status = 503

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def pdf(paper: Document) -> bytes:
    """The bytes of the PDF."""
    return bytes(made("pdf:pdf", paper, words(paper)))


def pages(paper: Document) -> int:
    """How many pages the paper fills."""
    return int(made("pdf:pages", paper, words(paper)))


def docx(paper: Document, pictures: dict[str, bytes]) -> bytes:
    """The bytes of the Word file; its charts are there as pictures, by their SVG."""
    return bytes(made("docx:docx", paper, words(paper), pictures))


def pictures(drawn: Sequence[tuple[str, float]]) -> list[bytes]:
    """Charts as pictures, each of a width in points."""
    found: list[bytes] = []
    made("pdf:pictures", drawn, hear=found.append)
    return found


def xlsx(sheets: Sequence[Sheet], *, title: str = "") -> bytes:
    """The bytes of the workbook."""
    return bytes(made("xlsx:xlsx", sheets, title, writes=DRAFTS))


def made(
    function: str,
    *given: Any,
    hear: Callable[[Any], object] | None = None,
    writes: int = 0,
) -> Any:
    limits = LIMITS._replace(writes=writes)
    try:
        return run(f"{HERE}.{function}", *given, limits=limits, hear=hear)
    except Busy as fault:
        raise NotMade(
            _("Several documents are being made just now. Ask for it again in a minute.")
        ) from fault
    except NotDone as fault:
        raise NotMade(
            _(
                "The document could not be made. Ask for it again; if it happens once more, tell "
                "whoever looks after this site. What went wrong is noted."
            )
        ) from fault
