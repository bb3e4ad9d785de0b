"""What does not fit between goals and measures: overlap, contradiction, order, gaps (D18, D59)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from .items import Ask, Found, GoalItem, Line, MeasureItem, Round, Solution, Wait, name
from .likeness import SAME, SIMILAR, Pair, Text, alike, plain
from .load import later

BORNE_OUT = 0.25
"""So alike two goals are worth a look where their figures bear it out (ours)."""
FAMILIES = ("quality", "satisfaction", "process")
"""3.2.2 asks these of the goals; a round without one of them has a gap."""
MOST = 12
"""So many items are named in one issue; the rest come up once these are settled."""
RISES, FALLS = frozenset({"higher", "at_least"}), frozenset({"lower", "at_most"})
EXPANDS = re.compile(
    r"\b(open|opens|opening|extend|extends|expand|expands|add|adds|introduce|launch)\w*\b"
    r"|增設|增设|增加|擴展|扩展|擴大|扩大|延長|延长|開設|开设|新設|新设"
)
CLOSES = re.compile(
    r"\b(close|closes|closing|shut|shuts|discontinue|withdraw|abolish|reduce|cut|end|ends)\w*\b"
    r"|關閉|关闭|停辦|停办|停止|取消|縮減|缩减|撤銷|撤销|縮短|缩短"
)


def overlaps(round: Round) -> Iterator[Found]:
    """Goals, and measures, of several departments that say the same: a group is one issue."""
    goals = {f"{goal.pk}": goal for goal in round.goals}
    pairs = alike(texts(round.goals), BORNE_OUT)
    pairs = [pair for pair in pairs if worth_a_look(pair, goals[pair.one], goals[pair.other])]
    for group, likeness in grouped(pairs):
        yield goals_alike([goals[key] for key in group], likeness)
    measures = {f"{measure.pk}": measure for measure in round.measures}
    for group, likeness in grouped(alike(texts(round.measures))):
        yield measures_alike([measures[key] for key in group], likeness)


def worth_a_look(pair: Pair, one: GoalItem, other: GoalItem) -> bool:
    if joined(one, other):
        return False
    return pair.likeness >= SIMILAR or borne_out(one, other)


def borne_out(one: GoalItem, other: GoalItem) -> bool:
    """Their figures say what their words leave open: one indicator, the same way, one purpose."""
    ways = {(line.indicator, line.direction) for line in one.lines if line.indicator is not None}
    shared = any((line.indicator, line.direction) in ways for line in other.lines)
    return shared and one.overall is not None and one.overall == other.overall


def texts(items: Sequence[GoalItem] | Sequence[MeasureItem]) -> list[Text]:
    return [Text(str(i.pk), str(i.department), f"{i.title}. {i.words}") for i in items]


def joined(one: GoalItem, other: GoalItem) -> bool:
    """Declared joint: they may say the same, for they are the same."""
    return other.department in one.joint or one.department in other.joint


def grouped(pairs: Iterable[Pair]) -> list[tuple[list[str], float]]:
    """Items around the one they are most like; nobody stands in two groups.

    The likeness of a group is that of its closest pair.
    """
    seeds: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    closest: dict[str, float] = {}
    for one, other, likeness in pairs:
        if one not in seeds and other not in seeds:
            seeds[one] = seeds[other] = one
            members[one], closest[one] = [one, other], likeness
        elif one in seeds and other not in seeds and seeds[one] == one:
            seeds[other] = one
            members[one].append(other)
        elif other in seeds and one not in seeds and seeds[other] == other:
            seeds[one] = other
            members[other].append(one)
    return [(group[:MOST], closest[seed]) for seed, group in members.items()]


def goals_alike(goals: list[GoalItem], likeness: float) -> Found:
    goals = sorted(goals, key=lambda goal: goal.pk)
    return Found(
        kind="overlap",
        rule="goals_alike",
        severity=2 if likeness >= SAME else 3,
        key=name("goals_alike", *(goal.pk for goal in goals)),
        facts={"likeness": likeness, "said": [[goal.title, goal.words] for goal in goals]},
        goals=tuple(goal.pk for goal in goals),
        overall=goals[0].overall,
        solutions=(made_joint(goals), *(left_out(goal) for goal in goals[1:3])),
    )


def made_joint(goals: Sequence[GoalItem]) -> Solution:
    """Each goal names the others' departments as partners."""
    first = goals[0]
    others = [goal for goal in goals[1:] if goal.department != first.department]
    asks = [Ask("join", first.plan, goal=first.pk, partner=other.department) for other in others]
    asks += [Ask("join", other.plan, goal=other.pk, partner=first.department) for other in others]
    return Solution(key="join", asks=tuple(asks))


