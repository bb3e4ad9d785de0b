"""Who presides while the chair is away: the vice-chairs in order, then who is named in writing."""

import datetime as dt

import pytest

from improvement.approvals.panel import panel_of
from improvement.approvals.steps import close_due
from improvement.door.refusals import NotYours, StepRefused
from improvement.organization.models import Absence, User

from .voting import MONDAY, cast_so_far, vote

TODAY = MONDAY.date()
TOMORROW = TODAY + dt.timedelta(days=1)
MEMBERS = ("leo", "lena", "luis")


def presiding(ballot):
    """By the one rule, and as the decision page shows it."""
    seats = ballot.seat_list()
    number = ballot.tally(seats).presiding
    shown = panel_of(ballot, User.objects.get(name="Olga")).presiding
    assert (shown and shown.number) == number
    return shown.holder.name if shown else None


def substitute(cast, name, **more):
    return cast.delegate("cora", to=name, scope="presides", **more)


def at_the_deadline(ballot, clock):
    clock.move_to(ballot.deadline, tick=False)
    close_due(ballot.deadline)
    ballot.refresh_from_db()
    return ballot.status


def test_the_vice_chair_presides_while_the_chair_is_away(of_everybody, cast):
    assert presiding(of_everybody) == "Cora"
    cast.away("cora")
    assert presiding(of_everybody) == "Vic"


@pytest.mark.parametrize(
    ("since", "back_on", "who"),
    [
        (TODAY, TOMORROW, "Vic"),
        (TOMORROW, TOMORROW + dt.timedelta(days=9), "Cora"),
        (TODAY - dt.timedelta(days=9), TODAY, "Cora"),
        (TODAY, TODAY, "Cora"),
    ],
)
def test_from_the_first_day_away_to_the_day_of_the_return(of_everybody, cast, since, back_on, who):
    cast.away("cora", since=since, back_on=back_on)
    assert presiding(of_everybody) == who


def test_the_vice_chairs_in_their_order(of_everybody, cast):
    second = of_everybody.seats.get(holder=cast.leo)
    type(second).objects.filter(pk=second.pk).update(role="vice_chair")
    cast.away("cora")
    cast.away("vic")
    assert presiding(of_everybody) == "Leo"


def test_then_a_member_whom_the_chair_named_in_writing(of_everybody, cast):
    substitute(cast, "lena")
    cast.away("cora")
    assert presiding(of_everybody) == "Vic"
    cast.away("vic")
    assert presiding(of_everybody) == "Lena"
    cast.away("lena")
    assert presiding(of_everybody) is None


@pytest.mark.parametrize("role", ["officer", "office_head", "administrator"])
def test_never_somebody_of_the_office_or_the_administrator(of_everybody, cast, role):
    substitute(cast, "lena")
    cast.appoint("lena", role, "sec")
    cast.away("cora")
    cast.away("vic")
    assert presiding(of_everybody) is None


def test_nobody_else_names_one_and_not_for_another_day(of_everybody, cast):
    cast.away("cora")
    cast.away("vic")
    cast.delegate("vic", to="lena", scope="presides")
    named = substitute(cast, "luis")
    type(named).objects.filter(pk=named.pk).update(until=TODAY - dt.timedelta(days=1))
    assert presiding(of_everybody) is None


def test_a_member_who_presides_does_not_vote_for_the_chair(of_everybody, cast):
    substitute(cast, "lena")
    cast.away("cora")
    with pytest.raises(NotYours):
        vote(of_everybody, cast.lena, seat=of_everybody.seats.get(holder=cast.cora).key)


def test_who_presides_votes_last_and_waits_for_nobody_who_is_away(of_everybody, cast):
    cast.away("cora")
    cast.away("luis")
    vote(of_everybody, cast.leo)
    with pytest.raises(StepRefused, match=r"Still to vote: Lena\."):
        vote(of_everybody, cast.vic)
    assert panel_of(of_everybody, cast.vic).waits_for == [cast.lena]
    vote(of_everybody, cast.lena)
    assert panel_of(of_everybody, cast.vic).waits_for == []
    vote(of_everybody, cast.vic)
    assert cast_so_far(of_everybody)[-1] == ("Vic", "approve")


def test_the_seat_of_who_is_away_stays_in_the_base(of_everybody, cast, clock):
    """So the ballot waits for the chair; at the deadline the vote of who presided is enough."""
    cast.away("cora")
    for name in (*MEMBERS, "vic"):
        assert vote(of_everybody, cast.people[name]).status == "open"
    assert of_everybody.tally(of_everybody.seat_list()).base == 5
    assert at_the_deadline(of_everybody, clock) == "approved"


def test_without_anybody_who_presides_it_lapses(of_everybody, cast, clock):
    cast.away("cora")
    for name in MEMBERS:
        vote(of_everybody, cast.people[name])
    clock.move_to(of_everybody.chair_from, tick=False)
    cast.away("vic")
    assert at_the_deadline(of_everybody, clock) == "lapsed"


def test_a_vote_cast_in_the_chairs_place_stands_when_the_chair_is_back(of_everybody, cast, clock):
    cast.away("cora")
    for name in (*MEMBERS, "vic"):
        vote(of_everybody, cast.people[name])
    assert list(of_everybody.votes.filter(presided=True).values_list("voter__name")) == [("Vic",)]
    Absence.objects.update(back_on=TOMORROW)
    assert at_the_deadline(of_everybody, clock) == "approved"


def test_a_vote_of_the_vice_chair_before_the_chair_left_counts(of_everybody, cast, clock):
    for name in (*MEMBERS, "vic"):
        vote(of_everybody, cast.people[name])
    assert not of_everybody.votes.filter(presided=True).exists()
    cast.away("cora", since=TOMORROW)
    assert at_the_deadline(of_everybody, clock) == "approved"


def test_a_chair_who_is_back_early_votes(of_everybody, cast):
    cast.away("cora")
    for name in ("vic", *MEMBERS):
        if name != "vic":
            vote(of_everybody, cast.people[name])
    after = vote(of_everybody, cast.cora)
    assert after.status == "open"
    assert after.votes.get(voter=cast.cora).presided
    assert vote(of_everybody, cast.vic).status == "approved"


def test_a_delegate_of_the_office_does_not_preside(of_everybody, cast):
    """Neither for the chair nor for the vice-chair who stands in for the chair."""
    cast.delegate("vic", to="olga")
    cast.away("cora")
    for name in MEMBERS:
        vote(of_everybody, cast.people[name])
    with pytest.raises(NotYours, match="stands in for the chair"):
        vote(of_everybody, cast.olga)


def test_the_page_says_who_is_away_and_who_presides(of_everybody, cast, sign_in):
    cast.away("cora", reason="An operation")
    page = sign_in(cast.lena).get(of_everybody.get_absolute_url()).content.decode()
    assert "Away" in page
    assert "Vic presides in the chair&#x27;s place." in page or "Vic presides in the" in page
    assert "An operation" not in page
