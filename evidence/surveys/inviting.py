"""One-time links: made once, shown once, and gone when somebody has answered with one."""

from __future__ import annotations

import csv
import io
import secrets
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.models import Invitation, Survey, SurveyStatus
from evidence.models.survey import digest_of
from improvement.door.acts import enter, require_right, require_visible, snapshot
from improvement.door.refusals import StepRefused, WrongState
from improvement.door.unit import unit

MOST = 5_000


def invite(survey: Survey, number: int, *, by: Any) -> list[str]:
    """So many new tokens; the record says how many, and the table holds their digests alone."""
    if not 1 <= number <= MOST:
        raise StepRefused(gettext_lazy("Make from 1 to 5,000 links at a time."))
    with unit() as work:
        kept = work.lock(survey)
        work.fresh(by)
        require_visible(by, kept)
        require_right(by, "invite", kept)
        if kept.status != SurveyStatus.OPEN or not kept.by_invitation:
            raise WrongState(
                gettext_lazy("One-time links are made while a survey that asks for them is open.")
            )
        before = snapshot(kept)
        tokens = [secrets.token_hex(32) for _each in range(number)]
        Invitation.objects.bulk_create(
            [Invitation(survey=kept, digest=digest_of(token)) for token in tokens]
        )
        kept.invited += number
        kept.version += 1
        work.save(kept)
        enter(work, kept, "invite", by=by, before=before, inputs={})
    return tokens


def as_csv(survey: Survey, tokens: list[str]) -> bytes:
    """One line a link, to be printed on letters or sent one by one."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Number"), _("Where it is answered")])
    for number, token in enumerate(tokens, start=1):
        page = reverse("evidence:answer", args=[survey.public_id, token])
        writer.writerow([number, f"{settings.SITE_URL}{page}"])
    return out.getvalue().encode("utf-8-sig")