def left_out(goal: GoalItem) -> Solution:
    return Solution(key=f"drop-{goal.pk}", asks=(Ask("drop", goal.plan, goal=goal.pk),))


def measures_alike(measures: list[MeasureItem], likeness: float) -> Found:
    measures = sorted(measures, key=lambda measure: measure.pk)
    by_cost = sorted(measures, key=lambda measure: (-(measure.cost or 0), measure.pk))
    served = [goal for measure in by_cost for goal in sorted(measure.overall)]
    return Found(
        kind="overlap",
        rule="measures_alike",
        severity=2 if likeness >= SAME else 3,
        key=name("measures_alike", *(measure.pk for measure in measures)),
        facts={
            "likeness": likeness,
            "said": [[measure.title, measure.words] for measure in measures],
            "cost": [str(measure.cost or 0) for measure in measures],
        },
        measures=tuple(measure.pk for measure in measures),
        overall=served[0] if served else None,
        solutions=tuple(merged(by_cost, lead) for lead in by_cost[:2]),
    )


def merged(measures: Sequence[MeasureItem], lead: MeasureItem) -> Solution:
    """One measure led by one department, with the others in support; their own are left out."""
    others = [measure for measure in measures if measure.pk != lead.pk]
    asks = [
        Ask("lead", lead.plan, measure=lead.pk, partner=other.department, other=other.title)
        for other in others
    ]
    asks += [
        Ask("drop", other.plan, measure=other.pk, partner=lead.department, other=lead.title)
        for other in others
    ]
    before = sum(float(measure.cost or 0) for measure in measures)
    return Solution(
        key=f"lead-{lead.pk}", asks=tuple(asks), before=before, after=float(lead.cost or 0)
    )


def contradictions(round: Round) -> Iterator[Found]:
    """Targets of one indicator that cannot both be meant, and measures that undo each other."""
    by_indicator: dict[int, list[tuple[GoalItem, Line]]] = defaultdict(list)
    for goal in round.goals:
        for line in goal.lines:
            if line.indicator is not None:
                by_indicator[line.indicator].append((goal, line))
    for lines in by_indicator.values():
        for one, other in combinations(lines[:MOST], 2):
            if rule := contradicts(*one, *other):
                yield targets_apart(rule, one, other)
    yield from undoing(round)


def contradicts(goal: GoalItem, line: Line, other: GoalItem, beside: Line) -> str:
    """Opposite directions always; other targets where both speak of one department's figure."""
    if {line.direction, beside.direction} & RISES and {line.direction, beside.direction} & FALLS:
        return "directions_opposed"
    same = goal.department == other.department or joined(goal, other)
    apart = line.due == beside.due and line.target != beside.target
    known = line.target is not None and beside.target is not None
    return "targets_apart" if same and apart and known else ""


def targets_apart(rule: str, one: tuple[GoalItem, Line], other: tuple[GoalItem, Line]) -> Found:
    lines = sorted((one, other), key=lambda both: both[1].pk)
    return Found(
        kind="contradiction",
        rule=rule,
        severity=1,
        key=name(rule, *(line.pk for _goal, line in lines)),
        facts={
            "indicator": lines[0][1].name,
            "lines": [
                [line.direction, None if line.target is None else f"{line.target.normalize():f}"]
                for _goal, line in lines
            ],
        },
        goals=tuple(dict.fromkeys(goal.pk for goal, _line in lines)),
        overall=lines[0][0].overall,
        solutions=(aligned(*lines[0], lines[1][1]), aligned(*lines[1], lines[0][1])),
    )


