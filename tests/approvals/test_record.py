"""The record of a decision: everything that counted, a hash over it, and a page that checks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement.approvals.models import Ballot
from improvement.approvals.record import Sheet
from improvement.door.acts import take
from improvement.organization.models import Appointment
from tests import factories

from .voting import vote


@pytest.fixture
def decided(cast: Any, of_everybody: Ballot) -> Ballot:
    """Xia votes for Leo, Lena names a condition, Luis abstains; approved."""
    cast.delegate("leo", "xia")
    vote(of_everybody, cast.vic)
    vote(of_everybody, cast.xia)
    vote(of_everybody, cast.lena, "conditions", conditions=[("Report in May", dt.date(2027, 5, 1))])
    vote(of_everybody, cast.luis, "abstain", reason="My own field.")
    vote(of_everybody, cast.cora)
    of_everybody.refresh_from_db()
    return of_everybody


def html(response: Any) -> str:
    return str(response.content.decode())


def path(ballot: Ballot, seal: str | None = None) -> str:
    return f"/approvals/{ballot.public_id}/verify/{seal or Sheet(ballot).seal}/"


def test_the_sheet_names_all_that_counted(
    cast: Any, decided: Ballot, sign_in: Callable[..., Any]
) -> None:
    """D9, D61: a signed decision."""
    page = html(sign_in(cast.leo).get(f"/approvals/{decided.public_id}/record/"))

    sheet = Sheet(decided)
    for told in (
        "5 of 5 voted; 4 had to.",
        "For: 4 (3 needed). For return: 0. Abstained: 1.",
        "by written delegation",
        "Xia",
        "Report in May",
        "My own field.",
        decided.digest,
        sheet.seal,
        sheet.entry.digest,
        "manage.py verify_audit",
    ):
        assert told in page
    assert '<svg width="' in page and "style=" not in page


def test_there_is_none_before_the_decision(
    cast: Any, of_everybody: Ballot, sign_in: Callable[..., Any]
) -> None:
    response = sign_in(cast.leo).get(f"/approvals/{of_everybody.public_id}/record/")

    assert response["Location"] == of_everybody.get_absolute_url()


def test_departments_do_not_read_it(
    cast: Any, decided: Ballot, sign_in: Callable[..., Any]
) -> None:
    assert sign_in(cast.hana).get(f"/approvals/{decided.public_id}/record/").status_code == 404


def test_it_stays_as_it_was_when_a_seat_is_given_up(cast: Any, of_everybody: Ballot) -> None:
    """Counted as on the day it closed; the seal does not change with the roster or a name."""
    for name in ("vic", "leo", "lena"):
        vote(of_everybody, cast.people[name], "return", reason="Not yet.")
    of_everybody.refresh_from_db()
    before = Sheet(of_everybody)
    counted, seal = before.counted, before.seal

    Appointment.objects.filter(user=cast.luis).update(until=dt.date(2026, 10, 13))
    cast.cora.name = "Cora Chan"
    cast.cora.save()

    after = Sheet(Ballot.objects.get(pk=of_everybody.pk))
    assert (after.counted, after.seal) == (counted, seal)
    assert (counted.base, counted.voted, counted.returning) == (5, 3, 3)


def test_whoever_may_see_it_reads_the_outcome(
    cast: Any, decided: Ballot, sign_in: Callable[..., Any]
) -> None:
    page = html(sign_in(cast.olga).get(path(decided)))

    assert "agrees with the record" in page
    assert decided.title in page and decided.digest in page
    assert "still has this hash" in page


def test_others_learn_only_whether_the_sheet_agrees(
    cast: Any, decided: Ballot, sign_in: Callable[..., Any]
) -> None:
    page = html(sign_in(cast.sam).get(path(decided)))

    assert "agrees with the record" in page
    assert decided.title not in page and decided.digest not in page


@pytest.mark.parametrize("known", [True, False])
def test_an_altered_sheet_and_one_never_printed_get_the_same_answer(
    cast: Any, decided: Ballot, sign_in: Callable[..., Any], known: bool
) -> None:
    wrong = "0" * 64
    unknown = f"/approvals/00000000-0000-4000-8000-000000000000/verify/{wrong}/"

    page = html(sign_in(cast.sam).get(path(decided, wrong) if known else unknown))

    assert "No decision with this hash is known" in page
    assert decided.title not in page


def test_an_open_ballot_has_no_seal_that_agrees(
    cast: Any, of_everybody: Ballot, sign_in: Callable[..., Any]
) -> None:
    page = html(sign_in(cast.sam).get(path(of_everybody)))

    assert "No decision with this hash is known" in page


def test_a_vote_changed_behind_the_record_breaks_the_seal(decided: Ballot) -> None:
    seal = Sheet(decided).seal
    sheet = Sheet(decided)
    sheet.seats[0].vote.choice = "return"

    assert sheet.seal != seal


def test_a_list_is_recorded_with_what_was_pulled(
    clock: Any, cast: Any, sign_in: Callable[..., Any]
) -> None:
    ballot = factories.ballot_of(factories.put_together(cast, "csc", "qua"))
    take(ballot, "pull", by=cast.leo, item=2)
    factories.vote_by(cast, ballot, *factories.LEADERS)

    page = html(sign_in(cast.leo).get(f"/approvals/{ballot.public_id}/record/"))

    assert "Consent list" in page
    assert "Pulled by Leo; decided by a ballot of its own." in page


def test_queries_do_not_grow_with_the_list(cast: Any, sign_in: Callable[..., Any]) -> None:
    client, counts = sign_in(cast.leo), []
    for year, codes in ((2051, ("csc",)), (2052, ("csc", "qua", "lic"))):
        planning_round = factories.make_round(cast, year=year, ballot_per_plan=False)
        made = factories.put_together(cast, *codes, planning_round=planning_round)
        ballot = factories.vote_through(cast, made)
        client.get(f"/approvals/{ballot.public_id}/record/")
        with CaptureQueriesContext(connection) as found:
            client.get(f"/approvals/{ballot.public_id}/record/")
        counts.append(len(found))

    assert counts[0] == counts[1]
