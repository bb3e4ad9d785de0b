"""A decision taken on paper: entered once, told at once, counted when nobody objects (ours)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from improvement.approvals.models import Ballot, Minutes
from improvement.approvals.on_paper import Entered, Line, enter_minutes, seats_to_enter
from improvement.approvals.record import Sheet
from improvement.approvals.steps import close_due
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.refusals import StepRefused
from improvement.files.models import Attachment
from improvement.files.store import NotTaken
from improvement.notifications.models import Message
from plans.models import Plan
from tests import factories

from .voting import MONDAY, cast_so_far, vote

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
IN_TWO_WORKING_DAYS = dt.date(2026, 10, 14)
EVERYBODY = ["Cora", "Lena", "Leo", "Luis", "Vic"]


def scan(content: bytes = PDF) -> ContentFile[bytes]:
    return ContentFile(content, "minutes.pdf")


def sheet(ballot: Ballot, said: dict[str, Line | str] | None = None, **more: Any) -> Entered:
    """A vote sheet on which everybody approves, but for those who are named."""
    lines = []
    for seat in seats_to_enter(Ballot.objects.get(pk=ballot.pk)):
        given = (said or {}).get(seat.holder.name, "approve")
        words = given if isinstance(given, Line) else Line(0, given)
        lines.append(Line(seat.number, words.choice, words.reason, words.conditions, words.due))
    usual = {"held_on": timezone.localdate(), "tail": ballot.digest[-8:], "lines": lines}
    return Entered(**usual | more)


def enter(ballot: Ballot, person: Any, entered: Entered | None = None, **more: Any) -> Ballot:
    return enter_minutes(ballot, entered or sheet(ballot), scan(), by=person, **more)


def after_the_objections(clock: Any) -> None:
    clock.move_to(MONDAY + dt.timedelta(days=2, hours=20), tick=False)
    close_due(timezone.now())


def test_what_was_entered_waits_and_everybody_is_told(of_everybody: Ballot, cast: Any) -> None:
    after = enter(of_everybody, cast.olga)

    minutes = after.minutes.get()
    assert (after.status, after.votes.count(), minutes.waits) == ("open", 0, True)
    assert (minutes.entered_by, minutes.seen) == (cast.olga, after.digest)
    assert timezone.localdate(minutes.objections_until) == IN_TWO_WORKING_DAYS
    assert sorted(line.member.name for line in minutes.votes.all()) == EVERYBODY
    assert Attachment.objects.of(after).get() == minutes.file
    entry = Entry.objects.about("approvals.ballot", after.pk).last()
    assert (entry.verb, entry.actor_id, entry.version) == (
        "enter_minutes",
        cast.olga.pk,
        after.version,
    )
    assert entry.readable_inputs["sha256"] == minutes.file.sha256
    told = Message.objects.filter(kind="approvals.ballot.minutes", channel="inapp")
    assert sorted(message.recipient.name for message in told) == EVERYBODY


def test_without_an_objection_it_counts_by_the_clock(
    of_everybody: Ballot, cast: Any, clock: Any
) -> None:
    enter(of_everybody, cast.olga, sheet(of_everybody, {"Leo": "absent", "Vic": "abstain"}))
    clock.move_to(MONDAY + dt.timedelta(days=2), tick=False)
    close_due(timezone.now())
    assert Ballot.objects.get(pk=of_everybody.pk).votes.count() == 0

    after_the_objections(clock)

    after = Ballot.objects.get(pk=of_everybody.pk)
    assert sorted(cast_so_far(after)) == [
        ("Cora", "approve"),
        ("Lena", "approve"),
        ("Luis", "approve"),
        ("Vic", "abstain"),
    ]
    assert after.status == "open"  # the absent member may still vote on screen
    assert all(one.minutes.entered_by == cast.olga for one in after.votes.all())
    vote(after, cast.leo)
    after.refresh_from_db()
    assert (after.status, after.subject.status) == ("approved", "approved")


def test_a_whole_sheet_decides_like_votes_on_screen(
    of_contact_centre: Ballot, cast: Any, clock: Any
) -> None:
    back = Line(0, "return", reason="Too dear")
    said = {"Vic": back, "Lena": back, "Luis": "abstain"}
    enter(of_contact_centre, cast.olga, sheet(of_contact_centre, said))

    after_the_objections(clock)

    after = Ballot.objects.get(pk=of_contact_centre.pk)
    assert (after.status, after.subject.status) == ("returned", "draft")
    assert after.subject.return_reason == "Too dear\nToo dear"
    verbs = [e.verb for e in Entry.objects.about("approvals.ballot", after.pk)]
    assert verbs[-3:] == ["enter_minutes", "apply_minutes", "return_it"]


def test_it_counts_as_soon_as_everybody_on_it_has_confirmed(
    of_everybody: Ballot, cast: Any
) -> None:
    with_conditions = Line(0, "conditions", conditions="Report in May\nName a person")
    enter(of_everybody, cast.olga, sheet(of_everybody, {"Lena": with_conditions}))
    for name in ("cora", "vic", "leo", "lena"):
        after = take(of_everybody, "confirm_minutes", by=cast.people[name])
        assert (after.status, after.votes.count()) == ("open", 0)

    after = take(of_everybody, "confirm_minutes", by=cast.luis)

    assert (after.status, after.votes.count()) == ("approved", 5)
    assert [c.text for c in after.conditions.all()] == ["Report in May", "Name a person"]
    with pytest.raises(StepRefused):
        take(after, "contest_minutes", by=cast.leo, reason="Late.")


def test_who_has_confirmed_is_not_asked_again(of_everybody: Ballot, cast: Any) -> None:
    enter(of_everybody, cast.olga)
    take(of_everybody, "confirm_minutes", by=cast.leo)

    with pytest.raises(StepRefused, match="confirmed it"):
        take(of_everybody, "confirm_minutes", by=cast.leo)


def test_one_objection_stops_it(of_everybody: Ballot, cast: Any, clock: Any) -> None:
    enter(of_everybody, cast.olga)

    after = take(of_everybody, "contest_minutes", by=cast.leo, reason="I abstained.")

    minutes = after.minutes.get()
    assert (minutes.contested, minutes.stopped_by) == (True, cast.leo)
    assert minutes.stopped_because == "I abstained."
    told = Message.objects.filter(kind="approvals.ballot.contested", channel="inapp")
    names = {message.recipient.name for message in told}
    assert names == {"Cora", "Lena", "Luis", "Vic", "Olga"}
    after_the_objections(clock)
    assert Ballot.objects.get(pk=after.pk).votes.count() == 0
    assert enter(after, cast.olga).minutes.waiting().count() == 1


def test_a_vote_on_screen_stands(of_everybody: Ballot, cast: Any, clock: Any) -> None:
    vote(of_everybody, cast.leo, "return", reason="Too dear")
    enter(of_everybody, cast.olga)
    vote(of_everybody, cast.lena, "abstain")

    after_the_objections(clock)

    after = Ballot.objects.get(pk=of_everybody.pk)
    found = dict(cast_so_far(after))
    assert (found["Leo"], found["Lena"], found["Cora"]) == ("return", "abstain", "approve")
    on_paper = after.votes.filter(minutes__isnull=False)
    assert sorted(one.voter.name for one in on_paper) == ["Cora", "Luis", "Vic"]


def test_the_deadline_waits_for_the_objections(of_everybody: Ballot, cast: Any, clock: Any) -> None:
    clock.move_to(of_everybody.deadline - dt.timedelta(hours=1), tick=False)
    enter(of_everybody, cast.olga)
    clock.move_to(of_everybody.deadline + dt.timedelta(hours=1), tick=False)
    close_due(timezone.now())
    assert Ballot.objects.get(pk=of_everybody.pk).status == "open"

    clock.move_to(Minutes.objects.get().objections_until + dt.timedelta(hours=1), tick=False)
    close_due(timezone.now())

    assert Ballot.objects.get(pk=of_everybody.pk).status == "approved"


def test_withdrawn_it_counts_for_nothing(of_everybody: Ballot, cast: Any) -> None:
    enter(of_everybody, cast.olga)
    with pytest.raises(StepRefused, match="Withdraw them first"):
        enter(of_everybody, cast.oscar)
    with pytest.raises(StepRefused, match="Withdraw its minutes"):
        take(of_everybody, "recall", by=cast.olga, reason="Wrong.")

    after = take(of_everybody, "withdraw_minutes", by=cast.olga, reason="Wrong sheet.")

    minutes = after.minutes.get()
    assert (minutes.waits, minutes.contested) == (False, False)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"tail": "00000000"}, "not the hash"),
        ({"held_on": dt.date(2026, 10, 13)}, "between the opening"),
        ({"held_on": dt.date(2026, 10, 11)}, "between the opening"),
        ({"lines": []}, "one line for each seat"),
        ({"lines": [Line(n, "return") for n in range(1, 6)]}, "Say why"),
        ({"lines": [Line(n, "conditions") for n in range(1, 6)]}, "at least one condition"),
    ],
)
def test_what_does_not_fit_the_sheet_is_refused_whole(
    of_everybody: Ballot, cast: Any, more: dict[str, Any], sentence: str
) -> None:
    before = of_everybody.version

    with pytest.raises(StepRefused, match=sentence):
        enter(of_everybody, cast.olga, sheet(of_everybody, **more))

    of_everybody.refresh_from_db()
    assert (of_everybody.version, of_everybody.meetings) == (before, 0)
    assert not Minutes.objects.exists()
    assert Attachment.objects.get().refused_because == "overtaken"


def test_a_scan_that_is_no_scan_is_not_kept(of_everybody: Ballot, cast: Any) -> None:
    with pytest.raises(NotTaken):
        enter_minutes(of_everybody, sheet(of_everybody), scan(b"MZ\x90"), by=cast.olga)

    assert not Minutes.objects.exists()


def test_sent_twice_it_is_entered_once(of_everybody: Ballot, cast: Any) -> None:
    for _again in range(2):
        enter(of_everybody, cast.olga, key="a" * 32)

    assert Minutes.objects.count() == 1


def test_a_list_is_entered_on_one_form_and_what_was_pulled_goes_its_own_way(
    clock: Any, cast: Any
) -> None:
    together = factories.ballot_of(factories.put_together(cast, "csc", "qua"))
    enter(together, cast.olga, sheet(together, pulled=[1]))

    item = together.items.get(number=1)
    assert (item.pulled_by, item.own_ballot.status) == (cast.olga, "open")
    assert item.pulled_because == "Pulled in the meeting of 2026-10-12."
    after_the_objections(clock)
    found = dict(Plan.objects.values_list("department__code", "status"))
    assert found == {"csc": "leadership_approval", "qua": "approved"}


def test_the_record_says_that_it_was_on_paper(
    of_everybody: Ballot, cast: Any, clock: Any, sign_in: Any
) -> None:
    enter(of_everybody, cast.olga)
    after_the_objections(clock)
    closed = Ballot.objects.get(pk=of_everybody.pk)

    page = sign_in(cast.leo).get(f"{closed.get_absolute_url()}record/").content.decode()

    assert page.count("on paper, recorded by Olga") == 5
    assert Minutes.objects.get().file.sha256[:12] in page
    facts = Sheet(closed).facts()
    assert [seat["on_paper"] for seat in facts["seats"]] == [True] * 5
    assert facts["minutes"][0][1] == Minutes.objects.get().file.sha256


def form(ballot: Ballot, **more: Any) -> dict[str, Any]:
    votes = {f"choice_{seat.number}": "approve" for seat in seats_to_enter(ballot)}
    usual = {"held_on": "2026-10-12", "tail": ballot.digest[-8:], "file": scan()}
    return votes | usual | more


def test_the_office_enters_it_on_one_page(of_everybody: Ballot, cast: Any, sign_in: Any) -> None:
    office, url = sign_in(cast.olga), of_everybody.step_url("enter_minutes")
    asked = office.get(url)
    assert asked.status_code == 200
    assert of_everybody.digest[-8:] not in asked.content.decode()

    refused = office.post(url, form(of_everybody, tail="12345678"))
    assert refused.status_code == 409
    assert "not the hash" in refused.content.decode()
    response = office.post(url, form(of_everybody))

    assert response.url == of_everybody.get_absolute_url()
    assert Minutes.objects.get().votes.count() == 5
    page = sign_in(cast.leo).get(of_everybody.get_absolute_url()).content.decode()
    assert "Recorded by Olga" in page
    assert f"{of_everybody.step_url('contest_minutes')}" in page


def test_the_sheet_to_print_names_seats_and_hash(clock: Any, cast: Any, sign_in: Any) -> None:
    together = factories.ballot_of(factories.put_together(cast, "csc", "qua"))
    vote(together, cast.leo)

    page = sign_in(cast.olga).get(f"{together.get_absolute_url()}vote_sheet/").content.decode()

    assert together.digest in page
    assert f"<b>{together.digest[-8:]}</b>" in page
    assert page.count("Return for revision") == 4  # Leo has voted on screen
    for item in together.items.all():
        assert item.revision.digest[:12] in page
    assert "qr-code" in page


def test_a_stranger_gets_no_sheet(of_everybody: Ballot, cast: Any, sign_in: Any) -> None:
    answer = sign_in(cast.xia).get(f"{of_everybody.get_absolute_url()}vote_sheet/")

    assert answer.status_code == 404


@pytest.mark.parametrize("step", ["enter_minutes", "contest_minutes"])
def test_queries_do_not_grow_with_the_items(clock: Any, cast: Any, sign_in: Any, step: str) -> None:
    person, counts = (cast.olga if step == "enter_minutes" else cast.leo), []
    client = sign_in(person)
    for year, codes in ((2051, ("csc",)), (2052, ("csc", "qua", "lic"))):
        planning_round = factories.make_round(cast, year=year, ballot_per_plan=False)
        made = factories.put_together(cast, *codes, planning_round=planning_round)
        ballot = factories.ballot_of(made)
        if step == "contest_minutes":
            enter(ballot, cast.olga)
        client.get(ballot.step_url(step))
        with CaptureQueriesContext(connection) as found:
            assert client.get(ballot.step_url(step)).status_code == 200
        counts.append(len(found))

    assert counts[0] == counts[1]


def test_one_tick_says_that_everybody_approved(
    of_everybody: Ballot, cast: Any, sign_in: Any
) -> None:
    seats = {seat.holder.name: seat.number for seat in seats_to_enter(of_everybody)}
    given = {f"choice_{number}": "" for number in seats.values()}
    given[f"choice_{seats['Luis']}"] = "absent"
    sent = form(of_everybody, everybody="on", **given)

    sign_in(cast.olga).post(of_everybody.step_url("enter_minutes"), sent)

    said = dict(Minutes.objects.get().votes.values_list("member__name", "choice"))
    assert said == dict.fromkeys(EVERYBODY, "approve") | {"Luis": "absent"}


def test_without_the_tick_each_seat_has_a_choice(
    of_everybody: Ballot, cast: Any, sign_in: Any
) -> None:
    number = seats_to_enter(of_everybody)[0].number
    sent = form(of_everybody) | {f"choice_{number}": ""}

    answer = sign_in(cast.olga).post(of_everybody.step_url("enter_minutes"), sent)

    assert "Choose what stands on the sheet" in answer.content.decode()
    assert not Minutes.objects.exists()
