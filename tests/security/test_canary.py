"""A notice of criticism is seen by its circle alone, on every surface of the product (D104, D105).

A string of its own stands in every text field of two notices, in what was said at their hearing, in
their ballots and in the rectification. Every address is then opened by everybody outside.
"""

from __future__ import annotations

import io
import random
import re
import zipfile

import pytest
from django.core.management import call_command
from django.db import models, transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from improvement.approvals.models import Ballot
from improvement.approvals.record import Sheet
from improvement.approvals.steps import cast_vote
from improvement.audit.models import Entry
from improvement.door.acts import record, take
from improvement.notifications import rendering
from improvement.notifications.models import Message
from improvement.organization.models import Department, Role, User
from incentives import steps
from incentives.facts import Fact
from incentives.models import Criticism, Rectification
from plans.models import OrganizationPlan, Plan
from tests.browser import scenes
from tests.browser.examples import PAGES, visits

from .test_addresses import address, routes

pytestmark = pytest.mark.django_db

CANARY = re.compile(r"CANARY-[a-z]+-[a-z_]+")
TEXTS = (models.CharField, models.TextField, models.JSONField)
NOT_TYPED = {"status", "number"}
"""Moved by steps, or drawn by the machine."""

OUTSIDE = {
    "hiutung.kwok": "an officer who belongs to the department",
    "kawai.yip": "a colleague who heads the unit below",
    "winglam.au": "the head of another department",
    "kayan.chan": "staff of another department",
    "wingshan.so": "the assistant of the chair",
    "kaiman.fung": "the administrator",
}
LEADER = "wingsze.leung"
CIRCLE = ("puiyee.tam", "kamtong.law", "tszhin.lam", "sukyee.chan")
"""The person, the head of the department, two officers who do not belong to it."""


def canary(notice: str, name: str) -> str:
    return f"CANARY-{notice}-{name}"


@pytest.fixture(scope="module")
def notices(django_db_setup, django_db_blocker):
    """On the demo: one notice that has been heard, one that went all the way."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", stdout=io.StringIO())
        scenes.nothing_missing()
        found = {"heard": heard("heard"), "issued": rectified(issued("issued"))}
        for name, notice in found.items():
            filled(Criticism, notice.pk, name)
        with django_db_blocker.block():
            yield found
        transaction.set_rollback(True)


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@haiyan.example")


def heard(name: str) -> Criticism:
    notice = steps.propose(
        by=person("tszhin.lam"),
        department=Department.objects.get(code="sco"),
        person=person("puiyee.tam"),
        grounds=canary(name, "grounds"),
    )
    return take(notice, "reply", by=person("puiyee.tam"), answer=canary(name, "answer"))


def issued(name: str) -> Criticism:
    """Before the leadership group with a reason to every vote, issued, appealed against, upheld."""
    notice = heard(name)
    word = canary(name, "recommendation")
    notice = take(notice, "put_forward", by=person("tszhin.lam"), recommendation=word)
    ballot = notice.ballot
    seats = [seat for seat in ballot.seat_list() if not seat.recused]
    for seat in sorted(seats, key=lambda seat: seat.role == Role.CHAIR):
        ballot = cast_vote(
            ballot,
            by=seat.holder,
            choice="approve",
            reason=canary(name, "vote"),
            seen=ballot.digest,
        )
    notice.refresh_from_db()
    why = canary(name, "appeal_reason")
    notice = take(notice, "appeal", by=person("puiyee.tam"), reason=why)
    answer = canary(name, "appeal_answer")
    return take(notice, "uphold", by=person("sukyee.chan"), answer=answer)


def rectified(notice: Criticism) -> Criticism:
    """Returned once, agreed, inspected without success: every text of it has been written."""
    by, office = notice.person, person("sukyee.chan")
    step = notice.rectification
    due = timezone.localdate()
    written = {name: canary("issued", name) for name in ("cause", "measures")}
    step = take(record(step, written | {"due": due}, by=by), "hand_in", by=by)
    step = take(step, "send_back", by=office, reason=canary("issued", "reason"))
    step = take(take(step, "hand_in", by=by), "begin", by=office)
    step = record(step, {"report": canary("issued", "report")}, by=by)
    step = take(step, "inspect", by=office, result=canary("issued", "findings"))
    take(step, "fail", by=office, reason=canary("issued", "reason"))
    return notice


def filled(model: type[models.Model], pk: int, name: str) -> None:
    """What no step has written, now or in a later version, gets its string as well."""
    row = model._base_manager.get(pk=pk)
    empty = {}
    for field in model._meta.concrete_fields:
        typed = isinstance(field, TEXTS) and not field.choices and field.name not in NOT_TYPED
        if typed and not getattr(row, field.attname):
            empty[field.attname] = canary(name, field.name)
    if "facts" in empty:
        fact = Fact("measure", empty["facts"], timezone.localdate(), 3, "/plans/")
        empty["facts"] = [fact.frozen()]
    model._base_manager.filter(pk=pk).update(**empty)


def said(response) -> str:
    """Everything that an answer brings: its text, where it leads, the parts of an office file."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    return f"{content.decode(errors='replace')} {response.headers}"


