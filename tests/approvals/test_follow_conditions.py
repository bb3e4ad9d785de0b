"""A condition of an approval: in force with it, reported, found to be so, or waived (ours)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from improvement.approvals.models import Ballot, Condition
from improvement.approvals.record import Sheet
from improvement.approvals.reminders import conditions_due
from improvement.approvals.steps import close_due
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.refusals import NotYours
from improvement.files.models import Attachment
from improvement.notifications.models import Message
from tests import factories

from .voting import vote

LIST = reverse("approvals:conditions")
DUE = dt.date(2026, 11, 2)  # a Monday, three weeks on
ASKED = [("Report to us in May.", DUE)]


@pytest.fixture
def plan(clock: Any, cast: Any) -> Any:
    return factories.make_plan(cast, factories.make_round(cast), status="leadership_approval")


@pytest.fixture
def condition(plan: Any, cast: Any) -> Condition:
    """Of the contact centre's plan, named by Lena and approved by all."""
    return approved_on_condition(cast, plan)


def approved_on_condition(cast: Any, plan: Any, asked: Any = ASKED) -> Condition:
    ballot = factories.ballot_of(plan)
    vote(ballot, cast.lena, "conditions", conditions=asked)
    factories.vote_by(cast, ballot, "vic", "leo", "luis", "cora")
    found: Condition = ballot.conditions.get()
    return found


def html(answer: Any) -> str:
    return str(answer.content.decode())


def told(kind: str) -> list[str]:
    rows = Message.objects.filter(kind=f"approvals.condition.{kind}", channel="inapp")
    return sorted(message.recipient.name for message in rows)


def test_it_binds_nobody_before_the_ballot_is_approved(plan: Any, cast: Any, sign_in: Any) -> None:
    ballot = factories.ballot_of(plan)
    vote(ballot, cast.lena, "conditions", conditions=ASKED)

    condition = Condition.objects.get()
    assert (condition.status, condition.department) == ("named", cast.csc)
    assert sign_in(cast.hana).get(condition.get_absolute_url()).status_code == 404
    factories.vote_by(cast, ballot, "vic", "leo", "luis", "cora")

    condition.refresh_from_db()
    assert condition.status == "outstanding"
    entries = Entry.objects.about("approvals.condition", condition.pk)
    assert [entry.verb for entry in entries] == ["create", "take_effect"]
    assert entries[1].cause == {"type": "approvals.ballot", "id": ballot.pk}
    assert told("in_force") == ["Dana", "Hana"]


def test_with_a_returned_plan_it_lapses(plan: Any, cast: Any) -> None:
    ballot = factories.ballot_of(plan)
    vote(ballot, cast.lena, "conditions", conditions=ASKED)
    factories.vote_by(cast, ballot, "vic", "leo", "luis", choice="return", reason="Too dear")

    assert Condition.objects.get().status == "lapsed"
    assert told("in_force") == []


def test_at_the_deadline_without_a_majority_it_lapses(plan: Any, cast: Any, clock: Any) -> None:
    ballot = factories.ballot_of(plan)
    vote(ballot, cast.lena, "conditions", conditions=ASKED)
    clock.move_to(ballot.deadline + dt.timedelta(hours=1), tick=False)
    close_due(timezone.now())

    assert Condition.objects.get().status == "lapsed"


def test_the_department_reports_it_with_evidence_and_the_office_confirms(
    condition: Condition, cast: Any, sign_in: Any
) -> None:
    dana, at = sign_in(cast.dana), condition.get_absolute_url()
    dana.post(f"{at}attach/", {"file": ContentFile(b"Evidence.", "report.txt")})
    dana.post(condition.step_url("report_met"), {"answer": "Reported on 3 May.", "version": 3})

    condition.refresh_from_db()
    assert (condition.status, condition.reported_by) == ("met", cast.dana)
    assert Attachment.objects.of(condition).get().name == "report.txt"
    assert told("met") == ["Olga", "Oscar", "Otto"]
    page = html(sign_in(cast.olga).get(at))
    assert "Reported on 3 May." in page and "report.txt" in page
    take(condition, "confirm", by=cast.olga)

    condition.refresh_from_db()
    assert (condition.status, condition.settled_by) == ("confirmed", cast.olga)
    assert told("settled") == ["Dana", "Hana"]


def test_what_is_not_met_goes_back_with_a_word(condition: Condition, cast: Any) -> None:
    take(condition, "report_met", by=cast.hana, answer="Done.")
    take(condition, "send_back", by=cast.leo, reason="May is missing.")

    condition.refresh_from_db()
    assert (condition.status, condition.word) == ("outstanding", "May is missing.")
    assert told("sent_back") == ["Dana", "Hana"]


