"""The organization plan: compiled with provenance, put to the vote, issued with a number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.documents.content import Heading, Listing, Run
from improvement.documents.forms import Form
from improvement.door.acts import take
from improvement.door.models import Revision
from plans.models import OrganizationPlan
from plans.papers.frames import organization_paper
from plans.steps import begin_organization_plan, compile_plans
from tests import factories


@pytest.fixture
def edition(cast: Any, planning_round: Any) -> OrganizationPlan:
    """Compiled from one approved plan; the round waits for it."""
    factories.make_plan(cast, planning_round, status="approved")
    take(planning_round, "close_drafting", by=cast.olga)
    planning_round.refresh_from_db()
    begun = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    return compile_plans(by=cast.olga, organization_plan=begun)


@pytest.fixture
def approved(cast: Any, edition: OrganizationPlan) -> OrganizationPlan:
    take(edition, "put_forward", by=cast.olga)
    factories.vote_through(cast, edition)
    return factories.sign_off(cast, edition)


def html(response: Any) -> str:
    return str(response.content.decode())


def test_the_office_begins_and_compiles(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    plan = factories.make_plan(cast, status="approved")
    client = sign_in(cast.olga)

    client.post("/organization-plans/new/", {"round": str(planning_round.public_id)})
    begun = OrganizationPlan.objects.get()
    client.post(f"/organization-plans/{begun.public_id}/compile/")

    assert begun.included() == [plan]


def test_a_second_edition_waits_for_the_first(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    response = sign_in(cast.olga).post(
        "/organization-plans/new/", {"round": str(edition.round.public_id)}
    )

    assert response.status_code == 409
    assert "is under way already" in html(response)


def test_the_page_names_the_content_taken_in_and_who_is_missing(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    item = edition.items.get()

    response = sign_in(cast.leo).get(edition.get_absolute_url())

    assert item.revision.digest[:8] in html(response)
    assert "HK$320,000" in html(response)
    assert {d.code for d in response.context["missing"]} == {"lic", "qua"}


def test_the_introduction_is_written_by_the_office(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    address = f"/organization-plans/{edition.public_id}/edit/"
    typed = {"introduction": "Two departments follow", "version": edition.version}

    assert sign_in(cast.leo).post(address, typed).status_code == 403
    sign_in(cast.olga).post(address, typed)

    edition.refresh_from_db()
    assert edition.introduction == "Two departments follow"


FORMATTED = "## What is new\r\n- **Two** departments\r\n\r\n<script>alert(1)</script>"


def test_the_introduction_is_a_formatted_text_on_page_brief_and_paper(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    """3.4.2 (D60): what the office says before the plans reads the same wherever it is read."""
    office = sign_in(cast.olga)
    address = f"/organization-plans/{edition.public_id}/edit/"
    office.post(address, {"introduction": FORMATTED, "version": edition.version})
    edition.refresh_from_db()

    page = html(office.get(edition.get_absolute_url()))
    take(edition, "put_forward", by=cast.olga)
    brief = html(sign_in(cast.leo).get(factories.ballot_of(edition).get_absolute_url()))
    blocks = organization_paper(edition, form=Form.PLAIN, language="en").blocks

    for shown in (page, brief):
        assert "<h3>What is new</h3><ul><li><strong>Two</strong> departments</li></ul>" in shown
        assert "<script>alert" not in shown
    assert Heading(2, "What is new", numbered=False) in blocks
    assert Listing(False, [[Run("Two", True), Run(" departments")]], 1) in blocks
    assert "\r" not in edition.introduction


def test_what_is_put_forward_is_not_edited_or_compiled(
    approved: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.olga)
    address = f"/organization-plans/{approved.public_id}/"

    edited = client.post(f"{address}edit/", {"introduction": "kept text"})
    compiled = client.post(f"{address}compile/")

    assert (edited.status_code, compiled.status_code) == (409, 409)
    assert "kept text" in html(edited)


def test_a_number_and_the_date_are_proposed(
    approved: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    page = html(sign_in(cast.olga).get(f"/organization-plans/{approved.public_id}/issue/"))

    assert f'value="{dt.date.today().year}-1"' in page
    assert f'value="{dt.date.today().isoformat()}"' in page


def test_issuing_puts_the_plans_into_execution(
    approved: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    response = sign_in(cast.olga).post(
        f"/organization-plans/{approved.public_id}/issue/",
        {"number": "HY-1", "issued_on": "2026-12-20", "version": approved.version, "key": "k"},
    )

    approved.refresh_from_db()
    assert response["Location"] == approved.get_absolute_url()
    assert (approved.status, approved.number) == ("issued", "HY-1")
    assert approved.issued_on == dt.date(2026, 12, 20)
    assert [plan.status for plan in approved.included()] == ["execution"]


@pytest.mark.parametrize(
    "typed", [{"number": "", "issued_on": "2026-12-20"}, {"number": "HY-1", "issued_on": "soon"}]
)
def test_issuing_without_number_or_date_is_refused(
    approved: OrganizationPlan, cast: Any, sign_in: Callable[..., Any], typed: dict[str, str]
) -> None:
    response = sign_in(cast.olga).post(f"/organization-plans/{approved.public_id}/issue/", typed)

    approved.refresh_from_db()
    assert response.status_code == 409
    assert approved.status == "approved"


def test_before_approval_it_cannot_be_issued(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    response = sign_in(cast.olga).post(
        f"/organization-plans/{edition.public_id}/issue/",
        {"number": "HY-1", "issued_on": "2026-12-20"},
    )

    assert response.status_code == 409
    assert "HY-1" in html(response)


@pytest.mark.parametrize(("name", "status"), [("leo", 200), ("hana", 404), ("sam", 404)])
def test_before_issue_departments_do_not_see_it(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any], name: str, status: int
) -> None:
    client = sign_in(cast.people[name])

    assert client.get(edition.get_absolute_url()).status_code == status


def test_from_issue_everybody_reads_it(
    approved: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    take(approved, "issue", by=cast.olga, number="HY-1", issued_on=dt.date(2026, 12, 20))
    client = sign_in(cast.sam)

    assert client.get(approved.get_absolute_url()).status_code == 200
    assert "HY-1" in html(client.get("/organization-plans/"))


def test_queries_do_not_grow_with_the_plans(
    edition: OrganizationPlan, cast: Any, sign_in: Callable[..., Any]
) -> None:
    client = sign_in(cast.olga)
    address = edition.get_absolute_url()
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for department, by, head in (("qua", "dora", "hugo"), ("lic", "lily", "lily")):
        factories.make_plan(cast, department=department, status="approved", by=by, head=head)
    compile_plans(by=cast.olga, organization_plan=edition)
    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one) <= 10


def test_the_brief_shows_who_is_exempt_and_who_is_missing(
    cast: Any, planning_round: Any, sign_in: Callable[..., Any]
) -> None:
    """D3: shown to the leadership group, and kept with what it decides."""
    factories.make_plan(cast, planning_round, status="approved")
    take(planning_round, "close_drafting", by=cast.olga)
    plan = begin_organization_plan(by=cast.olga, planning_round=planning_round)
    compile_plans(by=cast.olga, organization_plan=plan)
    assert "Covered by another plan" in html(sign_in(cast.leo).get(plan.get_absolute_url()))

    take(plan, "put_forward", by=cast.olga)

    kept = Revision.objects.latest_of(plan).content
    assert [row["department"] for row in kept["exempt"]] == ["ops", "sec"]
    assert kept["missing"] == ["lic", "qua"]
    brief = html(sign_in(cast.leo).get(factories.ballot_of(plan).get_absolute_url()))
    for said in ("It provides no service", "Covered by another plan", "without an approved plan"):
        assert said in brief
