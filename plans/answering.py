"""What a goal answers: findings are taken up with it, and put back when it lets go of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from evidence.lifecycle import FindingStatus
from evidence.models import Finding
from improvement.door.acts import take, take_many

if TYPE_CHECKING:
    from plans.models import Goal


def settle(goal: Goal, *, by: Any) -> None:
    """Take up what the goal answers now; put back what it had taken up and no goal answers."""
    if not goal.archived:
        answer = f"{goal.plan.code} {goal.code}"  # its words are not everybody's before issue
        for finding in goal.answers.filter(status=FindingStatus.OPEN):
            take(finding, "take_up", by=by, cause=goal, answer=answer)
    take_many(let_go(goal), "put_back", by=by, cause=goal)


def let_go(goal: Goal) -> models.QuerySet[Finding]:
    """What a goal of this plan took up and no goal answers any more; a word by hand stays."""
    from plans.models import Goal

    taken = Finding.objects.filter(
        department=goal.plan.department_id,
        status=FindingStatus.IN_PLAN,
        answer__startswith=f"{goal.plan.code} G",
    )
    return taken.exclude(goals__in=Goal.objects.live())


def moves(goal: Goal, row: models.Model, step: str) -> bool:
    """Whether the goal, as it stands, takes this finding up or puts it back."""
    if not isinstance(row, Finding):
        return False
    if step == "take_up":
        return not goal.archived and goal.answers.filter(pk=row.pk).exists()
    return step == "put_back" and let_go(goal).filter(pk=row.pk).exists()
