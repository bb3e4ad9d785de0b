"""What shows a finding, in the order in which a reader takes it in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.models import Finding, Proof, ProofKind
from evidence.models.proof import ICONS


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that shows it, and the page it stands on where everybody may read that."""

    name: str
    url: str = ""
    note: str = ""
    icon: str = "pencil"


def shown(finding: Finding, proofs: Iterable[Proof] = ()) -> list[Shown]:
    """What it was found by, then the evidence that was added; nothing is read anew."""
    found = []
    if finding.found_by_id is None:
        found.append(Shown(_("The verdict on a goal"), finding.link, icon="scale"))
    if finding.indicator:
        icon = ICONS[ProofKind.FIGURES]
        found.append(Shown(finding.indicator.local_name, finding.shown_at, icon=icon))
    if finding.proof:
        found.append(Shown(finding.proof))
    if finding.found_by_id and finding.link:
        found.append(Shown(_("The page that shows it"), finding.link, icon="link"))
    for proof in proofs:
        proof.finding = finding
        found.append(added(proof))
    return list({one.name: one for one in reversed(found)}.values())[::-1]


def added(proof: Proof) -> Shown:
    """An import is its department's: it is named, and leads nowhere."""
    if proof.kind == ProofKind.NOTE:
        return Shown(proof.words, note=proof.source)
    period = proof.in_period.label if proof.in_period else ""
    url = "" if proof.kind == ProofKind.IMPORT else proof.url
    return Shown(proof.name, url, period, ICONS[proof.kind])
