"""A meeting: its papers in one file, and forty plans recorded with a handful of inputs (ours)."""

from __future__ import annotations

import datetime as dt
import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from improvement.approvals.models import Ballot, BallotItem, Minutes, Seat, Sitting
from improvement.approvals.pack import pack
from improvement.approvals.sittings import may_be_decided_by, prepare
from improvement.approvals.steps import close_due
from improvement.audit.models import Entry
from improvement.documents import pdf
from improvement.documents.content import Heading, Table
from improvement.documents.words import words
from improvement.door.acts import record as record_change
from improvement.door.acts import take
from improvement.door.refusals import NotYours
from improvement.files.models import Attachment
from improvement.notifications.models import Message
from plans.models import MajorProject, Plan
from tests import factories
from tests.documents.test_forms import held
from tests.plans import adjustments

from .voting import MONDAY, vote

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
LIST = reverse("approvals:sittings")


@pytest.fixture
def two(clock: Any, cast: Any) -> list[Ballot]:
    """Two plans, each with a ballot of its own."""
    planning_round = factories.make_round(cast, year=2027)
    made = []
    for code in ("csc", "qua"):
        by, head = factories.DRAFTERS[code]
        plan = factories.make_plan(
            cast, planning_round, code, status="leadership_approval", by=by, head=head
        )
        made.append(factories.ballot_of(plan))
    return made


@pytest.fixture
def meeting(two: list[Ballot], cast: Any) -> Sitting:
    return prepare(by=cast.olga, held_on=MONDAY.date(), ballots=two, place="Room 5")


def form(sitting: Sitting, **more: Any) -> dict[str, Any]:
    """The inputs of a meeting that approved everything: a code, a scan, a tick."""
    usual = {
        "held_on": "2026-10-12",
        "tail": sitting.tail,
        "file": ContentFile(PDF, "minutes.pdf"),
        "everybody": "on",
        "lines": "3",
    }
    return usual | more


def record(sitting: Sitting) -> str:
    return reverse("approvals:record_sitting", args=[sitting.public_id])


def html(answer: Any) -> str:
    return str(answer.content.decode())


def after_the_objections(clock: Any) -> None:
    clock.move_to(MONDAY + dt.timedelta(days=2, hours=20), tick=False)
    close_due(timezone.now())


