"""Strategy and overall goals: written by the office, decided by the leadership group."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from improvement.door.acts import record, take
from improvement.door.models import Revision
from improvement.door.refusals import StepRefused, WrongState
from tests import factories


@pytest.fixture
def goal_set(planning_round: Any) -> Any:
    return planning_round.overall_goal_set


def html(response: Any) -> str:
    return str(response.content.decode())


def typed(
    goal_set: Any,
    *goals: dict[str, Any],
    strategy: str = "One contact",
    strategies: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """What the form sends: the lines there are, then new ones."""
    data = {"version": goal_set.version, "strategy": strategy}
    data |= lines("goals", goal_set.goals.live(), goals)
    kept = [{"title": line.title} for line in goal_set.strategies.live()]
    return data | lines("strategies", goal_set.strategies.live(), strategies or kept)


def lines(prefix: str, kept: Any, rows: Any) -> dict[str, Any]:
    known = list(kept)
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": len(known),
    }
    for n, row in enumerate(rows):
        data |= {f"{prefix}-{n}-{name}": value for name, value in row.items()}
        data[f"{prefix}-{n}-id"] = known[n].pk if n < len(known) else ""
    return data


def test_goals_are_changed_added_and_dropped_in_one_go(
    goal_set: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    data = typed(
        goal_set,
        {"title": "One contact", "archived": "on"},
        {"title": "Shorter waits", "description": "Two minutes at most"},
    )

    response = sign_in(cast.olga).post(f"/overall-goals/{goal_set.public_id}/edit/", data)

    goal_set.refresh_from_db()
    assert response["Location"] == goal_set.get_absolute_url()
    assert goal_set.strategy == "One contact"
    assert [(g.code, g.title) for g in goal_set.goals.live()] == [("O2", "Shorter waits")]
    assert goal_set.goals.get(number=1).archived


def test_a_goal_without_a_title_is_refused_and_kept(
    goal_set: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    data = typed(goal_set, {"title": "", "description": "kept text"})

    response = sign_in(cast.olga).post(f"/overall-goals/{goal_set.public_id}/edit/", data)

    goal_set.refresh_from_db()
    assert response.status_code == 409
    assert "kept text" in html(response)
    assert goal_set.strategy == ""


def test_what_is_voted_on_is_not_edited(
    goal_set: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    take(goal_set, "put_forward", by=cast.olga)
    goal_set.refresh_from_db()
    data = typed(goal_set, {"title": "Another"}, strategy="Another")

    response = sign_in(cast.olga).post(f"/overall-goals/{goal_set.public_id}/edit/", data)

    assert response.status_code == 409
    assert "before the leadership group or approved" in html(response)


def test_only_the_office_edits(goal_set: Any, cast: Any, sign_in: Callable[..., Any]) -> None:
    client = sign_in(cast.leo)

    assert client.get(goal_set.get_absolute_url()).status_code == 200
    assert client.get(f"/overall-goals/{goal_set.public_id}/edit/").status_code == 403


def test_the_page_leads_to_the_ballot_and_shows_why_it_came_back(
    goal_set: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    take(goal_set, "put_forward", by=cast.olga)
    ballot = factories.ballot_of(goal_set)
    client = sign_in(cast.olga)
    assert ballot.get_absolute_url() in html(client.get(goal_set.get_absolute_url()))

    factories.vote_through(cast, goal_set, choice="return", reason="Too many aims")

    assert "Too many aims" in html(client.get(goal_set.get_absolute_url()))


def test_strategies_are_numbered_lines_beside_the_goals(
    goal_set: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    """D10."""
    data = typed(
        goal_set,
        {"title": "One contact"},
        strategies=[
            {"title": "Settle it", "archived": "on"},
            {"title": "Pilot first"},
        ],
    )

    sign_in(cast.olga).post(f"/overall-goals/{goal_set.public_id}/edit/", data)

    assert [str(line) for line in goal_set.strategies.live()] == ["S2 Pilot first"]
    assert goal_set.strategies.get(number=1).archived


def test_nothing_is_put_forward_without_a_strategy(goal_set: Any, cast: Any) -> None:
    """D10: the group approves the strategies, so there must be one."""
    record(goal_set.strategies.get(), {"archived": True}, by=cast.olga)

    with pytest.raises(StepRefused, match="Write the strategy first"):
        take(goal_set, "put_forward", by=cast.olga)

    record(goal_set, {"strategy": "First what happens most often."}, by=cast.olga)
    assert take(goal_set, "put_forward", by=cast.olga).status == "leadership_approval"


def test_the_group_reads_the_strategies_it_decides_and_they_are_frozen(
    goal_set: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    """D10."""
    take(goal_set, "put_forward", by=cast.olga)
    kept = Revision.objects.latest_of(goal_set).content["strategies"]
    assert [line["number"] for line in kept] == ["S1"]
    ballot = factories.ballot_of(goal_set)

    brief = html(sign_in(cast.leo).get(ballot.get_absolute_url()))

    assert "Settle it where it arises" in brief
    strategy = goal_set.strategies.get()
    with pytest.raises(WrongState):
        record(strategy, {"title": "Another way"}, by=cast.olga)