def every_address(notices) -> list[str]:
    """Of every route an example and what else it answers; those of the notices themselves."""
    choose = random.Random(7)
    found = [page for listed in visits().values() for _person, page in listed[:1]]
    found += [address(route, choose) for route in routes()]
    plan = Plan.objects.get(department__code="sco", round__status="executing")
    whole = OrganizationPlan.objects.get(round=plan.round)
    found += [f"{plan.get_absolute_url()}export/{kind}" for kind in ("plan.docx", "plan.xlsx")]
    found += [reverse("plans:history", args=[plan.public_id]), whole.get_absolute_url()]
    return list(dict.fromkeys([*found, *own_addresses(notices.values())]))


def own_addresses(notices) -> list[str]:
    found = []
    for notice in notices:
        rows = [notice, Rectification.objects.filter(criticism=notice).first()]
        for row in filter(None, rows):
            here = row.get_absolute_url()
            found += [here, *(f"{here}{step}/" for step in ("appeal", "reply", "hand_in", "edit"))]
        for ballot in Ballot.objects.of(notice):
            here = ballot.get_absolute_url()
            found += [here, f"{here}record/", f"{here}vote/"]
            if ballot.status != "open":
                seal = Sheet(ballot).seal
                found.append(reverse("approvals:verify", args=[ballot.public_id, seal]))
    return found


def keys_of(notices) -> list[str]:
    """What stands in every address of its own: of the notice, its rectification, its ballots."""
    return re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", " ".join(own_addresses(notices)))


def traces(name: str, addresses: list[str], marks: re.Pattern[str]) -> list[str]:
    client = Client(raise_request_exception=False)
    client.force_login(person(name))
    found = []
    for page in addresses:
        if seen := marks.findall(said(client.get(page))):
            found.append(f"{name} at {page}: {sorted(set(seen))}")
    return found


def marks_of(*notices: Criticism) -> re.Pattern[str]:
    """Its strings, and what names the notice: its number and its address."""
    names = [str(notice.public_id) for notice in notices]
    names += [rf"(?:Notice|Rectification)[^<]*{re.escape(notice.number)}\b" for notice in notices]
    return re.compile("|".join([CANARY.pattern, *names]))


@pytest.mark.parametrize("name", OUTSIDE)
def test_nobody_outside_the_circle_finds_a_trace_on_any_page(notices, name):
    addresses = every_address(notices)
    assert len(addresses) > len(PAGES)
    keys = keys_of(notices.values())
    own = [page for page in addresses if any(key in page for key in keys)]
    found = traces(name, [a for a in addresses if a not in own], marks_of(*notices.values()))
    assert not found, "\n".join(found)
    # A refused address names itself in the language switch and nowhere else.
    refused = traces(name, own, CANARY)
    assert not refused, "\n".join(refused)


def test_a_visitor_finds_nothing_at_all(notices):
    client = Client()
    for page in own_addresses(notices.values()):
        answer = client.get(page)
        assert answer.status_code == 302 and not CANARY.search(said(answer)), page


def test_a_leader_reads_of_it_only_once_it_is_put_before_the_group(notices):
    heard_alone = re.compile(r"CANARY-heard-[a-z_]+")
    found = traces(LEADER, every_address(notices), heard_alone)
    assert not found, "\n".join(found)
    shown = read_by(LEADER, notices["issued"])
    assert {canary("issued", name) for name in ("grounds", "answer", "recommendation")} <= shown


def read_by(name: str, notice: Criticism) -> set[str]:
    client = Client()
    client.force_login(person(name))
    pages = (said(client.get(page)) for page in own_addresses([notice]))
    return {mark for page in pages for mark in CANARY.findall(page)}


@pytest.mark.parametrize("name", CIRCLE)
def test_its_circle_reads_what_concerns_it(notices, name):
    """What was said for and against, and what was done about it; votes stay with the group."""
    both = {"grounds", "facts", "answer"}
    shown = read_by(name, notices["heard"])
    assert {canary("heard", field) for field in both} <= shown
    shown = read_by(name, notices["issued"])
    wanted = both | {"appeal_reason", "appeal_answer"}
    wanted |= {"cause", "measures", "report", "findings", "reason"}
    assert {canary("issued", field) for field in wanted} <= shown


def test_no_message_of_any_channel_says_a_word_of_it(notices):
    steps_of = Rectification.objects.filter(criticism__in=notices.values())
    own = Q(kind__startswith="incentives.criticism.", object_id__in=pks(notices.values()))
    own |= Q(kind__startswith="incentives.rectification.", object_id__in=pks(steps_of))
    about = Message.objects.filter(own)
    assert about.filter(recipient=person("puiyee.tam")).exists()
    assert not about.filter(recipient__in=[person(name) for name in OUTSIDE])
    for message in Message.objects.select_related("recipient"):
        mail = rendering.letter(message)
        with rendering.language_of(message.recipient):
            told = " ".join(map(str, [*rendering.text(message), mail.subject, mail.body]))
        assert not CANARY.search(f"{told} {message.context}"), message


def pks(rows) -> list[int]:
    return [row.pk for row in rows]


def test_the_record_keeps_it_as_digests_alone(notices):
    bodies = Entry.objects.values_list("body", flat=True)
    found = {mark for body in bodies for mark in CANARY.findall(str(body))}
    assert not found
