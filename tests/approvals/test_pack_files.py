"""The papers of a meeting in one file: asked for, made by a worker, shown on its way (ours)."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement.apart.limits import Limits
from improvement.approvals import packing
from improvement.approvals.models import Ballot, PackFile, Sitting
from improvement.approvals.packing import ATTEMPTS, LEASE, claim, make, make_waiting
from improvement.approvals.sittings import prepare
from improvement.documents import kept, making
from tests import factories

from .voting import MONDAY, vote


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> Any:
    settings.DOCUMENTS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def ballot(clock: Any, cast: Any) -> Ballot:
    planning_round = factories.make_round(cast, year=2027)
    plan = factories.make_plan(cast, planning_round, status="leadership_approval")
    return factories.ballot_of(plan)


@pytest.fixture
def meeting(ballot: Ballot, cast: Any) -> Sitting:
    return prepare(by=cast.olga, held_on=MONDAY.date(), ballots=[ballot])


@pytest.fixture
def asked(meeting: Sitting, cast: Any) -> PackFile:
    return packing.ask(meeting, by=cast.olga, language="zh-hant", whole=True)


def html(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def now_of(row: PackFile) -> PackFile:
    return PackFile.objects.get(pk=row.pk)


def file_at(row: PackFile) -> str:
    return f"{row.get_absolute_url()}papers.pdf"


def test_who_asks_is_led_to_a_page_that_says_how_far_it_is(
    meeting: Sitting, cast: Any, sign_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    olga, at = sign_in(cast.olga), reverse("approvals:ask_pack", args=[meeting.public_id])

    with django_capture_on_commit_callbacks() as calls:
        answer = olga.post(at, {"language": "zh-hant", "text": "whole"})

    row = PackFile.objects.get()
    assert answer.url == row.get_absolute_url()
    assert (row.asked_by, row.language, row.whole) == (cast.olga, "zh-hant", True)
    assert [call.args for call in calls] == [(packing.TASK,)]
    page = html(olga.get(answer.url))
    assert "Waits for its turn" in page and "data-follow" in page
    assert f'href="{answer.url}"' in page, "how it is loaded again without a script"
    assert answer.url in html(olga.get(meeting.get_absolute_url())), "how one comes back to it"


def test_a_few_papers_in_brief_come_at_once(meeting: Sitting, cast: Any, sign_in: Any) -> None:
    at = reverse("approvals:ask_pack", args=[meeting.public_id])

    answer = sign_in(cast.olga).post(at, {"language": "en", "text": "brief"}, follow=True)

    assert answer.content.startswith(b"%PDF")
    assert not PackFile.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"language": "fr", "text": "whole"}, {"language": "en", "text": "x"}]
)
def test_what_is_not_offered_is_not_made(
    meeting: Sitting, cast: Any, sign_in: Any, wrong: dict[str, str]
) -> None:
    at = reverse("approvals:ask_pack", args=[meeting.public_id])

    assert sign_in(cast.olga).post(at, wrong).status_code == 404
    assert not PackFile.objects.exists()


def test_made_it_is_handed_out_with_its_hash(asked: PackFile, cast: Any, sign_in: Any) -> None:
    assert make_waiting() == 1

    row, olga = now_of(asked), sign_in(cast.olga)
    answer = olga.get(file_at(row))
    assert answer.content.startswith(b"%PDF")
    assert row.sha256 == hashlib.sha256(answer.content).hexdigest()
    assert (row.state, row.papers, row.written, row.size) == ("made", 1, 1, len(answer.content))
    page = html(olga.get(row.get_absolute_url()))
    assert row.sha256 in page and "Download the PDF" in page and "data-follow" not in page


def test_while_it_is_written_the_page_counts_papers(
    asked: PackFile, cast: Any, sign_in: Any, monkeypatch: Any
) -> None:
    """What a reader sees at each word of the worker, and once its pages are being set."""
    olga, at, seen = sign_in(cast.olga), asked.get_absolute_url(), []
    say = packing.say

    def told(row: PackFile, **values: Any) -> None:
        say(row, **values)
        seen.append(html(olga.get(at)))

    monkeypatch.setattr(packing, "say", told)
    make_waiting()

    assert "1 of 1 paper is written" in seen[0]
    assert "its pages are being set" in seen[1]
    assert "Download the PDF" in seen[2]


def test_forty_papers_are_told_of_in_heaps(clock: Any, cast: Any, monkeypatch: Any) -> None:
    from .test_meetings import forty

    ballots = forty(cast, factories.make_round(cast, open_drafting=False))
    sitting = prepare(by=cast.olga, held_on=MONDAY.date(), ballots=ballots)
    row = packing.ask(sitting, by=cast.olga, language="en", whole=False)
    heard: list[int] = []
    say = packing.say

    def told(row: PackFile, **values: Any) -> None:
        say(row, **values)
        heard.extend(values[name] for name in ("written",) if name in values)

    monkeypatch.setattr(packing, "say", told)
    make_waiting()

    assert heard == [5, 10, 15, 20, 25, 30, 35, 40]
    assert (now_of(row).state, now_of(row).papers) == ("made", 40)


def test_asked_for_again_it_stays_the_same_file_until_something_changes(
    asked: PackFile, ballot: Ballot, cast: Any, clock: Any, monkeypatch: Any
) -> None:
    make_waiting()
    first = now_of(asked)
    clock.shift(60)

    with monkeypatch.context() as away:
        away.setattr(making, "pdf", None)
        packing.ask(first.sitting, by=cast.olga, language="zh-hant", whole=True)
        make_waiting()

    again = now_of(asked)
    assert (again.state, again.sha256, again.made_at) == ("made", first.sha256, first.made_at)
    vote(ballot, cast.leo)
    packing.ask(first.sitting, by=cast.olga, language="zh-hant", whole=True)
    make_waiting()
    changed = now_of(asked)
    assert changed.sha256 != first.sha256 and changed.made_at > first.made_at


def test_what_fails_says_so_and_is_offered_again(
    asked: PackFile, cast: Any, sign_in: Any, monkeypatch: Any
) -> None:
    olga = sign_in(cast.olga)
    with monkeypatch.context() as hurried:
        hurried.setattr(making, "LIMITS", Limits(wall=0.001))
        make_waiting()

    page = html(olga.get(asked.get_absolute_url()))
    assert now_of(asked).state == "failed"
    assert "The file could not be made" in page and "Make it again" in page
    assert olga.get(file_at(asked)).url == asked.get_absolute_url()
    at = reverse("approvals:ask_pack", args=[asked.sitting.public_id])
    olga.post(at, {"language": "zh-hant", "text": "whole"})
    make_waiting()
    assert now_of(asked).state == "made"


def test_a_fault_of_ours_is_no_endless_wait(asked: PackFile, monkeypatch: Any) -> None:
    monkeypatch.setattr(packing, "pack", lambda *_a, **_k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        make_waiting()

    assert now_of(asked).state == "failed"


def test_what_a_worker_left_behind_is_taken_up_and_given_up_after_two(
    asked: PackFile, clock: Any
) -> None:
    for _worker in range(ATTEMPTS):
        assert claim() == asked
        assert claim() is None, "somebody is at it"
        clock.shift((LEASE + dt.timedelta(seconds=1)).total_seconds())

    make_waiting()

    assert now_of(asked).state == "failed"


def test_who_was_too_slow_does_not_speak_for_who_took_over(asked: PackFile, clock: Any) -> None:
    slow = claim()
    clock.shift((LEASE + dt.timedelta(seconds=1)).total_seconds())
    claim()
    assert slow is not None

    make(slow)

    assert now_of(asked).state == "writing"


def test_one_that_is_under_way_is_not_begun_anew(asked: PackFile, cast: Any) -> None:
    claim()

    packing.ask(asked.sitting, by=cast.olga, language="zh-hant", whole=True)

    assert now_of(asked).state == "writing"


def test_a_file_that_is_no_longer_kept_or_not_the_same_is_made_again(
    asked: PackFile, cast: Any, sign_in: Any
) -> None:
    make_waiting()
    row, olga = now_of(asked), sign_in(cast.olga)
    (kept.folder() / f"{row.content}.pdf").write_bytes(b"%PDF something else")

    assert olga.get(file_at(row)).url == row.get_absolute_url()
    assert "no longer kept" in html(olga.get(row.get_absolute_url()))


def test_each_reader_has_a_file_of_their_own(asked: PackFile, cast: Any, sign_in: Any) -> None:
    """What one may not know of is left out, so nobody is handed the file of another."""
    make_waiting()

    assert sign_in(cast.leo).get(asked.get_absolute_url()).status_code == 404
    assert sign_in(cast.leo).get(file_at(asked)).status_code == 404


@pytest.mark.parametrize("person", ["hana", "xia", "ada"])
def test_others_know_of_no_papers(asked: PackFile, cast: Any, sign_in: Any, person: str) -> None:
    client = sign_in(cast.people[person])

    assert client.get(asked.get_absolute_url()).status_code == 404
    assert client.get(file_at(asked)).status_code == 404
    at = reverse("approvals:ask_pack", args=[asked.sitting.public_id])
    assert client.post(at, {"language": "en", "text": "whole"}).status_code == 404


def test_the_page_asks_the_same_whatever_it_shows(asked: PackFile, cast: Any, sign_in: Any) -> None:
    """Of one file and beside two others."""
    olga, counts = sign_in(cast.olga), []
    for languages in ((), ("en", "zh-hans")):
        for language in languages:
            packing.ask(asked.sitting, by=cast.olga, language=language, whole=True)
        make_waiting()
        for at in (asked.get_absolute_url(), asked.sitting.get_absolute_url()):
            olga.get(at)
            with CaptureQueriesContext(connection) as found:
                olga.get(at)
            counts.append(len(found))

    assert counts[:2] == counts[2:]
