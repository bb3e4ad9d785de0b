"""Why the door stays shut, and the sentence the person sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models import Model

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that stops a step, and the place where it is mended."""

    sentence: Text
    link: str = ""
    warning: bool = False


class Refused(Exception):
    """Something the door did not let through; `status` is the HTTP answer."""

    status = 409


class Invisible(Refused):
    """The person may not know that this exists."""

    status = 404


class NotYours(Refused):
    """Visible, but this step belongs to somebody else; `who` names them."""

    status = 403

    def __init__(self, sentence: Text, who: Text = "") -> None:
        super().__init__(sentence)
        self.sentence, self.who = sentence, who


class Stale(Refused):
    """The row has moved on since the person read it; what they typed is kept in `typed`."""

    def __init__(self, row: Model, typed: dict[str, Any]) -> None:
        super().__init__(f"{row._meta.label}:{row.pk} has a newer version")
        self.row, self.typed = row, typed


class StepRefused(Refused):
    """A condition does not hold; `gaps` says what is missing and where to mend it."""

    def __init__(self, sentence: Text, link: str = "", gaps: list[Gap] | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.link, self.gaps = sentence, link, gaps or []


class WrongState(StepRefused):
    """The step does not leave from the present status."""

    def __init__(self, sentence: Text = "") -> None:
        super().__init__(sentence or _("This step is not possible at this stage."))
