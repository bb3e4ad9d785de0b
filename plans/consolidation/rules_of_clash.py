"""More is asked of the people of a post than they can give; and what would settle it (D20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from .items import Ask, Found, MeasureItem, Round, Solution, name
from .load import Effort, Month, Peak, load, moved, overload, peaks, spread, stretched

HIGH_FROM = Fraction(1, 10)
"""A peak this share above capacity is of high severity, a smaller one of medium (ours)."""
TRIED, LATEST = 4, 6
"""So many of the measures that ask for most are tried, so many months later."""


def clashes(round: Round) -> Iterator[Found]:
    """One issue for each pool that is asked for too much in some month."""
    known = round.measures_by_key
    for pool, efforts in round.efforts.items():
        capacity = round.capacity[pool]
        if over := peaks(load(efforts), capacity):
            share = max(peak.over / peak.capacity if peak.capacity else 1 for peak in over)
            asking = heaviest(efforts, [peak.month for peak in over])
            yield Found(
                kind="clash",
                rule="clash",
                severity=1 if share >= HIGH_FROM else 2,
                key=name("clash", pool.key),
                facts=told(efforts, capacity, over),
                measures=tuple(int(measure) for measure in asking),
                overall=served(known, asking),
                department=pool.department,
                post=pool.post,
                solutions=tuple(ways_out(round, efforts, capacity, asking)),
            )


def told(
    efforts: Sequence[Effort], capacity: Mapping[Month, Fraction], over: Sequence[Peak]
) -> dict[str, object]:
    """Load, capacity and peaks as they are kept; rounded only here."""
    return {
        "load": plain(efforts),
        "capacity": {month.isoformat(): figure(days) for month, days in capacity.items()},
        "peaks": [peak.month.isoformat() for peak in over],
        "asked": figure(sum((peak.asked for peak in over), Fraction())),
        "can_give": figure(sum((peak.capacity for peak in over), Fraction())),
        "efforts": {
            effort.measure: {
                "days": figure(Fraction(effort.days)),
                "starts": effort.starts.isoformat(),
                "ends": effort.ends.isoformat(),
            }
            for effort in efforts
        },
    }


def plain(efforts: Sequence[Effort]) -> dict[str, dict[str, float]]:
    return {
        month.isoformat(): {who: figure(days) for who, days in by.items()}
        for month, by in load(efforts).items()
    }


def figure(days: Fraction) -> float:
    return round(float(days), 1)


def heaviest(efforts: Sequence[Effort], months: Sequence[Month]) -> list[str]:
    """The measures that ask for something in these months, those that ask for most first."""
    asked: dict[str, Fraction] = {}
    for effort in efforts:
        days = spread(effort)
        here = sum((days.get(month, Fraction()) for month in months), Fraction())
        if here:
            asked[effort.measure] = asked.get(effort.measure, Fraction()) + here
    return sorted(asked, key=lambda measure: (-asked[measure], measure))


def served(known: Mapping[int, MeasureItem], asking: Sequence[str]) -> int | None:
    """The overall goal under which the issue is listed: that of the measure that asks for most."""
    for measure in asking:
        if goals := known[int(measure)].overall:
            return min(goals)
    return None


def ways_out(
    round: Round,
    efforts: Sequence[Effort],
    capacity: Mapping[Month, Fraction],
    asking: Sequence[str],
) -> Iterator[Solution]:
    """The delay, and the longer time, that leave least beyond capacity; the shortest of equals."""
    known, before = round.measures_by_key, overload(efforts, capacity)
    for word, act in (("move", moved), ("stretch", stretched)):
        tried = []
        for measure in asking[:TRIED]:
            for by in range(1, LATEST + 1):
                changed = [act(e, by) if e.measure == measure else e for e in efforts]
                if max(e.ends for e in changed if e.measure == measure) > round.ends:
                    break
                tried.append((overload(changed, capacity), by, measure, changed))
        if tried:
            after, by, measure, changed = min(tried, key=lambda one: one[:3])
            if after < before:
                yield way(word, known[int(measure)], by, changed, before, after)


def way(
    word: str,
    item: MeasureItem,
    by: int,
    changed: Sequence[Effort],
    before: Fraction,
    after: Fraction,
) -> Solution:
    return Solution(
        key=f"{word}-{item.pk}-{by}",
        asks=(Ask(word, item.plan, measure=item.pk, months=by),),
        before=figure(before),
        after=figure(after),
        load=plain(changed),
    )
