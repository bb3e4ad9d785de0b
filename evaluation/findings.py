"""What was not reached goes on as a finding of the next round (5.4.2)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from evidence.lifecycle import FindingStatus
from evidence.models import Finding
from improvement.door.acts import create, take

from .lifecycle import VerificationStatus
from .models import Verification

UNMET = {VerificationStatus.PARTLY, VerificationStatus.NOT_EFFECTIVE}


def carry_over(verification: Verification, *, by: Any) -> None:
    """Begin the finding of an unmet goal; take it back where a new verdict finds it met."""
    kept = Finding.objects.filter(origin=verification.origin).first()
    if verification.status in UNMET:
        if kept is None:
            create(finding_of(verification), by=by, cause=verification)
        elif kept.status == FindingStatus.RESOLVED:
            take(kept, "reopen", by=by, cause=verification)
    elif verification.status == VerificationStatus.EFFECTIVE and kept and kept.still_open:
        take(kept, "resolve", by=by, cause=verification)


def finding_of(verification: Verification) -> Finding:
    goal = verification.goal
    return Finding(
        department=goal.plan.department,
        title=goal.title,
        detail=verification.cause_analysis,
        found_on=timezone.localdate(),
        origin=verification.origin,
        link=verification.get_absolute_url(),
    )
