"""Switching a gate of a round off, for a reason, and on again (domain: settings of a round)."""

from __future__ import annotations

from typing import Any

from improvement.door.acts import create, enter, require_right, snapshot
from improvement.door.refusals import WrongState
from improvement.door.unit import unit
from plans.models import Gate, Round, SwitchedOffGate


def switch_off(*, by: Any, planning_round: Round, gate: str, reason: str) -> SwitchedOffGate:
    """Leave a gate out of the check of this round; the reason is kept and shown."""
    with unit() as work:
        held = work.lock(planning_round)
        if held.switched_off.filter(gate=gate).exists():
            return held.switched_off.get(gate=gate)
        return create(SwitchedOffGate(round=held, gate=gate, reason=reason), by=by)


def switch_on(*, by: Any, planning_round: Round, gate: str) -> None:
    """Apply a gate again; the record keeps that it was off, and why."""
    with unit() as work:
        work.lock(planning_round)
        row = planning_round.switched_off.filter(gate=gate).first()
        if row is None:
            return
        held = work.lock(row)
        work.fresh(by)
        require_right(by, "change", held)
        if sentence := held.closed():
            raise WrongState(sentence)
        before = snapshot(held)
        held.version += 1
        held.reason = ""
        enter(work, held, "switch_on", by=by, before=before, inputs={})
        held.delete()


def table(planning_round: Round) -> list[dict[str, Any]]:
    """Every gate with the reason for which it is off, or none."""
    return [
        {"gate": gate, "label": label, "reason": planning_round.off.get(gate, "")}
        for gate, label in Gate.choices
    ]
