"""Reads the truth tables of this directory; knows the files and nothing of the product."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).parent

MACHINES = (
    "round",
    "plan_template",
    "extension",
    "overall_goal_set",
    "plan",
    "goal_set",
    "goal",
    "measure",
    "major_project",
    "draft_check",
    "countersign",
    "adjustment",
    "adjustment_list",
    "consolidation_issue",
    "proposed_change",
    "organization_plan",
    "plan_receipt",
    "ballot",
    "condition",
    "review",
    "comment",
    "indicator",
    "period_lock",
    "value",
    "task",
    "progress_report",
    "deviation",
    "award",
    "objection",
    "criticism",
    "rectification",
    "finding",
    "field_note",
    "checklist",
    "inspection",
    "service_record",
    "data_import",
    "survey",
    "saved_view",
    "data_request",
    "evaluation_period",
    "evaluation",
    "verification",
    "practice",
)
CAST = (
    "dana",
    "hana",
    "paul",
    "olga",
    "oscar",
    "leo",
    "cora",
    "anna",
    "sam",
    "xia",
    "otto",
    "ada",
    "ina",
)
PEOPLE = frozenset({"head", "deputy", "clerk", "assignee", "office", "leader"})
CAUSES = frozenset({"ballot", "clock", "parent"})
OUTCOMES = frozenset({"allow", "403", "404", "409"})


@dataclass(frozen=True, slots=True)
class Arrow:
    """One row of a machine: from `source`, `step` leads to `target`."""

    source: str
    step: str
    target: str
    who: frozenset[str]
    clause: str
    note: str

    @property
    def kinds(self) -> frozenset[str]:
        """What may take the arrow: "person" for any person, and the causes by name."""
        people = frozenset({"person"}) if self.who & PEOPLE else frozenset()
        return people | (self.who & CAUSES)

    @property
    def needs(self) -> frozenset[str]:
        """The inputs that must not be empty, from the note's "needs <input>" phrases."""
        phrases = (phrase.strip().split(" ") for phrase in self.note.split(";"))
        return frozenset(words[1] for words in phrases if words[0] == "needs")

    @property
    def awaited(self) -> bool:
        """Part of the machine, but of a room that is not built yet."""
        return self.note.startswith("not yet")


@dataclass(frozen=True, slots=True)
class Case:
    """What one person is answered who asks for one action in one state and situation."""

    action: str
    state: str
    situation: str
    person: str
    outcome: str
    clause: str
    note: str

    @property
    def awaited(self) -> bool:
        """Of a room that is not built yet, by its own note or by its state or step."""
        if self.note.startswith("not yet"):
            return True
        name = MACHINE_OF.get(self.model)
        if name is None:
            return False
        arrows = [arrow for arrow in machine(name) if arrow.step == self.verb]
        all_awaited = bool(arrows) and all(arrow.awaited for arrow in arrows)
        return all_awaited or self.state not in built_states(name)

    @property
    def label(self) -> str:
        return self.action.partition(".")[0]

    @property
    def verb(self) -> str:
        """The word of the action before the model's name."""
        return self.action.partition(".")[2].rpartition("_")[0]

    @property
    def model(self) -> str:
        return self.action.rpartition("_")[2]

    def __str__(self) -> str:
        situation = f" ({self.situation})" if self.situation else ""
        return f"{self.person} {self.action} {self.state}{situation}"


@cache
def machine(name: str) -> tuple[Arrow, ...]:
    """The arrows of a machine in the order of its file."""
    return tuple(
        Arrow(
            source=line["from"],
            step=line["step"],
            target=line["to"],
            who=frozenset(line["who"].split("|")),
            clause=line["clause"],
            note=line["note"],
        )
        for line in _lines(f"{name}.csv")
    )


@cache
def states(name: str) -> tuple[str, ...]:
    """Every state a machine knows, in the order in which its file names them."""
    named = [state for arrow in machine(name) for state in (arrow.source, arrow.target)]
    return tuple(dict.fromkeys(named))


@cache
def built_states(name: str) -> tuple[str, ...]:
    """The states that the arrows built so far touch."""
    built = [arrow for arrow in machine(name) if not arrow.awaited]
    touched = {state for arrow in built for state in (arrow.source, arrow.target)}
    return tuple(state for state in states(name) if state in touched)


def steps(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(arrow.step for arrow in machine(name)))


@cache
def permissions() -> tuple[Case, ...]:
    """permissions.csv, one case for every action, state, situation and person.

    "*" stands for every state of the machine that the action does not name without a situation.
    """
    return tuple(_cases())


def _cases() -> Iterator[Case]:
    lines = list(_lines("permissions.csv"))
    named: dict[str, set[str]] = {}
    for line in lines:
        status, _, situation = line["state"].partition(";")
        if not situation:
            named.setdefault(line["action"], set()).update(status.split("|"))
    for line in lines:
        status, _, situation = line["state"].partition(";")
        action = line["action"]
        if status == "*":
            known = states(STATE_FROM[action.rpartition("_")[2]])
            chosen = [state for state in known if state not in named[action]]
        else:
            chosen = status.split("|")
        for state in chosen:
            for person in CAST:
                yield Case(
                    action=action,
                    state=state,
                    situation=situation.strip(),
                    person=person,
                    outcome=line[person],
                    clause=line["clause"],
                    note=line["note"],
                )


def places(wanted: Callable[[Case], bool]) -> list[list[Case]]:
    """The wanted cases of what is built, together with all others about the same row."""
    built = sorted((c for c in permissions() if not c.awaited and wanted(c)), key=_place)
    return [list(cases) for _, cases in groupby(built, key=_place)]


def _place(case: Case) -> tuple[str, str, str]:
    return case.model, case.state, case.situation


def place_id(cases: list[Case]) -> str:
    return "-".join(filter(None, _place(cases[0])))


def without_people() -> list[tuple[str, Arrow]]:
    """What only a decision, a date or the row above does, of what is built."""
    return [
        (name, arrow)
        for name in MACHINES
        for arrow in machine(name)
        if "person" not in arrow.kinds and not arrow.awaited
    ]


MACHINE_OF = {name.replace("_", ""): name for name in MACHINES}
STATE_FROM = MACHINE_OF | {
    "keyarea": "round",
    "roundsection": "round",
    "urging": "round",
    "section": "plan",
    "dependency": "measure",
    "checklistanswer": "review",
    "strategy": "overall_goal_set",
    "templatesection": "plan_template",
    "templategoal": "plan_template",
    "templateline": "plan_template",
    "templatemeasure": "plan_template",
    "templatemilestone": "plan_template",
    "templateneed": "plan_template",
    "periodtarget": "indicator",
    "votingrule": "ballot",
    "surveyquestion": "survey",
    "proof": "finding",
    "benchmark": "indicator",
}
"""Whose states a row is asked about in: its own, or those of the row it belongs to."""


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file, strict=True)
