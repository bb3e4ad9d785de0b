"""Small adjustments on one list: one vote, pulled items, partial outcome (4.4.3; ours)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from improvement.approvals.models import Ballot
from improvement.approvals.steps import close_due
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.models import Revision
from improvement.door.refusals import StepRefused
from improvement.notifications.models import Message
from plans.bundling import begin_list, on_offer, why_alone
from plans.models import Adjustment, AdjustmentList, Measure
from tests import factories
from tests.plans.adjustments import begin, proposing, put, submitted
from tests.spec.setting import at

pytestmark = pytest.mark.django_db
PEOPLE = {"csc": ("dana", "hana"), "qua": ("dora", "hugo")}


@pytest.fixture
def plans(cast: Any, planning_round: Any) -> dict[str, Any]:
    return {
        code: factories.make_plan(
            cast, planning_round, code, by=PEOPLE[code][0], head=PEOPLE[code][1], status="execution"
        )
        for code in PEOPLE
    }


def handed_in(cast: Any, plan: Any, row: Any = None, **values: Any) -> Adjustment:
    head = PEOPLE[plan.department.code][1]
    return submitted(cast, proposing(cast, plan, row, by=head, **values), by=head)


@pytest.fixture
def two(cast: Any, plans: Any) -> list[Adjustment]:
    return [handed_in(cast, plan, cost=Decimal(300_000)) for plan in plans.values()]


def compiled(cast: Any, adjustments: list[Adjustment], *, by: str = "oscar") -> AdjustmentList:
    return begin_list(
        by=cast.people[by],
        planning_round=adjustments[0].plan.round,
        introduction="Nothing of it touches a target.",
        chosen=[[str(one.public_id), f"Sound: {one.number}."] for one in adjustments],
    )


def put_forward(cast: Any, adjustments: list[Adjustment]) -> Ballot:
    return take(compiled(cast, adjustments), "put_forward", by=cast.oscar).ballot


def statuses(adjustments: list[Adjustment]) -> list[str]:
    for one in adjustments:
        one.refresh_from_db()
    return [one.status for one in adjustments]


def test_one_vote_carries_out_all(cast: Any, plans: Any, two: list[Adjustment]) -> None:
    ballot = put_forward(cast, two)
    assert statuses(two) == ["leadership_approval"] * 2
    assert [item.recommendation for item in ballot.items.all()] == ["Sound: 1.", "Sound: 1."]

    factories.vote_through(cast, ballot.subject)

    assert statuses(two) == ["applied", "applied"]
    assert {m.cost for m in Measure.objects.all()} == {Decimal(300_000)}
    assert [type(p).objects.get(pk=p.pk).status for p in plans.values()] == ["execution"] * 2
    assert AdjustmentList.objects.get().status == "approved"
    assert Message.objects.filter(kind="plans.adjustmentlist.approve", recipient=cast.olga).exists()
    for one in two:
        entry = Entry.objects.about("plans.adjustment", one.pk).get(verb="approve")
        assert entry.cause == {"type": "approvals.ballot", "id": ballot.pk}
        assert Message.objects.filter(kind="plans.adjustment.approve", object_id=one.pk).exists()
    assert passed_over(ballot) == []


def passed_over(ballot: Ballot) -> list[int]:
    return list(ballot.items.filter(passed_over=True).values_list("number", flat=True))


def test_members_with_an_interest_declare_it(cast: Any, two: list[Adjustment]) -> None:
    cast.appoint("leo", "member", "qua")

    ballot = put_forward(cast, two)

    assert ballot.declares and ballot.department is None
    assert [seat.holder for seat in ballot.seats.filter(declared=True)] == [cast.leo]


def test_of_one_department_its_people_are_recused(cast: Any, plans: Any) -> None:
    """As from any other matter of a single department."""
    cast.appoint("leo", "member", "csc")
    goal = plans["csc"].goals.get(number=1)
    mine = [
        handed_in(cast, plans["csc"], cost=Decimal(1)),
        handed_in(cast, plans["csc"], goal, title="Answer sooner"),
    ]

    ballot = put_forward(cast, mine)

    assert ballot.department == plans["csc"].department and not ballot.declares
    assert [seat.holder for seat in ballot.seats.filter(recused=True)] == [cast.leo]


def test_a_pulled_item_is_decided_by_itself(cast: Any, two: list[Adjustment]) -> None:
    ballot = put_forward(cast, two)

    take(ballot, "pull", by=cast.leo, item=2, reason="Is that enough?")
    factories.vote_through(cast, ballot.subject)
    assert statuses(two) == ["applied", "leadership_approval"]

    own = two[1].ballot
    assert (own.pulled_item.ballot, own.department) == (ballot, two[1].plan.department)
    assert own.recommendation == "Sound: 1."
    factories.vote_through(cast, two[1], "return", "Not like this.")
    assert statuses(two) == ["applied", "draft"]


@pytest.mark.parametrize("how", ["returned", "lapsed", "recalled"])
def test_what_is_not_approved_lies_with_the_office_again(
    cast: Any, two: list[Adjustment], how: str
) -> None:
    ballot = put_forward(cast, two)
    if how == "returned":
        factories.vote_through(cast, ballot.subject, "return", "Not now.")
    elif how == "recalled":
        take(ballot, "recall", by=cast.oscar, reason="Wrong file.")
    else:
        with at(ballot.deadline + dt.timedelta(minutes=1)):
            close_due(timezone.now())

    made = AdjustmentList.objects.get()
    assert Ballot.objects.get(pk=ballot.pk).status == how
    assert statuses(two) == ["office_review"] * 2
    assert made.status == "compiling"
    told = Message.objects.filter(kind="plans.adjustmentlist.return_by_leaders")
    assert told.filter(recipient=cast.olga).exists() is (how == "returned")
    assert ("Not now." in made.return_reason) is (how == "returned")
    take(made, "put_forward", by=cast.oscar)
    factories.vote_through(cast, made)
    assert statuses(two) == ["applied"] * 2


def test_a_conflict_of_one_does_not_stop_the_others(cast: Any, two: list[Adjustment]) -> None:
    """A field no longer holds what it is changed from: back to draft, with its reason."""
    ballot = put_forward(cast, two)
    Measure.objects.filter(plan=two[0].plan).update(cost=5)

    factories.vote_through(cast, ballot.subject)

    assert statuses(two) == ["draft", "applied"]
    assert two[0].plan.measures.get().cost == 5
    assert passed_over(ballot) == [1]
    entry = Entry.objects.about("plans.adjustment", two[0].pk).get(verb="outdate")
    assert entry.cause == {"type": "plans.adjustmentlist", "id": ballot.object_id}
    assert Message.objects.filter(kind="plans.adjustment.outdate", object_id=two[0].pk).exists()


def test_of_two_on_one_list_that_touch_the_same_the_first_wins(cast: Any, plans: Any) -> None:
    both = [handed_in(cast, plans["csc"], cost=Decimal(cost)) for cost in (1, 2)]
    ballot = put_forward(cast, both)

    factories.vote_through(cast, ballot.subject)

    assert statuses(both) == ["applied", "draft"]
    assert both[1].overtaken_by == both[0]
    assert passed_over(ballot) == [2]


def test_overtaken_while_it_waits_it_leaves_the_list(cast: Any, plans: Any, two: Any) -> None:
    """Another adjustment of the plan, by its own ballot, has changed the same field first."""
    ballot = put_forward(cast, two)
    faster = handed_in(cast, plans["csc"], cost=Decimal(7))
    take(faster, "put_forward", by=cast.oscar)
    factories.vote_through(cast, faster)
    assert statuses(two) == ["draft", "leadership_approval"]
    with pytest.raises(StepRefused, match="not decided on with the list"):
        take(ballot, "pull", by=cast.leo, item=1)

    put(cast, two[0], cost=Decimal(8))
    submitted(cast, two[0])
    take(two[0], "put_forward", by=cast.oscar)
    factories.vote_through(cast, ballot.subject)

    assert statuses(two) == ["leadership_approval", "applied"], "handed in anew it is another text"
    assert passed_over(ballot) == [1]


def test_the_year_end_ends_what_is_on_a_list(cast: Any, plans: Any, two: Any) -> None:
    ballot = put_forward(cast, two)

    take(plans["csc"], "begin_evaluation", by=cast.olga)
    factories.vote_through(cast, ballot.subject)

    assert statuses(two) == ["lapsed", "applied"]


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("terminates", "It ends the plan"),
        ("cancels", "It cancels a goal or a measure"),
        ("enlarges", "It makes a measure a major project"),
        ("is major", "It changes a major project"),
    ],
)
def test_what_is_not_small_is_decided_on_alone(cast: Any, plans: Any, how: str, why: str) -> None:
    plan = plans["csc"]
    other = handed_in(cast, plans["qua"], cost=Decimal(1))
    if how == "terminates":
        weighty = submitted(cast, begin(cast, plan, kind="terminate"))
    elif how == "cancels":
        weighty = handed_in(cast, plan, operation="cancel")
    elif how == "enlarges":
        weighty = handed_in(cast, plan, cost=Decimal(2_000_000))
    else:
        Measure.objects.filter(plan=plan).update(cost=Decimal(2_000_000))
        weighty = handed_in(cast, plan, risk="More than we thought")
    assert str(why_alone([weighty])[weighty.pk]).startswith(why)

    with pytest.raises(StepRefused, match=why):
        compiled(cast, [weighty, other])

    assert not AdjustmentList.objects.exists()


def test_only_what_is_ones_own_to_put_forward_is_offered(cast: Any, plans: Any) -> None:
    theirs = handed_in(cast, plans["csc"], cost=Decimal(1))
    adjustment = begin(cast, plans["csc"], by="olga")
    put(cast, adjustment, plans["csc"].goals.get(number=1), by="olga", title="Sooner")
    hers = submitted(cast, adjustment, by="olga")
    year = plans["csc"].round

    assert list(on_offer(year, cast.olga)) == [theirs]
    assert set(on_offer(year, cast.oscar)) == {theirs, hers}
    with pytest.raises(StepRefused, match="Choose again"):
        compiled(cast, [theirs, hers], by="olga")


def test_what_stands_on_a_list_is_not_offered_for_another(cast: Any, two: Any) -> None:
    made = compiled(cast, two)
    year = two[0].plan.round

    assert not on_offer(year, cast.oscar)
    assert set(on_offer(year, cast.oscar, besides=made)) == set(two)
    take(made, "dissolve", by=cast.oscar)
    assert set(on_offer(year, cast.oscar)) == set(two)


def test_a_content_handed_in_anew_is_not_voted_on_unread(cast: Any, two: Any) -> None:
    """The list freezes what it says when it is put forward, not when it was compiled."""
    made = compiled(cast, two)
    take(two[0], "send_back", by=cast.oscar, reason="How much?")
    with pytest.raises(StepRefused, match="no longer with the office"):
        take(made, "put_forward", by=cast.oscar)
    put(cast, two[0], cost=Decimal(9))
    submitted(cast, two[0])

    ballot = take(made, "put_forward", by=cast.oscar).ballot

    content = Revision.objects.latest_of(made).content["adjustments"][0]["content"]
    assert content["changes"][0]["after"] == "9"
    assert ballot.items.get(number=1).revision == Revision.objects.latest_of(two[0])


def test_no_adjustment_is_approved_in_bulk_outside_a_list(
    cast: Any, two: Any, sign_in: Any
) -> None:
    assert not (Adjustment.SEVERAL_AT_ONCE or AdjustmentList.SEVERAL_AT_ONCE)
    client = sign_in(cast.leo)
    for kind in ("adjustment", "adjustmentlist"):
        assert client.get(f"/approvals/several/{kind}/").status_code == 404


def text(client: Any, url: str, **sent: Any) -> str:
    answer = client.post(url, sent, follow=True) if sent else client.get(url)
    return answer.content.decode()


def test_from_the_desk_to_the_record(cast: Any, two: Any, sign_in: Any) -> None:
    client = sign_in(cast.oscar)
    assert "/adjustment-lists/" in text(client, "/review/")
    new = f"/adjustment-lists/new/{two[0].plan.round.public_id}/"
    assert new in text(client, "/adjustment-lists/")
    offered = text(client, new)
    assert "HK$300,000" in offered and str(two[0].public_id) in offered
    keys = [str(one.public_id) for one in two]
    sent = {"chosen": keys, f"word-{keys[0]}": "Sound."}
    page = text(client, new, introduction="Small things.", **sent)
    assert "Small things." in page and "Sound." in page
    made = AdjustmentList.objects.get()
    text(client, f"{made.get_absolute_url()}put_forward/", version=made.version)
    made.refresh_from_db()
    assert made.status == "leadership_approval"

    member = sign_in(cast.leo)
    brief = text(member, made.ballot.get_absolute_url())
    for words in ("these 2 adjustments", "−HK$40,000", "Two of five left", "Pull"):
        assert words in brief, words
    Measure.objects.filter(plan=two[0].plan).update(cost=5)
    factories.vote_through(cast, made)
    assert "Not carried out" in text(client, made.get_absolute_url())
    record = text(member, f"{made.ballot.get_absolute_url()}record/")
    assert "had changed before the decision" in record


def queries(client: Any, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def test_more_items_ask_no_more(cast: Any, plans: Any, two: Any, sign_in: Any) -> None:
    client, member = sign_in(cast.oscar), sign_in(cast.leo)
    year = two[0].plan.round
    seen = []
    for more in (False, True):
        if more:
            for n, family in enumerate(("One", "Two"), start=1):
                goal = plans["csc"].goals.get(number=n)
                two.append(handed_in(cast, plans["csc"], goal, title=family))
            made = AdjustmentList.objects.get()
            take(made.ballot, "recall", by=cast.oscar, reason="More came in.")
            made.items.all().delete()
        new = queries(client, f"/adjustment-lists/new/{year.public_id}/")
        made = AdjustmentList.objects.first() or compiled(cast, two)
        if more:
            chosen = [[str(one.public_id), ""] for one in two]
            take(made, "choose", by=cast.oscar, chosen=chosen)
        ballot = take(made, "put_forward", by=cast.oscar).ballot
        page = queries(client, made.get_absolute_url())
        brief = queries(member, ballot.get_absolute_url())
        seen.append((new, page, brief))
    assert seen[0] == seen[1], seen
    assert max(seen[0]) <= 10


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans"])
def test_the_pages_speak_chinese(cast: Any, two: Any, sign_in: Any, language: str) -> None:
    client = sign_in(cast.oscar)
    client.cookies.load({"django_language": language})
    made = compiled(cast, two)

    for url in ("/adjustment-lists/", made.get_absolute_url(), f"{made.get_absolute_url()}choose/"):
        page = text(client, url)
        assert not [word for word in ("onsent list", "Choose", "Adjustment") if word in page]
