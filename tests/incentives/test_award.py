"""An award: nominated, reviewed, voted on, announced, granted (D101)."""

import datetime as dt

import pytest
from django.utils import timezone

from improvement.approvals.models import Ballot
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.refusals import NotYours, StepRefused, WrongState
from improvement.notifications.models import Message
from incentives import clock as by_the_clock
from incentives import steps


def test_the_office_reviews_and_the_group_decides(cast, nominate):
    award = nominate("announced")
    assert award.status == "announced"
    assert award.objections_until == dt.date(2027, 3, 8)
    told = Message.objects.filter(kind="incentives.award.approve", channel="inapp")
    assert told.filter(recipient=cast.xia).exists()


def test_who_nominates_or_is_nominated_does_not_vote(cast, nominate):
    cast.leo.refresh_from_db()
    award = nominate("leadership_approval")
    award.nominated_by = cast.leo
    award.save()
    take(Ballot.objects.of(award).get(), "recall", by=cast.olga, reason="A name is missing.")
    award.refresh_from_db()
    award = take(award, "put_forward", by=cast.olga)
    recused = award.ballot.seats.filter(recused=True).values_list("holder__name", flat=True)
    assert list(recused) == ["Leo"]


def test_it_is_granted_by_the_clock_when_the_days_have_passed(nominate, clock):
    award = nominate("announced")
    clock.move_to(dt.datetime(2027, 3, 8, 3, tzinfo=dt.UTC))
    assert by_the_clock.grant_announced(timezone.now()) == 0
    clock.move_to(dt.datetime(2027, 3, 9, 3, tzinfo=dt.UTC))
    assert by_the_clock.grant_announced(timezone.now()) == 1
    assert by_the_clock.grant_announced(timezone.now()) == 0
    award.refresh_from_db()
    assert (award.status, award.granted_on) == ("granted", dt.date(2027, 3, 9))
    entry = Entry.objects.of(f"incentives.award:{award.pk}").last()
    assert entry.verb == "grant" and entry.actor is None


def test_an_objection_holds_the_award_until_it_is_answered(cast, nominate, clock):
    award = nominate("announced")
    objection = steps.object_to(award, by=cast.xia, text="Those are last year's figures.")
    clock.move_to(dt.datetime(2027, 3, 9, 3, tzinfo=dt.UTC))
    assert by_the_clock.grant_announced(timezone.now()) == 0
    with pytest.raises(StepRefused):
        take(award, "grant", by=cast.olga)
    take(objection, "dismiss", by=cast.olga, answer="They are of this year.")
    assert by_the_clock.grant_announced(timezone.now()) == 1


def test_an_objection_that_is_right_takes_the_announcement_back(cast, nominate):
    award = nominate("announced")
    objection = steps.object_to(award, by=cast.xia, text="Those are last year's figures.")
    take(objection, "uphold", by=cast.olga, answer="You are right.")
    award.refresh_from_db()
    assert (award.status, award.reason) == ("reviewed", "You are right.")
    assert award.objections_until is None


def test_objections_are_raised_only_while_it_is_announced(cast, nominate):
    with pytest.raises(WrongState):
        steps.object_to(nominate(), by=cast.xia, text="Why?")


def test_only_the_own_department_is_nominated_by_a_head(cast, nominate):
    with pytest.raises(NotYours):
        steps.nominate(
            by=cast.lily,
            round=nominate().round,
            title="T",
            form="title",
            department=cast.csc,
            grounds="G",
        )


def test_the_same_nomination_sent_twice_counts_once(cast, plan, sign_in):
    client = sign_in(cast.hana)
    page = client.get("/awards/new/")
    form = {
        "key": page.content.decode().split('name="key" value="')[1].split('"')[0],
        "round": plan.round.pk,
        "title": "Half the waiting time",
        "form": "title",
        "grounds": "From 148 s to 74 s.",
    }
    first, second = client.post("/awards/new/", form), client.post("/awards/new/", form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert cast.csc.awards.count() == 1
