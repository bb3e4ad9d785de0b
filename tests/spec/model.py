"""A reference model of plan, goal set and ballot, from the rule and in plain Python.

It shares no line with the product: a stateful test drives both and compares them. Where the
rule is silent the reading is stated beside it; all figures are the settings' defaults.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .loader import machine, states

APPROVALS = ("approve", "conditions")
CHOICES = (*APPROVALS, "return", "abstain")
WANTS_REASON = ("return", "conditions")
NO_MAJORITY = "no majority"
FEWEST_ELIGIBLE = 3


class Refused(Exception):
    """What the product answers with 403 or 409; the text is for the reader of a failing test."""


@dataclass
class Machine:
    """A status that moves by the arrows of `<name>.csv` alone, one version for each move."""

    name: str
    status: str = ""
    version: int = 1
    entries: list[str] = field(default_factory=lambda: ["create"])

    def __post_init__(self) -> None:
        self.status = self.status or states(self.name)[0]

    def can(self, step: str, kind: str) -> bool:
        return any(
            arrow.source == self.status and arrow.step == step and kind in arrow.kinds
            for arrow in machine(self.name)
        )

    def move(self, step: str, kind: str = "person") -> None:
        for arrow in machine(self.name):
            if arrow.source == self.status and arrow.step == step and kind in arrow.kinds:
                self.status = arrow.target
                self.write(step)
                return
        raise Refused(f"{self.name}: no {step} from {self.status} by {kind}")

    def write(self, verb: str) -> None:
        self.version += 1
        self.entries.append(verb)


@dataclass(frozen=True)
class Vote:
    seat: str
    choice: str
    by: str
    reason: str = ""
    over_goal: bool = False
    leads: bool = False
    """Cast for the chair, or by who stood in when it was cast."""


@dataclass
class Ballot:
    """A vote of the leadership group on one frozen revision (domain.md, The year)."""

    seats: tuple[str, ...]
    """Seats in the order of the roster. A seat is named like the person who holds it at opening."""
    chair: str
    vice_chairs: tuple[str, ...] = ()
    substitute: str = ""
    """The seat named in writing to stand in when neither chair nor vice-chair can."""
    conflicted: frozenset[str] = frozenset()
    """Persons of the department concerned, authors and editors."""
    away: frozenset[str] = frozenset()
    """Seats of chair and vice-chairs recorded as absent."""
    barred: frozenset[str] = frozenset()
    """Office and administrator: they never stand in for the chair."""
    assistants: frozenset[str] = frozenset()
    """They prepare and never vote, for nobody."""
    only_declare: bool = False
    """Overall goals and organization plan: a conflict is declared and nobody is out."""
    chair_last: bool = True
    waited: bool = False
    """The days are over for which the chair waits for the others (ours)."""
    chair_needed: bool = True
    revision: int = 1
    holders: dict[str, str] = field(default_factory=dict)
    delegates: dict[str, str] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)
    confirmed: bool = False
    """The one who presides has confirmed that the declarations were heard."""
    gone: set[str] = field(default_factory=set)
    votes: dict[str, Vote] = field(default_factory=dict)
    machine: Machine = field(default_factory=lambda: Machine("ballot"))
    reason: str = ""
    sheet: dict[str, str] = field(default_factory=dict)
    """What the minutes that wait say of each seat; "absent" is no vote."""
    spoken: set[str] = field(default_factory=set)
    """The seats that have confirmed the minutes that wait."""
    too_few: bool = field(init=False)
    """Fewer than three eligible at opening: conflicts are declared and confirmed, nobody is out."""
    concerned: frozenset[str] = field(init=False)
    """The seats that had a conflict at opening."""

    def __post_init__(self) -> None:
        self.holders = {seat: seat for seat in self.seats} | self.holders
        self.concerned = self.conflicted_seats
        self.too_few = len(self.seats) - len(self.concerned) < FEWEST_ELIGIBLE

    # Who counts

    @property
    def status(self) -> str:
        return self.machine.status

    @property
    def conflicted_seats(self) -> frozenset[str]:
        """A vote that has been cast stands, whoever holds the seat afterwards."""
        left = (seat for seat in self.seats if seat not in self.gone and seat not in self.votes)
        return frozenset(seat for seat in left if self.holders[seat] in self.conflicted)

    @property
    def recused(self) -> frozenset[str]:
        return frozenset() if self.only_declare or self.too_few else self.conflicted_seats

    @property
    def base(self) -> tuple[str, ...]:
        return tuple(s for s in self.seats if s not in self.recused and s not in self.gone)

    @property
    def presiding(self) -> str:
        """The chair, else the vice-chairs in order, else the substitute named in writing."""
        return next(iter(self.able), "")

    @property
    def able(self) -> tuple[str, ...]:
        """Who may preside, in order."""
        ranks = (self.chair, *self.vice_chairs, self.substitute)
        return tuple(seat for seat in ranks if seat in self.base and seat not in self.away)

    def must_declare(self, seat: str) -> bool:
        return self.only_declare and seat in self.conflicted_seats

    @property
    def unheard(self) -> bool:
        """Too few would be left: they vote, and nothing is approved before it is confirmed."""
        return (
            self.too_few and not self.only_declare and bool(self.concerned) and not self.confirmed
        )

    # How it stands

    @property
    def waiting(self) -> tuple[str, ...]:
        return tuple(seat for seat in self.base if seat not in self.votes)

    @property
    def approvals(self) -> int:
        return sum(v.choice in APPROVALS for seat, v in self.votes.items() if seat in self.base)

    @property
    def led(self) -> bool:
        """The chair is among those who voted, or who stands in, or who stood in at the time."""
        stood_in = any(vote.leads for vote in self.votes.values())
        return not self.chair_needed or stood_in or self.presiding in self.votes

    @property
    def carried(self) -> bool:
        """More than half of the base approve; two thirds have voted, abstentions included."""
        voted = len(self.base) - len(self.waiting)
        enough = 2 * self.approvals > len(self.base) and 3 * voted >= 2 * len(self.base)
        return enough and self.led and not self.unheard

    @property
    def impossible(self) -> bool:
        return 2 * (self.approvals + len(self.waiting)) <= len(self.base)

    # What happens to it

    def vote(
        self,
        seat: str,
        choice: str,
        *,
        by: str = "",
        reason: str = "",
        over_goal: bool = False,
        seen: int | None = None,
    ) -> None:
        """Cast the vote of a seat by its holder or delegate; decide when that completes it."""
        by = by or self.holders.get(seat, "")
        self._refuse_unless_votable(seat, choice, by, reason, seen)
        leads = seat in (self.chair, self.presiding)
        self.votes[seat] = Vote(seat, choice, by, reason, over_goal, leads)
        self.machine.move("vote")
        self.settle()
        self.hear_all()

    def _refuse_unless_votable(
        self, seat: str, choice: str, by: str, reason: str, seen: int | None
    ) -> None:
        if self.status != "open":
            raise Refused("the ballot is decided")
        if seen not in (None, self.revision):
            raise Refused("a vote names the revision it saw")
        if seat not in self.base:
            raise Refused("no seat of the base")
        if by not in (self.holders[seat], self.delegates.get(seat)):
            raise Refused("neither holder nor delegate")
        if by in self.assistants:
            raise Refused("an assistant never votes")
        if by != self.holders[seat] and by in self.conflicted:
            raise Refused("a delegate who would be recused")
        if by != self.holders[seat] and seat == self.chair and by in self.barred:
            raise Refused("office and administrator never stand in for the chair")
        if seat in self.votes:
            raise Refused("one vote for each seat; votes stand")
        if self.must_declare(seat) and seat not in self.declared:
            raise Refused("a conflict is declared first")
        if choice not in CHOICES or (choice in WANTS_REASON and not reason):
            raise Refused("a return needs its reason, conditions their text")
        last = self.chair_last and not self.waited and seat in (self.chair, self.presiding)
        if last and self._before(seat):
            raise Refused("the chair votes last")

    def _before(self, seat: str) -> set[str]:
        """Whose votes are still awaited before the one who presides. Absent seats are not."""
        return set(self.waiting) - {seat, self.chair, self.presiding} - self.away

    # On paper

    def enter_minutes(self, sheet: dict[str, str]) -> None:
        """One line for each seat that has not voted on screen; nothing counts yet."""
        if self.sheet or set(sheet) != set(self.waiting) or not sheet:
            raise Refused("one sheet at a time, whole, and for who has not voted")
        self.machine.move("enter_minutes")
        self.sheet, self.spoken = dict(sheet), set()

    def confirm_minutes(self, seat: str) -> None:
        if seat not in self.sheet or seat in self.spoken or seat in self.votes:
            raise Refused("a seat on the sheet, once, that has not voted on screen")
        self.machine.move("confirm_minutes")
        self.spoken.add(seat)
        self.hear_all()

    def hear_all(self) -> None:
        """Nobody is left who could object."""
        if (
            self.status == "open"
            and self.sheet
            and set(self.sheet) <= self.spoken | set(self.votes)
        ):
            self.apply_minutes()

    def stop_minutes(self, step: str) -> None:
        """contest_minutes by one member, or withdraw_minutes by the office."""
        if not self.sheet:
            raise Refused("no minutes wait")
        self.machine.move(step)
        self.sheet = {}

    def apply_minutes(self) -> None:
        """After two working days, or when all have spoken: who voted on screen keeps that vote."""
        sheet, self.sheet = self.sheet, {}
        self.machine.move("apply_minutes", "parent")
        for seat in self.seats:
            choice = sheet.get(seat, "absent")
            if choice != "absent" and seat in self.base and seat not in self.votes:
                leads = seat in (self.chair, self.presiding)
                self.votes[seat] = Vote(seat, choice, self.holders[seat], leads=leads)
        self.settle()

    def declare(self, seat: str) -> None:
        self.declared.add(seat)

    def confirm(self, *, by: str) -> None:
        """By the one who presides without a conflict; their own where there is nobody else."""
        free = [seat for seat in self.able if seat not in self.concerned]
        if not self.unheard or by not in (free or self.able)[:1]:
            raise Refused("confirmed once, by the one who presides, where something is declared")
        self.confirmed = True
        self.machine.move("confirm_declaration")
        self.settle()

    def pass_on(self, seat: str, successor: str) -> None:
        """The holder leaves and somebody follows."""
        self.holders[seat] = successor
        self.delegates.pop(seat, None)
        self.settle()

    def leave(self, seat: str) -> None:
        """The holder leaves and nobody follows; a vote already cast stands."""
        if seat not in self.votes:
            self.gone.add(seat)
        self.settle()

    def settle(self) -> None:
        """Close when everybody has voted or approval has become impossible, and not before.

        A majority without chair or stand-in stays open until somebody is named, or the deadline.
        """
        if self.status != "open" or not self.base:
            return
        if self.impossible:
            reasons = [v.reason for v in self.votes.values() if v.choice == "return"]
            self.reason = "; ".join(reasons) or NO_MAJORITY
            self.machine.move("return_it", "parent")
        elif not self.waiting and self.carried:
            self.machine.move("approve", "parent")

    def reach_deadline(self) -> None:
        self.machine.move("approve" if self.carried else "lapse", "clock")

    def replace_revision(self) -> None:
        self.machine.move("void", "parent")

    def recall(self) -> None:
        if self.votes or self.sheet:
            raise Refused("recalled only before the first vote")
        self.machine.move("recall")


@dataclass
class ConsentList:
    """One vote for all items; any member pulls one, which is then decided by a ballot of its own.

    The vote on the list moves what is still listed, all at once: approved together, or put back
    together, whether the list is returned, void, lapsed or recalled. A pulled item is moved by its
    own ballot alone.
    """

    ballot: Ballot
    items: dict[str, Machine]
    pulled: dict[str, Ballot] = field(default_factory=dict)

    @property
    def listed(self) -> tuple[str, ...]:
        return tuple(item for item in self.items if item not in self.pulled)

    def pull(self, item: str, own: Ballot, *, by: str) -> None:
        """By a seat of the base, also after its vote; the last item is decided by the list."""
        if self.ballot.status != "open" or by not in self.ballot.base:
            raise Refused("a member who votes pulls, while the ballot is open")
        if item not in self.listed:
            raise Refused("not on the list, or no longer")
        if len(self.listed) == 1:
            raise Refused("the last item is decided by the vote on the list")
        self.ballot.machine.move("pull")
        self.pulled[item] = own

    def follow(self) -> None:
        """Let each decision act once on what it decides."""
        for item in self.listed:
            self._act_on(self.items[item], self.ballot, "put_back")
        for item, own in self.pulled.items():
            self._act_on(self.items[item], own, "return_by_leaders")

    def _act_on(self, subject: Machine, ballot: Ballot, returned: str) -> None:
        if subject.status != "leadership_approval" or ballot.status == "open":
            return
        steps = {"approved": "approve", "returned": returned}
        subject.move(steps.get(ballot.status, "put_back"), "ballot")


@dataclass
class Plan:
    """A department's plan with its goal set, each with its own gate (3.2.3 and 3.4.3)."""

    machine: Machine = field(default_factory=lambda: Machine("plan"))
    goals: Machine = field(default_factory=lambda: Machine("goal_set"))
    reviewing: bool = False
    open_comments: int = 0
    returned: int = 0
    ballots: list[tuple[Machine, Ballot]] = field(default_factory=list)

    @property
    def status(self) -> str:
        return self.machine.status

    @property
    def ballot(self) -> Ballot | None:
        return self._open_ballot_of(self.machine)

    @property
    def goals_ballot(self) -> Ballot | None:
        return self._open_ballot_of(self.goals)

    def _open_ballot_of(self, subject: Machine) -> Ballot | None:
        found = [b for about, b in self.ballots if about is subject and b.status == "open"]
        return found[0] if found else None

    # The goals

    def edit_goals(self) -> None:
        if self.goals.status != "draft" or self.status == "withdrawn":
            raise Refused("goals are closed to editing outside draft")
        self.goals.write("change")

    def submit_goals(self) -> None:
        if self.status == "withdrawn":
            raise Refused("the goals wait while the plan is withdrawn")
        self.goals.move("submit")

    def recall_goals(self) -> None:
        self.goals.move("recall")

    def put_goals_forward(self, ballot: Ballot) -> None:
        self.goals.move("put_forward")
        self.ballots.append((self.goals, ballot))

    # The plan

    def edit(self) -> None:
        if self.status != "draft":
            raise Refused("the plan is closed to editing outside draft")
        self.machine.write("change")

    def submit(self) -> None:
        if self.status == "draft" and self.goals.status != "fixed":
            raise Refused("goals are fixed before the plan is submitted")
        self.machine.move("submit")
        self.reviewing = False

    def recall(self) -> None:
        if self.reviewing:
            raise Refused("the review has started")
        self.machine.move("recall")

    def send_back(self) -> None:
        self.machine.move("send_back")
        self.returned += 1

    def endorse(self) -> None:
        if self.open_comments:
            raise Refused("comments are resolved or waived first")
        self.machine.move("endorse")

    def put_forward(self, ballot: Ballot) -> None:
        self.machine.move("put_forward")
        self.ballots.append((self.machine, ballot))

    # The decisions

    def follow(self) -> None:
        """Let every decided ballot act on its subject once."""
        for subject, ballot in self.ballots:
            if subject.status == "leadership_approval" and ballot is self._last(subject):
                self._act_on(subject, ballot)

    def _last(self, subject: Machine) -> Ballot:
        return [ballot for about, ballot in self.ballots if about is subject][-1]

    def _act_on(self, subject: Machine, ballot: Ballot) -> None:
        if ballot.status == "approved":
            subject.move("approve", "ballot")
        elif ballot.status == "returned":
            subject.move("return_by_leaders", "ballot")
            over_goal = any(vote.over_goal for vote in ballot.votes.values())
            if subject is self.machine and over_goal:
                self.goals.move("reopen", "parent")
        elif ballot.status != "open":
            subject.move("put_back", "ballot")

    def machines(self) -> Iterable[Machine]:
        yield self.machine
        yield self.goals
        for _, ballot in self.ballots:
            yield ballot.machine