def aligned(goal: GoalItem, line: Line, like: Line) -> Solution:
    """This line takes the direction and target of the other."""
    target = None if like.target is None else f"{like.target.normalize():f}"
    asked = Ask(
        "align", goal.plan, goal=goal.pk, line=line.pk, target=target, direction=like.direction
    )
    return Solution(key=f"align-{line.pk}", asks=(asked,))


def undoing(round: Round) -> Iterator[Found]:
    """One measure opens what another closes: told by the verbs of the titles, and what is left."""
    known = {str(measure.pk): measure for measure in round.measures}
    kinds = {key: verb(measure.title) for key, measure in known.items()}
    told = [Text(key, key, objects(known[key].title)) for key, kind in kinds.items() if kind]
    for one, other, likeness in alike(told, SAME):
        if {kinds[one], kinds[other]} == {"expands", "closes"}:
            pair = sorted((known[one], known[other]), key=lambda measure: measure.pk)
            yield Found(
                kind="contradiction",
                rule="undoing",
                severity=1,
                key=name("undoing", *(measure.pk for measure in pair)),
                facts={"said": [measure.title for measure in pair], "likeness": likeness},
                measures=tuple(measure.pk for measure in pair),
                overall=min(pair[0].overall | pair[1].overall, default=None),
                solutions=tuple(
                    Solution(f"drop-{m.pk}", (Ask("drop", m.plan, measure=m.pk),)) for m in pair
                ),
            )


def verb(title: str) -> str:
    """Whether a title opens or closes something; both or neither is nothing."""
    expands, closes = bool(EXPANDS.search(title.lower())), bool(CLOSES.search(title.lower()))
    if expands == closes:
        return ""
    return "expands" if expands else "closes"


def objects(title: str) -> str:
    """The title without its verb: what is opened or closed."""
    return CLOSES.sub(" ", EXPANDS.sub(" ", plain(title)))


def orders(round: Round) -> Iterator[Found]:
    """A measure that begins before what it needs has ended, or that waits for itself in the end."""
    known = round.measures_by_key
    for wait in round.waits:
        if wait.measure not in known or wait.needs not in known:
            continue
        measure, needs = known[wait.measure], known[wait.needs]
        if measure.starts and needs.ends and measure.starts <= needs.ends:
            yield begins_too_soon(round, measure, needs)
    for circle in circles(round.waits):
        if all(pk in known for pk in circle):
            yield Found(
                kind="order",
                rule="circle",
                severity=1,
                key=name("circle", *sorted(circle)),
                facts={"said": [known[pk].title for pk in circle]},
                measures=tuple(circle),
                overall=min((goal for pk in circle for goal in known[pk].overall), default=None),
            )


def begins_too_soon(round: Round, measure: MeasureItem, needs: MeasureItem) -> Found:
    assert measure.starts and measure.ends and needs.ends
    by = next(n for n in range(1, 37) if later(measure.starts, n) > needs.ends)
    fits = later(measure.ends, by) <= round.ends
    solutions = (
        Solution(
            f"move-{measure.pk}-{by}", (Ask("move", measure.plan, measure=measure.pk, months=by),)
        ),
    )
    return Found(
        kind="order",
        rule="begins_too_soon",
        severity=1,
        key=name("begins_too_soon", measure.pk, needs.pk),
        facts={
            "starts": measure.starts.isoformat(),
            "needed": needs.ends.isoformat(),
            "said": [measure.title, needs.title],
        },
        measures=(measure.pk, needs.pk),
        overall=min(measure.overall, default=None),
        solutions=solutions if fits else (),
    )


