"""What earlier approvals asked of the same department, and how much of it is met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .condition_lifecycle import ConditionStatus
from .models import Ballot, Condition


@dataclass(frozen=True, slots=True)
class LastTime:
    """“Conditions of last time: 2 met, 1 outstanding.”"""

    rows: list[Condition]

    @property
    def summary(self) -> str:
        return counted(row.status for row in self.rows)


def counted(statuses: Iterable[str]) -> str:
    found = Counter(statuses)
    words = {
        ConditionStatus.CONFIRMED: _("%(count)d met"),
        ConditionStatus.MET: _("%(count)d reported as met"),
        ConditionStatus.OUTSTANDING: _("%(count)d outstanding"),
        ConditionStatus.WAIVED: _("%(count)d waived"),
    }
    parts = [said % {"count": found[status]} for status, said in words.items() if found[status]]
    return pgettext("between the parts of a list", ", ").join(parts)


def with_last_time(ballots: QuerySet[Ballot]) -> QuerySet[Ballot]:
    """Whether there were any, in the same query: most have none, and are asked no further.

    Nothing of confidential matters, which have a circle of their own.
    """
    department = Q(department=OuterRef("department"), department__isnull=False)
    earlier = Condition.objects.followed().filter(
        department | Q(ballot__root_key=OuterRef("root_key")),
        ballot__confidential=False,
        ballot__pk__lt=OuterRef("pk"),
    )
    return ballots.annotate(asked_before=Exists(earlier))


def last_time(ballot: Ballot) -> LastTime | None:
    """For a ballot that was read `with_last_time`."""
    if not ballot.asked_before:  # type: ignore[attr-defined]
        return None
    rows = Condition.objects.before(ballot).select_related("ballot")
    return LastTime(list(rows.order_by("-pk")))
