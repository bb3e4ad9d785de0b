"""One autosave of a measure with five milestones, in a plan of 20 goals and 50 measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.bench.ground import ground, signed_in
from tests.bench.measuring import interleaved, report

if TYPE_CHECKING:
    from plans.models import Measure

MILESTONES = 5
ROUNDS = 40


def measure() -> dict[str, float]:
    with ground() as (cast, _server):
        from improvement.door.acts import create
        from plans.models import Milestone
        from tests.bench.weighing import in_draft

        row = in_draft(cast).measures.live().last()
        for number in range(MILESTONES - 1):
            create(Milestone(measure=row, title=f"Milestone {number}", due=row.ends), by=cast.dana)
        client = signed_in(cast.dana)
        address = row.get_absolute_url()
        token = client.get(address) and client.cookies["csrftoken"].value
        typed = as_it_stands(row) | {"csrfmiddlewaretoken": token}
        letters = iter(range(10_000))

        def save() -> None:
            typed["description"] += f" word{next(letters)}"
            answer = client.post(f"{address}autosave/", typed)
            assert answer.status_code == 200, answer.content
            typed.update(answer.json()["versions"])

        (seconds,) = interleaved(save, rounds=ROUNDS)
    return {"autosave_ms": seconds * 1000}


def as_it_stands(row: Measure) -> dict[str, Any]:
    """What the form of the measure sends."""
    typed: dict[str, Any] = {
        "version": row.version,
        "title": row.title,
        "description": row.description,
        "type": row.type,
        "goals": [goal.pk for goal in row.goals.all()],
        "department": row.department_id,
        "person": row.person_id,
        "starts": row.starts.isoformat() if row.starts else "",
        "ends": row.ends.isoformat() if row.ends else "",
        "cost": str(row.cost),
        "benefit": str(row.benefit),
        "resource_fit": row.resource_fit,
    }
    milestones = row.milestones.filter(archived=False)
    for number, node in enumerate(milestones):
        typed |= {
            f"milestones-{number}-id": node.pk,
            f"milestones-{number}-version": node.version,
            f"milestones-{number}-title": node.title,
            f"milestones-{number}-due": node.due.isoformat(),
        }
    waits = row.waits_for.filter(archived=False)
    for number, link in enumerate(waits):
        typed |= {
            f"waits-{number}-id": link.pk,
            f"waits-{number}-version": link.version,
            f"waits-{number}-other": link.needs.reference,
            f"waits-{number}-note": link.note,
        }
    for prefix, known in (("milestones", len(milestones)), ("resources", 0), ("waits", len(waits))):
        typed |= {f"{prefix}-INITIAL_FORMS": known, f"{prefix}-TOTAL_FORMS": known + 1}
    return typed


if __name__ == "__main__":
    report(measure())