def circles(waits: Iterable[Wait]) -> list[list[int]]:
    """Circles of measures that wait for each other, each once, from its smallest key."""
    needs: dict[int, list[int]] = defaultdict(list)
    for wait in waits:
        needs[wait.measure].append(wait.needs)
    found: dict[frozenset[int], list[int]] = {}
    for start in sorted(needs):
        path, ahead = [start], [iter(needs[start])]
        while ahead:
            step = next(ahead[-1], None)
            if step is None:
                ahead.pop()
                path.pop()
            elif step == start:
                found.setdefault(frozenset(path), list(path))
            elif step > start and step not in path:
                path.append(step)
                ahead.append(iter(needs.get(step, ())))
    return list(found.values())


def gaps(round: Round) -> Iterator[Found]:
    """An overall goal, family or key area without a goal, a partner who does not know of it."""
    served = {goal.overall for goal in round.goals}
    for overall, title in round.overall.items():
        if overall not in served:
            yield Found(
                kind="gap",
                rule="not_served",
                severity=1,
                key=name("not_served", overall),
                facts={"title": title},
                overall=overall,
                solutions=tuple(asked_to_serve(round, overall, title)),
            )
    if round.goals:
        for family in FAMILIES:
            if not any(goal.family == family for goal in round.goals):
                yield Found("gap", "family", 2, name("family", family), {"family": family})
        yield from areas_without(round)
    yield from partners_without(round)


def areas_without(round: Round) -> Iterator[Found]:
    """3.2.2 (D48): a key area of the round in which somebody, or each department, lacks a goal."""
    for area in round.areas:
        served = {goal.department for goal in round.goals if area.means(goal.area)}
        missing = [plan for department, plan in round.plans.items() if department not in served]
        if not missing or (served and not area.each_department):
            continue
        yield Found(
            kind="gap",
            rule="area",
            severity=2,
            key=name("area", area.pk),
            facts={
                "names": [area.name, area.name_hant, area.name_hans],
                "missing": len(missing) if area.each_department else 0,
            },
            plans=tuple(sorted(missing)[:MOST]) if area.each_department else (),
        )


def asked_to_serve(round: Round, overall: int, title: str) -> Iterator[Solution]:
    """The departments whose goals are most like it; where none is, those with fewest goals."""
    wanted = Text("overall", "overall", title)
    near = [p for p in alike([wanted, *texts(round.goals)], 0.1) if "overall" in p[:2]]
    goals = {str(goal.pk): goal for goal in round.goals}
    likely = [goals[p.one if p.other == "overall" else p.other].department for p in near]
    busy = {d: sum(goal.department == d for goal in round.goals) for d in round.plans}
    likely += sorted(round.plans, key=lambda department: (busy[department], department))
    for department in [one for one in dict.fromkeys(likely) if one in round.plans][:3]:
        plan = round.plans[department]
        yield Solution(f"add-{plan}", (Ask("add", plan, overall=overall, other=title),))


def partners_without(round: Round) -> Iterator[Found]:
    """A joint goal whose partner has no goal that names the department or serves the same."""
    own: dict[int, list[GoalItem]] = defaultdict(list)
    for goal in round.goals:
        own[goal.department].append(goal)
    for goal in round.goals:
        for partner in sorted(goal.joint):
            if partner not in round.plans or any(answers(other, goal) for other in own[partner]):
                continue
            plan = round.plans[partner]
            asked = Ask(
                "add", plan, overall=goal.overall, partner=goal.department, other=goal.title
            )
            yield Found(
                kind="gap",
                rule="partner_without",
                severity=2,
                key=name("partner_without", goal.pk, partner),
                facts={"said": goal.title},
                goals=(goal.pk,),
                plans=(plan,),
                overall=goal.overall,
                department=partner,
                solutions=(Solution(f"add-{plan}", (asked,)),),
            )


def answers(other: GoalItem, goal: GoalItem) -> bool:
    """A partner's goal that is joint with it in turn, or serves the same overall goal."""
    same = goal.overall is not None and other.overall == goal.overall
    return goal.department in other.joint or same
