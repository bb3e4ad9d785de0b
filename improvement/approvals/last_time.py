"""What earlier approvals asked of the same department, and how much of it is met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .condition_lifecycle import ConditionStatus
from .models import Ballot, BallotItem, Condition

NOBODY = 0
"""No department has this key."""


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
    items = BallotItem.objects.listed().filter(ballot=OuterRef(OuterRef("pk"))).order_by()
    earlier = Condition.objects.followed().filter(
        department
        | Q(department__in=items.values("department"))
        | Q(ballot__root_key=OuterRef("root_key")),
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


def last_times(rows: Sequence[Ballot | BallotItem]) -> list[LastTime | None]:
    """The same for ballots and the items of lists, one by one; in one statement for all.

    A list by itself is asked for its own matter: what its departments owe stands with their items.
    """
    departments = {row.department_id for row in rows if row.department_id}
    roots = {row.root_key for row in rows if isinstance(row, Ballot)}
    asked = Condition.objects.of_any(departments, roots).select_related("ballot")
    found = list(asked.order_by("-pk"))
    return [LastTime(mine) if (mine := asked_before(row, found)) else None for row in rows]


def asked_before(row: Ballot | BallotItem, found: list[Condition]) -> list[Condition]:
    """Of these conditions those that earlier ballots named for this matter or its department."""
    at, root = (row.pk, row.root_key) if isinstance(row, Ballot) else (row.ballot_id, "")
    return [
        one
        for one in found
        if one.ballot_id < at
        and (one.ballot.root_key == root or one.department_id == (row.department_id or NOBODY))
    ]
