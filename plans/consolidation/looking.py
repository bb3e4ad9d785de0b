"""Looks through a round: what is found becomes issues, what is gone is settled, once and again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Max, Model

from improvement.door.acts import create_many, take
from improvement.door.unit import unit
from plans.models import ConsolidationIssue, ConsolidationItem, Round

from .items import Found
from .items import Round as Read
from .lifecycle import VANISHING, IssueStatus
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

    The plans are read and compared without a lock, which in a large organization takes long; only
    where something differs the round is locked, for as long as the differences are written. Whoever
    writes in a plan meanwhile is seen by the next look.
    """
    now = read(planning_round)
    found = {one.key: one for one in look(now)}
    if differs(planning_round, found):
        with unit() as work:
            write_down(work.lock(planning_round), now, found, by, cause)
    return ConsolidationIssue.objects.open().filter(round=planning_round).count()


def differs(planning_round: Round, found: Mapping[str, Found]) -> bool:
    """Whether there is anything to write down."""
    known = {issue.key: issue for issue in planning_round.consolidation_issues.all()}
    if found.keys() - known.keys():
        return True
    return any(step_of(issue, found.get(key)) for key, issue in known.items())


def write_down(
    planning_round: Round,
    now: Read,
    found: Mapping[str, Found],
    by: Any,
    cause: Model | None,
) -> None:
    """The differences, against the issues as they stand under the lock."""
    known = {issue.key: issue for issue in planning_round.consolidation_issues.all()}
    new = [one for key, one in found.items() if key not in known]
    begin(planning_round, now, new, by, cause)
    for key, issue in known.items():
        renew(issue, now, found.get(key), by, cause or planning_round)


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


def step_of(issue: ConsolidationIssue, one: Found | None) -> str:
    """The step a known issue takes by what is found now; mostly none."""
    if one is None:
        return "vanish" if issue.status in VANISHING else ""
    changed = issue.digest != one.digest
    return {
        IssueStatus.FOUND: "renew" if changed or issue.facts != one.told else "",
        IssueStatus.SETTLED: "find_again",
        IssueStatus.WAIVED: "find_again" if changed else "",
        IssueStatus.DECIDED: "find_again" if changed else "",
    }.get(IssueStatus(issue.status), "")


def renew(issue: ConsolidationIssue, now: Read, one: Found | None, by: Any, cause: Model) -> None:
    step = step_of(issue, one)
    if one is None and step:
        take(issue, step, by=by, cause=cause)
    elif one is not None and step:
        facts: dict[str, Any] = {"digest": one.digest, "facts": one.told, "severity": one.severity}
        kept = take(issue, step, by=by, cause=cause, **facts)
        kept.items.all().delete()
        ConsolidationItem.objects.bulk_create(items_of(kept, now, one))
