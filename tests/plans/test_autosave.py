"""Saving in the background: by the same door, with both texts where two people write at once."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from improvement.audit.models import Entry
from improvement.door.acts import record, take
from plans.models import Presence
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="empty")


@pytest.fixture
def dana(cast, sign_in):
    return sign_in(cast.dana)


def save(client, plan, body, version, section="overview", **more):
    typed = {"body": body, "version": version} | more
    return client.post(f"/plans/{plan.public_id}/edit/{section}/autosave/", typed)


def tell(client, plan, section="overview"):
    return client.post(f"/plans/{plan.public_id}/edit/{section}/present/")


def overview(plan):
    return plan.sections.get(key="overview")


def entries(row):
    return Entry.objects.filter(object_type="plans.section", object_id=row.pk, verb="change")


def test_a_text_is_saved_with_a_version_and_an_entry(cast, plan, dana):
    """3.4.1: whoever writes a part is in the record, also where no button was pressed."""
    with time_machine.travel(dt.datetime(2026, 10, 5, 6, 32, tzinfo=dt.UTC), tick=False):
        answer = save(dana, plan, "**Shorter** waits\r\nfor everybody", 1)

    row = overview(plan)
    assert (row.body, row.version) == ("**Shorter** waits\nfor everybody", 2)
    assert [entry.actor for entry in entries(row)] == [cast.dana]
    assert answer.status_code == 200
    told = answer.json()
    assert told["state"] == "saved"
    assert told["versions"] == {"version": 2}
    assert told["html"] == "<p><strong>Shorter</strong> waits<br>for everybody</p>"
    assert told["at"] == timezone.localtime(entries(row).get().at).strftime("%H:%M")


def test_nothing_new_is_nothing_saved(plan, dana):
    save(dana, plan, "Once.", 1)
    assert save(dana, plan, "Once.", 2).json()["versions"] == {"version": 2}
    assert entries(overview(plan)).count() == 1


def test_sent_twice_with_one_key_it_counts_once(plan, dana):
    first, again = (save(dana, plan, "Once.", 1, key="one form") for _ in range(2))
    assert first.json()["versions"] == again.json()["versions"] == {"version": 2}
    assert entries(overview(plan)).count() == 1


def test_two_people_write_one_text_and_both_are_kept(cast, plan, dana):
    record(overview(plan), {"body": "Hana was first."}, by=cast.hana)

    answer = save(dana, plan, "Dana wrote for an hour.", 1)

    assert overview(plan).body == "Hana was first."
    assert answer.status_code == 409
    told = answer.json()
    assert (told["state"], told["who"]) == ("conflict", cast.hana.local_name)
    assert told["versions"] == {"version": 2}
    [text] = told["texts"]
    assert (text["name"], text["theirs"]) == ("body", "Hana was first.")
    assert "<del>Hana was first</del><ins>Dana wrote for an hour</ins>" in text["difference"]


def test_both_wrote_the_same(cast, plan, dana):
    record(overview(plan), {"body": "The same."}, by=cast.hana)
    assert save(dana, plan, "The same.", 1).json()["versions"] == {"version": 2}


def test_the_effect_of_a_goal_is_saved_with_its_section(cast, plan, dana):
    """D57: the expected effect is typed beside the text; each row has its own version."""
    goal = plan.goals.get(number=1)
    first = {f"goal_{g.number}-version": g.version for g in plan.goals.all()}
    effect = {"goal_1-expected_effect": "600 calls fewer a month", "goal_1-verification": "Count"}

    told = save(dana, plan, "", 1, section="effect", **first, **effect).json()

    goal.refresh_from_db()
    assert goal.expected_effect == "600 calls fewer a month"
    assert told["versions"]["goal_1-version"] == goal.version == first["goal_1-version"] + 1


def test_a_dispute_over_a_goal_names_it(cast, plan, dana):
    goal = plan.goals.get(number=1)
    first = {f"goal_{g.number}-version": g.version for g in plan.goals.all()}
    kept = {f"goal_{g.number}-expected_effect": g.expected_effect for g in plan.goals.all()}
    kept |= {f"goal_{g.number}-verification": g.verification for g in plan.goals.all()}
    record(goal, {"expected_effect": "Half the calls"}, by=cast.hana)

    told = save(dana, plan, "", 1, section="effect", **first, **kept).json()

    assert [text["name"] for text in told["texts"]] == ["goal_1-expected_effect"]
    assert told["texts"][0]["label"].startswith("G1")
    assert told["who"] == cast.hana.local_name


def test_what_nobody_else_touched_goes_in_although_the_text_moved(cast, plan, dana):
    section = plan.sections.get(key="effect")
    typed = {f"goal_{g.number}-version": g.version for g in plan.goals.all()}
    typed["goal_1-expected_effect"] = "600 calls fewer a month"
    record(section, {"body": "The same."}, by=cast.hana)

    told = save(dana, plan, "The same.", 1, section="effect", **typed).json()

    assert told["state"] == "saved"
    assert plan.goals.get(number=1).expected_effect == "600 calls fewer a month"


def test_what_is_too_long_is_said_and_not_saved(plan, dana):
    answer = save(dana, plan, "x" * 20_001, 1)
    assert (answer.status_code, answer.json()["state"]) == (400, "refused")
    assert "20001" in answer.json()["sentence"]
    assert overview(plan).body == ""


def test_a_plan_that_was_handed_in_says_so(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round)
    take(plan, "submit", by=cast.hana)
    answer = save(sign_in(cast.dana), plan, "Too late.", 1)
    assert answer.status_code == 403
    assert "no longer a draft" in answer.json()["sentence"]


def test_whoever_may_not_see_the_plan_is_told_nothing(cast, plan, sign_in):
    for act in (
        lambda: save(sign_in(cast.xia), plan, "x", 1),
        lambda: tell(sign_in(cast.xia), plan),
    ):
        assert act().status_code == 404
    assert not Presence.objects.exists()


def test_whoever_only_reads_is_refused(cast, plan, sign_in):
    olga = sign_in(cast.olga)
    assert (save(olga, plan, "x", 1).status_code, tell(olga, plan).status_code) == (403, 403)
    assert not Presence.objects.exists()


# Who else is here


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_who_has_the_section_open_is_shown_by_name(cast, plan):
    dana, hana = signed_in(cast.dana), signed_in(cast.hana)
    assert tell(dana, plan).json()["others"] == ""

    assert tell(hana, plan).json()["others"] == cast.dana.local_name
    assert tell(hana, plan, "analysis").json()["others"] == ""
    assert cast.hana.local_name in save(dana, plan, "x", 1).json()["others"]
    page = dana.get(f"/plans/{plan.public_id}/edit/overview/")
    assert list(page.context["others"]) == [cast.hana]
    assert not Entry.objects.filter(object_type="plans.presence").exists()


def test_whoever_is_silent_for_a_minute_has_left(cast, plan):
    dana, hana = signed_in(cast.dana), signed_in(cast.hana)
    tell(dana, plan)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=1)):
        assert tell(hana, plan).json()["others"] == ""


def test_an_open_page_hears_that_somebody_saved(cast, plan, dana):
    record(overview(plan), {"body": "Hana was here."}, by=cast.hana)
    told = tell(dana, plan).json()
    assert told["versions"] == {"version": 2}
    assert told["who"] == cast.hana.local_name


# What it costs


@pytest.mark.parametrize("sections", [1, 3])
def test_it_asks_as_much_of_the_database_however_often_it_saved(plan, dana, sections):
    save(dana, plan, "warm", 1)
    for n in range(sections):
        save(dana, plan, f"Text {n}", n + 2)
    with CaptureQueriesContext(connection) as asked:
        assert save(dana, plan, "Last.", sections + 2).status_code == 200
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    assert sum(not q["sql"].startswith(frame) for q in asked) == QUERIES


QUERIES = 15
