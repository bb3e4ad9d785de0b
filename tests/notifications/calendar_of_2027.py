"""The reminders that 2027 owes, from the calendar and the ladders of the design alone.

Nothing of the product is asked here: which day is a working day, when a rung is reached and whom
it is for are written down once more, so that the year is held against something else than itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

DAY = dt.timedelta(days=1)
NEVER = dt.date(2100, 1, 1)
FIRST, LAST = dt.date(2027, 1, 1), dt.date(2028, 2, 18)
"""Until every verdict is due."""

HOLIDAYS = {
    dt.date(2027, 1, 1): "New Year",
    dt.date(2027, 2, 8): "Lunar New Year",
    dt.date(2027, 2, 9): "Lunar New Year",
    dt.date(2027, 3, 26): "Good Friday",
    dt.date(2027, 3, 29): "Easter Monday",
    dt.date(2027, 4, 5): "Ching Ming",
    dt.date(2027, 5, 13): "The Buddha's Birthday",
    dt.date(2027, 7, 1): "Establishment Day",
    dt.date(2027, 10, 1): "National Day",
    dt.date(2027, 12, 27): "Christmas",
    dt.date(2028, 1, 26): "Lunar New Year",
    dt.date(2028, 1, 27): "Lunar New Year",
    dt.date(2028, 1, 28): "Lunar New Year",
}
WORKED = {dt.date(2027, 10, 9): "Worked for National Day"}


def works(day: dt.date) -> bool:
    return day in WORKED or (day.weekday() < 5 and day not in HOLIDAYS)


def working(day: dt.date, days: int) -> dt.date:
    """So many working days later, or earlier."""
    step = DAY if days > 0 else -DAY
    for _each in range(abs(days)):
        day += step
        while not works(day):
            day += step
    return day


def plain(day: dt.date, days: int) -> dt.date:
    return day + days * DAY


Ladder = dict[str, tuple[int, str, str]]
"""Rung: days from the due date, audience, the word of the kind."""

ALWAYS = -1000
"""As soon as there is something to remind of."""

REPORT: Ladder = {
    "opened": (-60, "department", "due"),
    "two-days": (-2, "department", "due"),
    "today": (0, "department", "due"),
    "late": (1, "department", "overdue"),
    "superior": (3, "superior", "overdue"),
    "office": (5, "office", "overdue"),
}
REPORT_UNREAD: Ladder = {"due": (0, "office", ""), "overdue": (3, "office", "")}
RATING: Ladder = {
    "opened": (-10, "department", ""),
    "soon": (-3, "department", ""),
    "today": (0, "department", ""),
    "late": (1, "department", ""),
    "superior": (3, "superior", ""),
    "office": (5, "office", ""),
}
VALUES: Ladder = {"soon": (-3, "department", ""), "today": (0, "department", "")}
SCORE: Ladder = {
    "soon": (-3, "superior", ""),
    "today": (0, "office", ""),
    "late": (2, "office", ""),
}
VERDICT: Ladder = {"begun": (-30, "office", ""), "due": (0, "office", "")}
TASK: Ladder = {
    "two-days": (-2, "person", "due"),
    "today": (0, "person", "due"),
    "late": (1, "person", "overdue"),
    "head": (3, "head", "overdue"),
}
REVIEW: Ladder = {"due": (0, "office", ""), "overdue": (2, "office", "")}
CUT_OFF: Ladder = {"two-weeks": (-14, "department", ""), "three-days": (-3, "department", "")}
SUBMISSION: Ladder = {
    "two-weeks": (-14, "department", ""),
    "three-days": (-3, "department", ""),
    "today": (0, "department", ""),
    "late": (1, "department", ""),
    "superior": (3, "superior", ""),
    "office": (5, "office", ""),
}
RECTIFICATION: Ladder = {
    "three-days": (-3, "concerned", ""),
    "today": (0, "concerned", ""),
    "late": (1, "concerned", ""),
    "office": (3, "office", ""),
}
BALLOT: Ladder = {
    "day-3": (-2, "seats", "waiting"),
    "last-day": (0, "seats", "waiting"),
    "chair": (-1, "presiding", "missing"),
}

KINDS = {
    "report": "execution.progressreport.{word}",
    "report unread": "execution.progressreport.waiting",
    "values": "evaluation.evaluation.data_due",
    "rating": "evaluation.evaluation.rating_due",
    "score": "evaluation.evaluation.score_due",
    "verdict": "plans.plan.verdict_due",
    "task": "execution.task.{word}",
    "review": "plans.plan.review_due",
    "adjustment": "plans.adjustment.review_due",
    "cut-off": "plans.adjustment.cut_off",
    "submission": "plans.round.plan_due",
    "rectification": "incentives.rectification.due",
    "ballot": "approvals.ballot.{word}",
}
ONCE = {"execution.task.without_anybody", "evaluation.evaluation.shown"}
"""Kinds without a ladder."""
IN_THE_DIGEST = {
    "evaluation.evaluation.data_due",
    "execution.task.due",
    "execution.progressreport.due",
    "execution.progressreport.overdue",
}
"""They ask for no decision; everything else is sent at once."""

OFFICE = ("Olga", "Oscar", "Otto")
OFFICE_FOR_ITS_HOST = ("Olga", "Oscar")
CSC = {"department": ("Dana", "Hana"), "superior": ("Paul",), "office": OFFICE}
QUA = {"department": ("Dora", "Hugo"), "superior": (), "office": OFFICE_FOR_ITS_HOST}
LIC = {"department": ("Lily",), "superior": (), "office": OFFICE}


class Key(NamedTuple):
    """One telling: what, about what, which rung of which date, to whom."""

    kind: str
    about: str
    due: str
    rung: str
    person: str


@dataclass(frozen=True)
class Awaited:
    """Something that is waited for from `since` until it is done."""

    sort: str
    about: str
    due: dt.date
    ladder: Ladder
    people: dict[str, tuple[str, ...]]
    since: dt.date
    done: dt.date = NEVER
    in_working_days: bool = True

    def reached(self, day: dt.date) -> Iterator[str]:
        """The last rung each audience has reached by this day."""
        move = working if self.in_working_days else plain
        last: dict[str, tuple[int, str]] = {}
        for rung, (days, audience, _word) in self.ladder.items():
            reached = move(self.due, days) <= day
            if reached and (audience not in last or days > last[audience][0]):
                last[audience] = days, rung
        for _days, rung in last.values():
            yield rung

    def keys(self, rung: str) -> Iterator[Key]:
        _days, audience, word = self.ladder[rung]
        kind = KINDS[self.sort].format(word=word)
        for person in self.people[audience]:
            yield Key(kind, self.about, self.due.isoformat(), rung, person)


@dataclass
class Owed:
    """What the days on which the scanner runs owe: each key with the first day it is due."""

    days: Sequence[dt.date]
    told: dict[Key, dt.date] = field(default_factory=dict)

    def first_after(self, day: dt.date) -> dt.date:
        """The first run after a day: when the clock notices that something is over."""
        return next(run for run in self.days if run > day)

    def once(self, kind: str, about: str, people: Iterable[str], day: dt.date) -> None:
        for person in people:
            self.told[Key(kind, about, "", "", person)] = self.first_after(day - DAY)

    def climb(self, *waited: Awaited) -> None:
        for one in waited:
            for day in self.days:
                if one.since <= day < one.done:
                    for rung in one.reached(day):
                        for key in one.keys(rung):
                            self.told.setdefault(key, day)


QUARTERS = {
    "2027Q1": dt.date(2027, 3, 31),
    "2027Q2": dt.date(2027, 6, 30),
    "2027Q3": dt.date(2027, 9, 30),
    "2027Q4": dt.date(2027, 12, 31),
}
SUBMITTED, ANSWERED = dt.date(2027, 4, 8), dt.date(2027, 4, 27)
RATED, SHOWN = dt.date(2027, 7, 6), dt.date(2027, 8, 5)
ADJUSTED, REJECTED = dt.date(2027, 5, 10), dt.date(2027, 5, 20)
DRAFTED, CUT_OFF_DAY = dt.date(2027, 8, 16), dt.date(2027, 9, 30)
VOTED_ON = dt.date(2027, 8, 24)
CRITICIZED, PLANNED = dt.date(2027, 2, 1), dt.date(2027, 2, 17)
RECTIFIED_BY = dt.date(2027, 3, 15)
CALLED, DEADLINE, HANDED_IN = (
    dt.date(2027, 10, 4),
    dt.date(2027, 12, 1),
    dt.date(2027, 11, 10),
)
TASKS = {
    "Write the guide": dt.date(2027, 3, 31),
    "Call back on the Sunday of summer time": dt.date(2027, 3, 14),
    "Answer by mail": dt.date(2027, 3, 28),
    "Count the letters": dt.date(2027, 10, 31),
    "Count the calls": dt.date(2027, 11, 7),
}
"""Sam's, never done; four are due on the Sundays on which clocks are changed."""
LEFT, LEFT_BEHIND, LEFT_BEHIND_DUE = dt.date(2027, 8, 31), "Hand over", dt.date(2027, 9, 10)