def test_only_the_leadership_group_waives_it(condition: Condition, cast: Any) -> None:
    with pytest.raises(NotYours):
        take(condition, "waive", by=cast.olga, reason="Of no use any more.")
    take(condition, "waive", by=cast.lena, reason="Of no use any more.")

    condition.refresh_from_db()
    assert (condition.status, condition.settled_by) == ("waived", cast.lena)


def test_what_concerns_no_single_department_the_office_meets(clock: Any, cast: Any) -> None:
    overall = factories.make_round(cast).overall_goal_set
    take(overall, "put_forward", by=cast.olga)
    condition = approved_on_condition(cast, overall)

    assert condition.department is None
    assert told("in_force") == ["Olga", "Oscar", "Otto"]
    condition = take(condition, "report_met", by=cast.olga, answer="Done.")
    with pytest.raises(NotYours):
        take(condition, "confirm", by=cast.olga)
    assert take(condition, "confirm", by=cast.oscar).status == "confirmed"


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (dt.date(2026, 10, 21), []),
        (dt.date(2026, 10, 22), ["Dana", "Hana"]),  # seven working days before
        (dt.date(2026, 11, 2), ["Dana", "Hana"]),
        (dt.date(2026, 11, 5), ["Dana", "Hana", "Paul"]),
        (dt.date(2026, 11, 9), ["Dana", "Hana", "Olga", "Oscar", "Otto", "Paul"]),
    ],
)
def test_reminders_go_to_the_department_its_superior_then_the_office(
    condition: Condition, cast: Any, day: dt.date, names: list[str]
) -> None:
    now = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    people = {person.pk: person.name for person in cast.people.values()}

    due = [pk for notice in conditions_due(now) for pk in notice.recipients]

    assert sorted(people[pk] for pk in due) == names


def test_nobody_is_reminded_of_what_is_reported(condition: Condition, cast: Any) -> None:
    take(condition, "report_met", by=cast.hana, answer="Done.")

    assert not list(conditions_due(timezone.now() + dt.timedelta(days=60)))


def test_lists_home_and_plan_page_show_it(
    condition: Condition, plan: Any, cast: Any, sign_in: Any
) -> None:
    for person in (cast.hana, cast.olga, cast.leo, cast.anna, cast.paul):
        assert "Report to us in May." in html(sign_in(person).get(LIST))
    assert "Report to us in May." not in html(sign_in(cast.hugo).get(LIST))
    assert sign_in(cast.xia).get(LIST).status_code == 403
    hana = sign_in(cast.hana)
    assert "rests on a condition that is still to be met" in html(hana.get("/"))
    assert "1 of 1 still to be met" in html(hana.get(plan.get_absolute_url()))
    take(condition, "waive", by=cast.leo, reason="Of no use.")
    assert "rests on a condition" not in html(hana.get("/"))
    assert "all 1 met or waived" in html(hana.get(plan.get_absolute_url()))


def test_the_record_says_how_it_stands_and_keeps_its_seal(
    condition: Condition, cast: Any, sign_in: Any
) -> None:
    seal = Sheet(Ballot.objects.get(pk=condition.ballot_id)).seal
    at = f"{condition.ballot.get_absolute_url()}record/"
    assert "Outstanding" in html(sign_in(cast.leo).get(at))

    take(condition, "report_met", by=cast.hana, answer="Done.")

    page = html(sign_in(cast.leo).get(at))
    assert "Reported as met · " in page
    assert Sheet(Ballot.objects.get(pk=condition.ballot_id)).seal == seal


def test_the_next_brief_of_the_department_counts_them(
    condition: Condition, plan: Any, cast: Any, sign_in: Any
) -> None:
    take(condition, "report_met", by=cast.hana, answer="Done.")
    take(condition, "confirm", by=cast.olga)
    following = factories.make_round(cast, year=factories.YEAR + 1)
    later = factories.make_plan(cast, following, status="leadership_approval")

    page = html(sign_in(cast.leo).get(factories.ballot_of(later).get_absolute_url()))

    assert "Conditions of last time" in page and "1 met" in page
    assert "Report to us in May." in page
    own = html(sign_in(cast.leo).get(condition.ballot.get_absolute_url()))
    assert "Conditions of last time" not in own


