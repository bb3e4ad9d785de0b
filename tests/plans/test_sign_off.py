"""Whoever presides signs the organization plan off; only then the office issues it (D62)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.models import Revision
from improvement.door.refusals import NotYours, StepRefused
from improvement.notifications.models import Message
from improvement.organization.models import Organization, Scope
from improvement.organization.roster import presiding_today
from plans.models import OrganizationPlan
from plans.recipients import office_and_who_presides
from plans.steps import begin_organization_plan, compile_plans, issue_number
from tests import factories

TODAY = dt.date.today()


@pytest.fixture
def approved(cast: Any, planning_round: Any) -> OrganizationPlan:
    """Approved by ballot; nobody has signed it."""
    factories.make_plan(cast, planning_round, status="approved")
    take(planning_round, "close_drafting", by=cast.olga)
    begun = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=begun)
    take(begun, "put_forward", by=cast.olga)
    factories.vote_through(cast, begun)
    begun.refresh_from_db()
    return begun


def told(step: str) -> set[str]:
    sent = Message.objects.filter(kind=f"plans.organizationplan.{step}", channel="inapp")
    return {message.recipient.name for message in sent}


def test_the_chair_signs_what_the_group_approved(cast: Any, approved: OrganizationPlan) -> None:
    """D62."""
    signed = take(approved, "sign_off", by=cast.cora)

    assert (signed.status, signed.signed_off_by) == ("approved", cast.cora)
    assert signed.signed_off_at is not None
    assert Revision.objects.latest_of(signed).step == "sign_off"
    entry = Entry.objects.filter(verb="sign_off").latest("pk")
    assert entry.actor == cast.cora


def test_the_office_and_who_presides_are_told_of_the_approval(
    cast: Any, approved: OrganizationPlan
) -> None:
    assert {"Olga", "Oscar"} <= told("approve")
    assert cast.cora.pk in office_and_who_presides(approved)
    take(approved, "sign_off", by=cast.cora)

    assert {"Olga", "Oscar"} <= told("sign_off")
    assert "Cora" not in told("sign_off")


def test_it_is_not_issued_unsigned(cast: Any, approved: OrganizationPlan) -> None:
    """D62."""
    with pytest.raises(StepRefused, match="has not signed it off"):
        take(approved, "issue", by=cast.olga, number="HY-1", issued_on=TODAY)


def test_it_is_signed_once(cast: Any, approved: OrganizationPlan) -> None:
    take(approved, "sign_off", by=cast.cora)

    with pytest.raises(StepRefused, match="signed off already"):
        take(approved, "sign_off", by=cast.cora)


def test_in_the_chairs_absence_whoever_presides_signs(
    cast: Any, approved: OrganizationPlan
) -> None:
    """2.1: the vice-chair, then a member whom the chair has named."""
    assert presiding_today() == cast.cora.pk
    cast.away("cora")
    assert presiding_today() == cast.vic.pk
    with pytest.raises(NotYours):
        take(approved, "sign_off", by=cast.cora)
    cast.away("vic")
    assert presiding_today() is None
    cast.delegate("cora", "leo", scope=Scope.PRESIDES)
    assert presiding_today() == cast.leo.pk

    assert take(approved, "sign_off", by=cast.leo).signed_off_by == cast.leo


def test_the_chair_finds_it_on_the_home_page(
    cast: Any, approved: OrganizationPlan, sign_in: Callable[..., Any]
) -> None:
    address = approved.step_url("sign_off")
    assert address not in sign_in(cast.leo).get("/").content.decode()
    client = sign_in(cast.cora)
    assert address in client.get("/").content.decode()

    client.post(address, {"version": approved.version, "key": "k"})

    assert address not in client.get("/").content.decode()
    assert "Signed off by" in client.get(approved.get_absolute_url()).content.decode()


def test_the_office_is_offered_to_issue_it_when_it_is_signed(
    cast: Any, approved: OrganizationPlan, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.olga)
    address = approved.step_url("issue")
    assert address not in client.get(approved.get_absolute_url()).content.decode()

    take(approved, "sign_off", by=cast.cora)

    assert address in client.get(approved.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("number", "elsewhere"), [("府服〔2026〕88號", True), (None, False)])
def test_a_number_from_elsewhere_is_kept_as_such(
    cast: Any,
    approved: OrganizationPlan,
    sign_in: Callable[..., Any],
    number: str | None,
    elsewhere: bool,
) -> None:
    """It uses up none of the pattern's numbers."""
    take(approved, "sign_off", by=cast.cora)
    typed = {"number": number or f"{TODAY.year}-1", "issued_on": TODAY.isoformat()}

    sign_in(cast.olga).post(approved.step_url("issue"), typed)

    approved.refresh_from_db()
    assert (approved.number, approved.number_from_elsewhere) == (typed["number"], elsewhere)
    proposed = issue_number(Organization.objects.get(), approved.round, TODAY)
    assert proposed == f"{TODAY.year}-{1 if elsewhere else 2}"


def test_a_number_is_given_once(
    cast: Any, approved: OrganizationPlan, sign_in: Callable[..., Any]
) -> None:
    take(approved, "sign_off", by=cast.cora)
    other = factories.make_round(cast, year=2041)
    factories.make_plan(cast, other, status="approved")
    factories.issue(cast, other, number="HY-1")

    typed = {"number": "HY-1", "issued_on": TODAY.isoformat()}
    answer = sign_in(cast.olga).post(approved.step_url("issue"), typed)

    assert answer.status_code == 409
    assert "bears this number" in answer.content.decode()