def owed(days: Sequence[dt.date]) -> dict[Key, dt.date]:
    """Every reminder of the year and the day of its telling, if the scanner runs on these days."""
    year = Owed(days)
    reports(year)
    evaluations(year)
    tasks(year)
    changes(year)
    criticism(year)
    next_year(year)
    return year.told


def reports(year: Owed) -> None:
    """The contact centre writes none; the host of the office one, which nobody reads for weeks."""
    for code, people in (("csc", CSC), ("qua", QUA)):
        for quarter, ends in QUARTERS.items():
            done = SUBMITTED if (code, quarter) == ("qua", "2027Q1") else NEVER
            due, opened = working(ends, 7), year.first_after(ends)
            missed = year.first_after(working(due, 5))
            about = f"{code} {quarter}"
            ends_with = min(done, missed)
            year.climb(Awaited("report", about, due, REPORT, people, opened, ends_with))
    due = working(SUBMITTED, 5)
    waiting = ("report unread", "qua 2027Q1", due, REPORT_UNREAD, QUA)
    year.climb(Awaited(*waiting, SUBMITTED, ANSWERED))


def evaluations(year: Owed) -> None:
    """Nobody rates themselves but the contact centre in the second quarter.

    It promised an indicator of which it tells no value.
    """
    for code, people in (("csc", CSC), ("qua", QUA)):
        for quarter, ends in QUARTERS.items():
            opened = year.first_after(ends)
            start = max(ends, opened - DAY)
            rated = RATED if (code, quarter) == ("csc", "2027Q2") else NEVER
            due, about = working(start, 10), f"{code} {quarter}"
            if code == "csc":
                kept = year.first_after(working(start, 7))
                values = ("values", about, working(start, 7), VALUES, people)
                year.climb(Awaited(*values, opened, kept))
            year.climb(Awaited("rating", about, due, RATING, people, opened, rated))
        begun = year.first_after(QUARTERS["2027Q4"])
        due = working(QUARTERS["2027Q4"], 30)
        year.climb(Awaited("verdict", code, due, VERDICT, people, begun))
    half_year = max(QUARTERS["2027Q2"], year.first_after(QUARTERS["2027Q2"]) - DAY)
    year.climb(
        Awaited("score", "csc 2027Q2", working(half_year, 20), SCORE, CSC, RATED, SHOWN),
    )
    year.once("evaluation.evaluation.shown", "csc 2027Q2", CSC["department"], SHOWN)