def test_on_a_confidential_matter_the_circle_stays_closed(
    condition: Condition, cast: Any, sign_in: Any
) -> None:
    Ballot.objects.filter(pk=condition.ballot_id).update(confidential=True)

    assert "Report to us" not in html(sign_in(cast.hana).get(LIST))
    assert sign_in(cast.leo).get(condition.get_absolute_url()).status_code == 404
    assert sign_in(cast.olga).get(condition.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("page", ["list", "condition"])
def test_queries_do_not_grow(
    condition: Condition, plan: Any, cast: Any, sign_in: Any, page: str
) -> None:
    client = sign_in(cast.olga)
    address = LIST if page == "list" else condition.get_absolute_url()
    counts = []
    for more in (0, 2):
        for n in range(more):
            Condition.objects.create(
                ballot=condition.ballot,
                vote=condition.vote,
                department=cast.csc,
                text=f"Another {n}",
                status="outstanding",
            )
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        counts.append(len(found))

    assert counts[0] == counts[1]


# On the home pages


def panel(client: Any) -> str:
    """The conditions of the home page, as one line; nothing where there is no such panel."""
    page = " ".join(html(client.get("/")).split())
    return page.partition('aria-labelledby="conditions"')[2].partition("</section>")[0]


def waiting(page: str) -> int:
    """The number of things in the heading of the page."""
    found = re.search(r", (nothing|one|\d+) things? waits? for you today|, nothing waits", page)
    assert found
    return {None: 0, "nothing": 0, "one": 1}.get(found[1]) or int(found[1] or 0)


@pytest.mark.parametrize("person", ["hana", "dana", "olga", "leo", "anna"])
def test_homes_name_what_is_outstanding_and_lead_there(
    condition: Condition, cast: Any, sign_in: Any, person: str
) -> None:
    shown = panel(sign_in(cast.people[person]))

    assert condition.text in shown and "1 outstanding" in shown
    assert f'href="{condition.get_absolute_url()}"' in shown
    assert ("Report it as met" in shown) == (person in {"hana", "dana"})


@pytest.mark.parametrize("person", ["hugo", "sam", "xia", "ada"])
def test_whom_no_condition_concerns_has_no_such_panel(
    condition: Condition, cast: Any, sign_in: Any, person: str
) -> None:
    assert panel(sign_in(cast.people[person])) == ""


@pytest.mark.parametrize(
    ("day", "said", "waiting"),
    [
        (dt.date(2026, 10, 25), "1 outstanding", "nothing waits"),
        (dt.date(2026, 10, 26), "1 due within a week", "one thing waits"),
        (DUE, "1 due within a week", "one thing waits"),
        (dt.date(2026, 11, 3), "1 overdue", "one thing waits"),
    ],
)
def test_the_day_by_which_it_is_to_be_met_is_said(
    condition: Condition, cast: Any, sign_in: Any, clock: Any, day: dt.date, said: str, waiting: str
) -> None:
    clock.move_to(dt.datetime.combine(day, dt.time(4), dt.UTC), tick=False)
    hana = sign_in(cast.hana)

    assert said in panel(hana)
    assert waiting in html(hana.get("/"))
    late = html(hana.get(LIST, {"show": "overdue"}))
    assert (condition.text in late) == ("overdue" in said)


def test_what_is_reported_waits_for_a_word(condition: Condition, cast: Any, sign_in: Any) -> None:
    before = waiting(html(sign_in(cast.olga).get("/")))
    take(condition, "report_met", by=cast.hana, answer="Done.")

    for person in (cast.olga, cast.leo):
        shown = panel(sign_in(person))
        assert "1 reported as met, waiting for a word" in shown
        assert "Say whether it is met" in shown
    assert waiting(html(sign_in(cast.olga).get("/"))) == before + 1
    assert "Say whether it is met" not in panel(sign_in(cast.hana))
    take(condition, "confirm", by=cast.olga)
    assert panel(sign_in(cast.olga)) == ""


def test_what_waits_for_the_reader_stands_first(
    condition: Condition, cast: Any, sign_in: Any
) -> None:
    same = {"ballot": condition.ballot, "vote": condition.vote, "department": cast.csc}
    told = {"met_at": timezone.now(), "reported_by": cast.hana, "status": "met"}
    Condition.objects.create(**same, **told, text="Reported", due=DUE)

    office, head = panel(sign_in(cast.olga)), panel(sign_in(cast.hana))

    assert office.index(">Reported<") < office.index(condition.text)
    assert head.index(condition.text) < head.index(">Reported<")


@pytest.mark.parametrize("person", ["olga", "leo", "hana", "dana"])
def test_the_home_asks_no_more_with_three_than_with_one(
    condition: Condition, cast: Any, sign_in: Any, person: str
) -> None:
    """Ten statements at most, as without a condition."""
    client, counts = sign_in(cast.people[person]), []
    for more in (0, 2):
        for n in range(more):
            Condition.objects.create(
                ballot=condition.ballot,
                vote=condition.vote,
                department=cast.csc,
                text=f"Another {n}",
                status="outstanding",
            )
        client.get("/")
        with CaptureQueriesContext(connection) as found:
            client.get("/")
        counts.append(len(found))

    assert counts[0] == counts[1] <= 10