class Inputs(HTMLParser):
    """The controls of a page's main form that a person could fill in, with what stands in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.given: dict[str, list[str]] = {}
        self.feed(text[text.index("<main") :])

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        told = dict(attrs)
        if tag != "input" or not told.get("name"):
            return
        name, value = told["name"], told.get("value") or ""
        if told.get("type") == "hidden":
            self.hidden[name] = value
        elif told.get("type") not in {"checkbox", "radio"} or "checked" in told:
            self.given.setdefault(name, []).append(value)


def test_the_office_prepares_a_meeting_and_its_code_is_of_the_contents(
    two: list[Ballot], cast: Any, sign_in: Any
) -> None:
    office = sign_in(cast.olga)
    chosen = [ballot.pk for ballot in may_be_decided_by(cast.olga)]

    sent = {"held_on": "2026-10-14", "place": "Room 5", "ballots": chosen, "key": "a" * 32}
    answer = office.post(LIST, sent)
    again = office.post(LIST, sent)

    sitting = Sitting.objects.get()
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer.url == again.url == sitting.get_absolute_url()
    assert [item.ballot_id for item in sitting.numbered()] == chosen
    assert len(sitting.code) == 64
    entry = Entry.objects.about("approvals.sitting", sitting.pk).get()
    assert (entry.verb, entry.actor_id) == ("create", cast.olga.pk)


@pytest.mark.parametrize("person", ["leo", "anna"])
def test_leaders_and_assistants_read_and_print_it(
    meeting: Sitting, cast: Any, sign_in: Any, person: str
) -> None:
    client = sign_in(cast.people[person])

    assert "Room 5" in html(client.get(LIST))
    assert client.get(meeting.get_absolute_url()).status_code == 200
    papers = client.get(reverse("approvals:papers", args=[meeting.public_id]))
    assert papers.content.startswith(b"%PDF")
    assert client.post(LIST, {}).status_code == 403
    assert client.get(record(meeting)).status_code == 403


@pytest.mark.parametrize("person", ["hana", "xia", "ada"])
def test_others_know_of_no_meeting(meeting: Sitting, cast: Any, sign_in: Any, person: str) -> None:
    client = sign_in(cast.people[person])

    assert client.get(LIST).status_code == 403
    for address in (
        meeting.get_absolute_url(),
        record(meeting),
        reverse("approvals:papers", args=[meeting.public_id]),
    ):
        assert client.get(address).status_code == 404


def test_an_officer_of_the_department_concerned_does_not_put_it_on_an_agenda(
    two: list[Ballot], cast: Any
) -> None:
    assert [ballot.department.code for ballot in may_be_decided_by(cast.otto)] == ["csc"]
    with pytest.raises(NotYours):
        prepare(by=cast.otto, held_on=MONDAY.date(), ballots=two)


def test_what_a_reader_may_not_know_of_is_left_out(
    two: list[Ballot], meeting: Sitting, cast: Any
) -> None:
    Ballot.objects.filter(pk=two[1].pk).update(confidential=True)

    titles = [block.text for block in papers_of(meeting, cast.anna) if isinstance(block, Heading)]

    assert any(title.startswith("1 ") for title in titles)
    assert not any(title.startswith("2 ") for title in titles)


def papers_of(sitting: Sitting, reader: Any, *, whole: bool = False, language: str = "en") -> Any:
    with translation.override(language):
        return pack(sitting, reader, language=language, whole=whole).blocks


def test_the_papers_hold_agenda_sheet_and_briefs(meeting: Sitting, cast: Any) -> None:
    blocks = papers_of(meeting, cast.olga)

    titles = [b.text for b in blocks if isinstance(b, Heading) and b.level == 1]
    assert titles[:2] == ["Agenda", "Vote sheet"]
    assert [title[:2] for title in titles[2:]] == ["1 ", "2 "]
    agenda, votes = [b for b in blocks if isinstance(b, Table)][:2]
    assert agenda.rows[0][3:] == ["Contact Centre", "HK$320,000", "Clear goals, sound figures."]
    assert [head.split("\n")[0] for head in votes.header[2:]] == [
        *("Cora", "Vic", "Leo", "Lena", "Luis"),
    ]
    assert votes.rows[0][2:] == [""] * 5
    assert not any("What we mean by overview" in str(block) for block in blocks)
    assert any(
        "What we mean by overview" in str(b) for b in papers_of(meeting, cast.olga, whole=True)
    )


def test_on_the_sheet_stands_who_has_nothing_to_sign(two: list[Ballot], cast: Any) -> None:
    vote(two[0], cast.leo)
    Seat.objects.filter(ballot=two[1], holder=cast.lena).update(recused=True)
    sitting = prepare(by=cast.olga, held_on=MONDAY.date(), ballots=two)

    blocks = papers_of(sitting, cast.olga)

    votes = [block for block in blocks if isinstance(block, Table)][1]
    assert votes.rows[0][2:] == ["", "", "voted on screen", "", ""]
    assert votes.rows[1][2:] == ["", "", "", "Recused", ""]


def test_a_list_stands_item_by_item(clock: Any, cast: Any) -> None:
    together = factories.ballot_of(factories.put_together(cast, "csc", "qua"))
    sitting = prepare(by=cast.olga, held_on=MONDAY.date(), ballots=[together])

    blocks = papers_of(sitting, cast.olga)

    tables = [block for block in blocks if isinstance(block, Table)]
    assert [row[0] for row in tables[1].rows] == ["1.1", "1.2"]
    assert [row[4] for row in tables[1].rows] == ["HK$320,000", "HK$320,000"]
    numbers = [b.text.split(" ")[0] for b in blocks if isinstance(b, Heading) and b.level == 1]
    assert numbers[-3:] == ["1", "1.1", "1.2"]


def test_every_kind_of_matter_has_a_paper(clock: Any, cast: Any) -> None:
    """Overall goals, the goals of a plan, a major project, an adjustment: brief and whole."""
    planning_round = factories.make_round(cast, year=2027)
    overall = take(planning_round.overall_goal_set, "put_forward", by=cast.olga)
    by, head = factories.DRAFTERS["qua"]
    goals = factories.make_plan(cast, planning_round, "qua", status="empty", by=by, head=head)
    factories.advance_goals(cast, goals, to="leadership_approval", head=head)
    dear = factories.make_plan(cast, planning_round)
    record_change(dear.measures.get(), {"cost": 2_000_000}, by=cast.dana)
    factories.advance(cast, dear, to="endorsed")
    major = take(MajorProject.objects.get(), "put_forward", by=cast.olga, recommendation="Go.")
    running = factories.make_round(cast, year=2026)
    issued = factories.make_plan(cast, running, "lic", status="execution", by="lily", head="lily")
    changed = adjustments.proposing(cast, issued, by="lily", cost=400_000)
    take(changed, "submit", by=cast.lily)
    adjusted = take(changed, "put_forward", by=cast.olga, recommendation="Needed.")
    subjects = [overall, goals.goal_set, major, adjusted]
    sitting = prepare(
        by=cast.olga, held_on=MONDAY.date(), ballots=[factories.ballot_of(s) for s in subjects]
    )

    for whole in (False, True):
        blocks = papers_of(sitting, cast.olga, whole=whole)
        texts = "\n".join(str(block) for block in blocks)
        for said in (
            "One contact, one answer",
            "Solve enquiries at the first contact",
            "Knowledge base at the desk (major project)",
            "Two of five left in spring.",
            "HK$320,000 → HK$400,000",
        ):
            assert said in texts
        assert "The full text is read on screen." not in texts
    costs = [row[4] for row in next(b for b in blocks if isinstance(b, Table)).rows]
    assert costs == ["—", "—", "HK$2,000,000", "HK$400,000"]


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_the_file_comes_in_the_language_asked_for(
    meeting: Sitting, cast: Any, sign_in: Any, language: str
) -> None:
    at = reverse("approvals:papers", args=[meeting.public_id])
    client = sign_in(cast.olga)

    made = client.get(at, {"language": language, "text": "whole"})

    assert made.content.startswith(b"%PDF")
    assert b"/Outlines" in made.content
    titles = {"en": "Agenda", "zh-hant": "議程", "zh-hans": "议程"}
    blocks = papers_of(meeting, cast.olga, language=language)
    assert next(b.text for b in blocks if isinstance(b, Heading)) == titles[language]
    for wrong in ({"language": "fr"}, {"text": "half"}):
        assert client.get(at, wrong).status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_the_papers_are_told_as_before(meeting: Sitting, cast: Any, language: str) -> None:
    """What differs from run to run are hashes and public keys; they are left out."""
    with translation.override(language):
        paper = pack(meeting, cast.olga, language=language, whole=False)
        told = pdf.told(paper, words(paper))
    text = json.dumps(told, ensure_ascii=False, indent=1)
    held(f"meeting-{language}.typst.json", re.sub(r"[0-9a-f]{8}[0-9a-f-]*", "#", text) + "\n")


def test_one_form_records_all_and_each_is_counted_by_its_own_rules(
    meeting: Sitting, two: list[Ballot], cast: Any, sign_in: Any, clock: Any
) -> None:
    answer = sign_in(cast.olga).post(record(meeting), form(meeting))

    assert answer.url == meeting.get_absolute_url()
    scan = Attachment.objects.get()
    assert (scan.subject, scan.state) == (meeting, "ready")
    assert [m.file for m in Minutes.objects.all()] == [scan, scan]
    assert [m.seen for m in Minutes.objects.all()] == [ballot.digest for ballot in two]
    for ballot in two:
        entry = Entry.objects.about("approvals.ballot", ballot.pk).last()
        assert (entry.verb, entry.actor_id) == ("enter_minutes", cast.olga.pk)
        assert entry.readable_inputs["sha256"] == scan.sha256
    told = Message.objects.filter(kind="approvals.ballot.minutes", channel="inapp")
    assert told.count() == 10
    after_the_objections(clock)
    assert set(Plan.objects.values_list("status", flat=True)) == {"approved"}


def test_exceptions_are_named_by_seat_and_by_matter(
    meeting: Sitting, two: list[Ballot], cast: Any, sign_in: Any, clock: Any
) -> None:
    said = {
        "seat_5": "absent",
        "on_1": "2",
        "by_1": "3",
        "choice_1": "return",
        "words_1": "Too dear",
        "on_2": "1",
        "by_2": "4",
        "choice_2": "conditions",
        "words_2": "Report in May\nName one",
        "due_2": "2027-05-31",
    }

    sign_in(cast.olga).post(record(meeting), form(meeting, **said))

    first, second = (Minutes.objects.get(ballot=ballot) for ballot in two)
    assert [line.choice for line in first.votes.all()] == [
        *("approve", "approve", "approve", "conditions", "absent"),
    ]
    assert [line.choice for line in second.votes.all()] == [
        *("approve", "approve", "return", "approve", "absent"),
    ]
    lena = first.votes.get(member=cast.lena)
    assert lena.condition_lines == ["Report in May", "Name one"]
    assert lena.due == dt.date(2027, 5, 31)
    assert second.votes.get(member=cast.leo).reason == "Too dear"


def test_what_was_pulled_from_a_list_is_named_by_its_number(
    clock: Any, cast: Any, sign_in: Any
) -> None:
    together = factories.ballot_of(factories.put_together(cast, "csc", "qua"))
    sitting = prepare(by=cast.olga, held_on=MONDAY.date(), ballots=[together])
    office = sign_in(cast.olga)

    refused = office.post(record(sitting), form(sitting, pulled="1.9"))
    office.post(record(sitting), form(sitting, pulled="1.2"))

    assert refused.status_code == 409 and "1.9 is no item" in html(refused)
    item = BallotItem.objects.get(number=2)
    assert (item.pulled_by, item.own_ballot.status) == (cast.olga, "open")
    assert not BallotItem.objects.get(number=1).pulled_at


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"tail": "00000000"}, "not the code of this meeting"),
        ({"everybody": ""}, "Choose what stands on the sheet"),
        ({"on_1": "2"}, "Fill in the line"),
        ({"on_1": "7", "by_1": "1", "choice_1": "abstain"}, "no such number"),
        ({"on_1": "1", "by_1": "1", "choice_1": "return"}, "Write the reason"),
        ({"on_1": "1", "by_1": "1", "choice_1": "conditions"}, "at least one condition"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_entered(
    meeting: Sitting, cast: Any, sign_in: Any, more: dict[str, str], sentence: str
) -> None:
    answer = sign_in(cast.olga).post(record(meeting), form(meeting, **more))

    assert answer.status_code == 409
    assert sentence in html(answer)
    assert not Minutes.objects.exists()
    assert not Attachment.objects.exists()


def test_a_scan_that_is_no_scan_is_not_kept(meeting: Sitting, cast: Any, sign_in: Any) -> None:
    bad = ContentFile(b"MZ\x90", "minutes.pdf")

    answer = sign_in(cast.olga).post(record(meeting), form(meeting, file=bad))

    assert answer.status_code == 409
    assert not Minutes.objects.exists()


def test_more_lines_keep_what_was_typed(meeting: Sitting, cast: Any, sign_in: Any) -> None:
    sent = form(meeting, more="1", on_1="2")
    page = html(sign_in(cast.olga).post(record(meeting), sent))

    assert 'name="on_8"' in page and 'name="on_9"' not in page
    assert 'name="on_1" value="2"' in page
    assert "There is a problem" not in page
    assert not Minutes.objects.exists()


def test_an_officer_records_what_is_not_of_their_own_department(
    meeting: Sitting, two: list[Ballot], cast: Any, sign_in: Any
) -> None:
    host = sign_in(cast.otto)
    assert "Quality service" not in html(host.get(record(meeting)))
    host.post(record(meeting), form(meeting))
    assert [minutes.ballot for minutes in Minutes.objects.all()] == [two[0]]

    sign_in(cast.olga).post(record(meeting), form(meeting))

    assert Minutes.objects.count() == 2


def test_one_that_is_refused_does_not_hold_back_the_others(
    meeting: Sitting, two: list[Ballot], cast: Any, sign_in: Any, clock: Any
) -> None:
    """A ballot that was opened after the day of the meeting was not decided there."""
    clock.move_to(MONDAY + dt.timedelta(days=1), tick=False)
    Ballot.objects.filter(pk=two[1].pk).update(opened_at=timezone.now())

    answer = sign_in(cast.olga).post(record(meeting), form(meeting))

    assert answer.status_code == 409
    assert "Not recorded: The meeting was held between" in html(answer)
    assert [minutes.ballot for minutes in Minutes.objects.all()] == [two[0]]


def test_a_matter_decided_on_screen_is_left_out_and_the_code_still_holds(
    meeting: Sitting, two: list[Ballot], cast: Any, sign_in: Any
) -> None:
    factories.vote_by(cast, two[0], *factories.LEADERS)

    sign_in(cast.olga).post(record(meeting), form(meeting))

    assert Minutes.objects.get().ballot == two[1]


def test_sent_twice_it_is_entered_once(meeting: Sitting, cast: Any, sign_in: Any) -> None:
    office = sign_in(cast.olga)
    office.post(record(meeting), form(meeting, key="k"))

    again = office.post(record(meeting), form(meeting, key="k"))

    assert "Nothing of this meeting is left to record" in html(again)
    assert Minutes.objects.count() == 2


def test_the_papers_of_a_meeting_do_not_change(meeting: Sitting, cast: Any) -> None:
    with pytest.raises(NotYours):
        record_change(meeting, {"place": "Room 6"}, by=cast.olga)


def forty(cast: Any, planning_round: Any) -> list[Ballot]:
    """Forty plans of forty departments, each put to the vote by itself."""
    from improvement.door.models import Revision
    from improvement.organization.models import Department

    made = []
    for n in range(40):
        department = Department.objects.create(code=f"d{n}", name=f"Department {n}")
        plan = Plan(round=planning_round, department=department, status="endorsed")
        plan.save()
        Revision.freeze(plan, step="submit", by=cast.hana)
        made.append(factories.ballot_of(take(plan, "put_forward", by=cast.olga)))
    return made


def test_forty_plans_take_six_inputs_and_four_requests(clock: Any, cast: Any, sign_in: Any) -> None:
    """Prepared: the day. Recorded: code, scan, one tick. A button each; two pages, two posts."""
    forty(cast, factories.make_round(cast, open_drafting=False))
    office, requests, inputs = sign_in(cast.olga), 0, 0

    found = Inputs(html(office.get(LIST)))
    answer = office.post(LIST, found.given | found.hidden | {"held_on": "2026-10-12"})
    requests, inputs = requests + 2, inputs + 1 + 1
    sitting = Sitting.objects.get()
    assert answer.url == sitting.get_absolute_url()
    assert sitting.items.count() == 40

    found = Inputs(html(office.get(record(sitting))))
    typed = {"tail": sitting.tail, "file": ContentFile(PDF, "minutes.pdf"), "everybody": "on"}
    answer = office.post(record(sitting), found.given | found.hidden | typed)
    requests, inputs = requests + 2, inputs + len(typed) + 1

    assert answer.url == sitting.get_absolute_url()
    assert Minutes.objects.count() == 40
    assert (inputs, requests) == (6, 4)
    after_the_objections(clock)
    assert Ballot.objects.filter(status="approved").count() == 40


@pytest.mark.parametrize("page", ["sitting", "record_sitting", "papers"])
def test_queries_do_not_grow_with_the_matters(
    cast: Any, sign_in: Any, clock: Any, page: str, settings: Any, tmp_path: Any
) -> None:
    settings.DOCUMENTS_DIR = tmp_path
    planning_round, client, counts = factories.make_round(cast), sign_in(cast.olga), []
    ballots = []
    for code in ("csc", "qua", "lic"):
        by, head = factories.DRAFTERS[code]
        plan = factories.make_plan(
            cast, planning_round, code, status="leadership_approval", by=by, head=head
        )
        ballots.append(factories.ballot_of(plan))
    for chosen in (ballots[:1], ballots):
        sitting = prepare(by=cast.olga, held_on=MONDAY.date(), ballots=chosen)
        address = reverse(f"approvals:{page}", args=[sitting.public_id])
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        counts.append(len(found))

    assert counts[0] == counts[1]


def with_condition(cast: Any) -> Any:
    """Of the contact centre, on an approval of the year before."""
    plan = factories.make_plan(
        cast, factories.make_round(cast, year=2026), status="leadership_approval"
    )
    before = factories.ballot_of(plan)
    vote(before, cast.lena, "conditions", conditions=[("Report in May.", dt.date(2026, 10, 30))])
    factories.vote_by(cast, before, "vic", "leo", "luis", "cora")
    return before.conditions.get()


def asked_last_time(blocks: list[Any]) -> list[list[str]]:
    """The rows below every heading “Conditions of last time”."""
    at = [n for n, b in enumerate(blocks) if getattr(b, "text", "") == "Conditions of last time"]
    return [list(row) for n in at for row in blocks[n + 2].rows]


def test_with_each_matter_stands_what_was_asked_of_the_department_last_time(
    clock: Any, cast: Any
) -> None:
    """As a ballot of its own and as an item of a list, with how each condition stands."""
    coming = factories.make_round(cast, year=2027)
    first = factories.make_plan(cast, coming, "qua", status="endorsed", by="dora", head="hugo")
    condition = with_condition(cast)
    own = factories.ballot_of(
        factories.make_plan(cast, coming, status="leadership_approval", by="dana", head="hana")
    )
    other = factories.ballot_of(take(first, "put_forward", by=cast.olga))
    sitting = prepare(by=cast.olga, held_on=MONDAY.date(), ballots=[own, other])

    blocks = papers_of(sitting, cast.olga)

    row = ["Report in May.", condition.ballot.local_name, "2026-10-30"]
    assert asked_last_time(blocks) == [[*row, "Outstanding"]]
    clock.move_to(MONDAY + dt.timedelta(days=30), tick=False)
    assert asked_last_time(papers_of(sitting, cast.olga)) == [[*row, "Overdue"]]
    take(condition, "report_met", by=cast.hana, answer="Done.")
    assert asked_last_time(papers_of(sitting, cast.olga)) == [[*row, "Reported as met"]]


def test_the_same_with_the_items_of_a_list_and_in_its_brief(
    clock: Any, cast: Any, sign_in: Any
) -> None:
    condition = with_condition(cast)
    together = factories.ballot_of(factories.put_together(cast, "csc", "qua"))
    sitting = prepare(by=cast.olga, held_on=MONDAY.date(), ballots=[together])

    blocks = papers_of(sitting, cast.olga)

    row = ["Report in May.", condition.ballot.local_name, "2026-10-30", "Outstanding"]
    assert asked_last_time(blocks) == [row]
    numbers = [b.text.split(" ")[0] for b in blocks if isinstance(b, Heading) and b.level < 3]
    assert numbers[numbers.index("1.1") + 1] == "Conditions"
    brief = html(sign_in(cast.leo).get(together.get_absolute_url()))
    assert "Conditions of last time" in brief and "Report in May." in brief


def test_confidential_conditions_stay_out_of_the_papers(clock: Any, cast: Any) -> None:
    condition = with_condition(cast)
    Ballot.objects.filter(pk=condition.ballot_id).update(confidential=True)
    coming = factories.make_round(cast, year=2027)
    plan = factories.make_plan(cast, coming, status="leadership_approval", by="dana", head="hana")
    sitting = prepare(by=cast.olga, held_on=MONDAY.date(), ballots=[factories.ballot_of(plan)])

    assert asked_last_time(papers_of(sitting, cast.olga)) == []