def tasks(year: Owed) -> None:
    carried = {"person": ("Sam",), "head": ("Hana",)}
    ended = year.first_after(QUARTERS["2027Q4"])
    for title, due in TASKS.items():
        year.climb(Awaited("task", title, due, TASK, carried, FIRST, ended))
    tess = {"person": (), "head": ("Hana",)}
    year.climb(Awaited("task", LEFT_BEHIND, LEFT_BEHIND_DUE, TASK, tess, FIRST, ended))
    year.once("execution.task.without_anybody", LEFT_BEHIND, ("Hana",), LEFT + DAY)


def changes(year: Owed) -> None:
    """One adjustment waits and is rejected, one is never handed in, one is never voted on."""
    due = working(ADJUSTED, 3)
    year.climb(Awaited("adjustment", "csc 1", due, REVIEW, CSC, ADJUSTED, REJECTED))
    cut_off = ("cut-off", "csc 2", CUT_OFF_DAY, CUT_OFF, CSC)
    year.climb(Awaited(*cut_off, DRAFTED, CUT_OFF_DAY + DAY, in_working_days=False))
    deadline = working(VOTED_ON, 5)
    seats = {
        "seats": ("Cora", "Vic", "Leo", "Lena", "Luis"),
        "presiding": ("Cora", "Vic"),
    }
    lapsed = year.first_after(deadline)
    year.climb(Awaited("ballot", "csc 3", deadline, BALLOT, seats, VOTED_ON, lapsed))
    ended = year.first_after(QUARTERS["2027Q4"])
    again = ("adjustment", "csc 3", working(VOTED_ON, 3), REVIEW, CSC)
    year.climb(Awaited(*again, lapsed, ended))


def criticism(year: Owed) -> None:
    """Opened, planned late, never finished."""
    circle = {"concerned": ("Hana", "Sam"), "office": OFFICE}
    due = working(CRITICIZED, 5)
    first = ("rectification", "Sam", due, RECTIFICATION, circle)
    year.climb(Awaited(*first, CRITICIZED, PLANNED))
    year.climb(Awaited("rectification", "Sam", RECTIFIED_BY, RECTIFICATION, circle, PLANNED))


def next_year(year: Owed) -> None:
    """The call for plans of 2028; the host of the office hands in and waits for its review."""
    for code, people in (("csc", CSC), ("lic", LIC), ("qua", QUA)):
        handed_in = HANDED_IN if code == "qua" else NEVER
        called = ("submission", f"{code} 2028", DEADLINE, SUBMISSION, people)
        year.climb(Awaited(*called, CALLED, handed_in, in_working_days=False))
    due = working(HANDED_IN, 3)
    year.climb(Awaited("review", "qua 2028", due, REVIEW, QUA, HANDED_IN))
