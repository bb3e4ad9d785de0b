"""Planning years: their dates, who has handed in, gates switched off with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.audit.models import Entry
from plans.models import Round, SwitchedOffGate
from tests import factories

TYPED = {
    "label": "2031",
    "theme": "One contact",
    "starts": "2031-01-01",
    "ends": "2031-12-31",
    "deadline": "2030-12-01",
    "late_submissions": "on",
    "report_rhythm": "quarterly",
    "report_days": "7",
    "evaluation_rhythm": "half_yearly",
    "changes_until": "2031-10-31",
}


def html(response: Any) -> str:
    return str(response.content.decode())


def test_the_office_prepares_a_year_with_its_overall_goals(
    cast: Any, sign_in: Callable[..., Any]
) -> None:
    response = sign_in(cast.olga).post("/rounds/new/", TYPED)

    prepared = Round.objects.get(label="2031")
    assert response["Location"] == prepared.get_absolute_url()
    assert (prepared.status, prepared.overall_goal_set.status) == ("preparing", "draft")


def test_the_rhythms_and_the_last_day_for_adjustments_stand_on_the_page(
    cast: Any, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.olga)

    page = html(client.get(client.post("/rounds/new/", TYPED)["Location"]))

    prepared = Round.objects.get(label="2031")
    assert (prepared.evaluation_rhythm, prepared.changes_until.day) == ("half_yearly", 31)
    for text in ("Half-yearly", "within 7 days", "31 Oct 2031"):
        assert text in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ends": "2030-12-31"}, "The round must end after it starts."),
        ({"deadline": "2031-02-01"}, "The deadline must lie before the round starts."),
        ({"label": ""}, "This field is required."),
        ({"changes_until": "2032-01-01"}, "The day must lie within the round."),
        ({"report_days": "90"}, "A report takes 60 days at most."),
        ({"report_rhythm": "weekly"}, "Select a valid choice"),
        ({"ends": "9999-12-31"}, "This is more than 20 years away; check the year."),
        ({"deadline": "0001-01-01"}, "This is more than 20 years away; check the year."),
        (
            {"starts": "2301-01-01", "ends": "2301-12-31", "deadline": "2300-12-01"},
            "This is more than 20 years away; check the year.",
        ),
    ],
)
def test_dates_out_of_order_are_refused_and_kept(
    cast: Any, sign_in: Callable[..., Any], changed: dict[str, str], sentence: str
) -> None:
    response = sign_in(cast.olga).post("/rounds/new/", TYPED | changed)

    assert response.status_code == 409
    assert sentence in html(response)
    assert "One contact" in html(response)
    assert not Round.objects.exists()


def test_only_the_office_prepares(cast: Any, sign_in: Callable[..., Any]) -> None:
    client = sign_in(cast.hana)

    assert client.get("/rounds/new/").status_code == 403
    assert client.post("/rounds/new/", TYPED).status_code == 403
    assert not Round.objects.exists()


def test_a_changed_date_is_recorded(
    planning_round: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    typed = TYPED | {"label": planning_round.label, "version": planning_round.version}

    sign_in(cast.olga).post(f"/rounds/{planning_round.public_id}/edit/", typed)

    planning_round.refresh_from_db()
    assert planning_round.theme == "One contact"
    assert Entry.objects.about("plans.round", planning_round.pk).last().verb == "change"


def test_who_was_late_with_the_same_form_is_told(
    planning_round: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    typed = TYPED | {"label": planning_round.label, "version": planning_round.version - 1}

    response = sign_in(cast.olga).post(f"/rounds/{planning_round.public_id}/edit/", typed)

    assert response.status_code == 409


def test_the_round_shows_where_each_department_stands(
    planning_round: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    factories.make_plan(cast, status="office_review")
    factories.make_plan(cast, department="qua", status="empty", by="dora", head="hugo")
    client = sign_in(cast.olga)
    address = planning_round.get_absolute_url()

    def listed(show: str) -> set[str]:
        rows = client.get(address, {"show": show}).context["rows"]
        return {row.department.code for row in rows}

    assert listed("all") == {"csc", "lic", "ops", "qua", "sec"}
    assert listed("missing") == {"lic"}
    assert listed("drafting") == {"qua"}
    assert listed("exempt") == {"ops", "sec"}
    assert "Covered by another plan" in html(client.get(address))


def test_a_department_sees_its_own_place_only(
    planning_round: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    rows = sign_in(cast.lily).get(planning_round.get_absolute_url()).context["rows"]

    assert [row.department.code for row in rows] == ["lic"]


def test_a_gate_is_switched_off_with_a_reason_and_on_again(
    planning_round: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.olga)
    address = f"/rounds/{planning_round.public_id}/gates/"

    client.post(address, {"gate": "baseline", "reason": "New indicators have none yet"})
    assert "New indicators have none yet" in html(client.get(address))
    assert "New indicators have none yet" in html(client.get(planning_round.get_absolute_url()))
    client.post(address, {"gate": "baseline", "on": "1"})

    assert not SwitchedOffGate.objects.exists()
    verbs = Entry.objects.of(f"plans.round:{planning_round.pk}").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["create", "switch_on"]


def test_a_gate_is_not_switched_off_without_a_reason(
    planning_round: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    response = sign_in(cast.olga).post(
        f"/rounds/{planning_round.public_id}/gates/", {"gate": "baseline", "reason": ""}
    )

    assert response.status_code == 409
    assert not SwitchedOffGate.objects.exists()


def test_gates_stay_as_they_are_past_drafting(
    planning_round: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    from improvement.door.acts import take

    take(planning_round, "close_drafting", by=cast.olga)

    response = sign_in(cast.olga).post(
        f"/rounds/{planning_round.public_id}/gates/", {"gate": "baseline", "reason": "Late idea"}
    )

    assert response.status_code == 409
    assert "its gates stay as they are" in html(response)
    assert "Late idea" in html(response)


def test_others_read_the_gates_and_cannot_switch(
    planning_round: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.hana)
    address = f"/rounds/{planning_round.public_id}/gates/"

    assert "Switch off" not in html(client.get(address))
    assert client.post(address, {"gate": "baseline", "reason": "No"}).status_code == 403


@pytest.mark.parametrize("address", ["/rounds/", "one"])
def test_queries_do_not_grow_with_the_departments(
    planning_round: Any, cast: Any, sign_in: Callable[..., Any], address: str
) -> None:
    address = planning_round.get_absolute_url() if address == "one" else address
    factories.make_plan(cast, status="empty")
    client = sign_in(cast.olga)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    factories.make_plan(cast, department="qua", status="empty", by="dora", head="hugo")
    factories.make_plan(cast, department="lic", status="empty", by="lily", head="lily")
    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one) <= 10
