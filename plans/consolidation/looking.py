"""Looks through a round: what is found becomes issues, what is gone is settled, once and again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Max, Model

from improvement.door.acts import create_many, take
from improvement.door.unit import unit
from plans.models import ConsolidationIssue, ConsolidationItem, Round

from .items import Found
from .items import Round as Read
from .lifecycle import OPEN, IssueStatus
from .reading import read
from .rules_between import contradictions, gaps, orders, overlaps
from .rules_of_clash import clashes


def look(read_round: Read) -> Iterator[Found]:
    """Everything the rules find in a round, the gravest kinds first."""
    yield from clashes(read_round)
    yield from contradictions(read_round)
    yield from orders(read_round)
    yield from overlaps(read_round)
    yield from gaps(read_round)


def look_through(planning_round: Round, *, by: Any, cause: Model | None = None) -> int:
    """Bring the issues of a round up to date; return how many are open now.

    The same finding is the same issue, by its key. One that is gone is settled with a note; a
    waived or decided one comes back only when its facts have changed. Looking twice changes
    nothing. `cause` is the scanner's run; without it, the round itself, for whoever looks.
    """
    with unit() as work:
        held = work.lock(planning_round)
        now = read(held)
        found = {one.key: one for one in look(now)}
        known = {issue.key: issue for issue in held.consolidation_issues.all()}
        begin(held, now, [one for key, one in found.items() if key not in known], by, cause)
        for key, issue in known.items():
            renew(issue, now, found.get(key), by, cause or held)
    return ConsolidationIssue.objects.open().filter(round=planning_round).count()


def begin(planning_round: Round, now: Read, new: list[Found], by: Any, cause: Model | None) -> None:
    last = planning_round.consolidation_issues.aggregate(last=Max("number"))["last"] or 0
    issues = create_many(
        [issue_of(planning_round, number, one) for number, one in enumerate(new, start=last + 1)],
        by=by,
        cause=cause or planning_round,
    )
    pairs = zip(issues, new, strict=True)
    rows = [row for issue, one in pairs for row in items_of(issue, now, one)]
    ConsolidationItem.objects.bulk_create(rows)


def issue_of(planning_round: Round, number: int, one: Found) -> ConsolidationIssue:
    return ConsolidationIssue(
        round=planning_round,
        number=number,
        kind=one.kind,
        rule=one.rule,
        severity=one.severity,
        key=one.key,
        digest=one.digest,
        facts=one.told,
        overall_goal_id=one.overall,
        department_id=one.department,
        post_id=one.post,
    )


def items_of(issue: ConsolidationIssue, now: Read, one: Found) -> list[ConsolidationItem]:
    goals = [now.goals_by_key[pk] for pk in one.goals]
    measures = [now.measures_by_key[pk] for pk in one.measures]
    rows = [ConsolidationItem(goal_id=goal.pk, plan_id=goal.plan) for goal in goals]
    rows += [ConsolidationItem(measure_id=m.pk, plan_id=m.plan) for m in measures]
    rows += [ConsolidationItem(plan_id=pk) for pk in one.plans]
    for position, row in enumerate(rows, start=1):
        row.issue, row.position = issue, position
    return rows


def renew(issue: ConsolidationIssue, now: Read, one: Found | None, by: Any, cause: Model) -> None:
    """What a known issue becomes by what is found now; mostly nothing."""
    if one is None:
        if issue.status in OPEN:
            take(issue, "vanish", by=by, cause=cause)
        return
    changed = issue.digest != one.digest
    step = {
        IssueStatus.FOUND: "renew" if changed or issue.facts != one.told else "",
        IssueStatus.SETTLED: "find_again",
        IssueStatus.WAIVED: "find_again" if changed else "",
        IssueStatus.DECIDED: "find_again" if changed else "",
    }.get(IssueStatus(issue.status), "")
    if step:
        facts: dict[str, Any] = {"digest": one.digest, "facts": one.told, "severity": one.severity}
        kept = take(issue, step, by=by, cause=cause, **facts)
        kept.items.all().delete()
        ConsolidationItem.objects.bulk_create(items_of(kept, now, one))
