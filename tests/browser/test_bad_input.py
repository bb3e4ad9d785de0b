"""What goes wrong is said where it happened, and nothing that was typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import TAGS, violations
from tests.browser.conftest import Enter, Stage, scripted
from tests.browser.words import Words
from tests.services.website import Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def drafts(stage: Stage) -> tuple[Site, Any]:
    return stage("drafts")


@pytest.fixture(scope="module")
def ballots(stage: Stage) -> tuple[Site, Any]:
    return stage("ballots")


def answers(page: Page, button: str) -> int:
    """Press a button and say with which status the page behind it came."""
    with page.expect_navigation() as gone:
        page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
    return gone.value.status


def test_a_stale_page_keeps_what_was_typed(
    drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    site, at = drafts
    early, late = enter(site, "dana"), enter(site, "hana")
    for page in (early, late):
        page.route("**/autosave/", lambda route: route.abort())  # the button alone saves
        page.goto(f"{at['plan']}edit/overview/")
    early.get_by_label(english("Text")).fill("Dana was first.")
    assert answers(early, english("Save")) == 200
    late.get_by_label(english("Text")).fill("Hana wrote for an hour.")

    assert answers(late, english("Save")) == 409

    main = late.get_by_role("main")
    expect(late.get_by_role("heading", level=1)).to_have_text(english("Two texts: choose"))
    expect(main).to_contain_text("Hana wrote for an hour.")
    expect(main).to_contain_text("Dana was first.")
    assert violations(late, TAGS) == []
    main.get_by_role("radio", name=english("Keep mine")).check()
    assert answers(late, english("Save what I chose")) == 200
    late.goto(f"{at['plan']}edit/overview/")
    expect(late.get_by_label(english("Text"))).to_have_value("Hana wrote for an hour.")


def test_the_forbidden_names_who_can(
    drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    site, at = drafts
    page = enter(site, "dana")
    answer = page.goto(f"{at['plan']}submit/")
    assert answer and answer.status == 403
    who = english("This can be done by: %(who)s.", who=english("the head of the department"))
    expect(page.get_by_role("main")).to_contain_text(who)
    assert violations(page, TAGS) == []


def test_the_invisible_is_not_there(drafts: tuple[Site, Any], enter: Enter, english: Words) -> None:
    site, at = drafts
    page = enter(site, "xia")
    for address, status in ((at["plan"], 404), (f"{at['plan']}text/", 404), (at["issued"], 200)):
        answer = page.goto(address)
        assert answer and answer.status == status
    page.goto(at["plan"])
    expect(page.get_by_role("heading", level=1)).to_have_text(english("Page not found"))
    assert violations(page, TAGS) == []


def test_each_gap_leads_to_its_field(
    drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    site, at = drafts
    page = enter(site, "hana")
    page.goto(f"{at['plan']}submit/")
    assert answers(page, english("Submit to the office")) == 409
    gaps = page.locator(".error-summary").get_by_role("link")
    found = {link.inner_text(): str(link.get_attribute("href")) for link in gaps.all()}
    assert violations(page, TAGS) == []

    cite = f"G1: {english('Cite the evidence this goal rests on.')}"
    assert cite in found
    for sentence, address in found.items():
        page.goto(address)
        if where := address.partition("#")[2]:
            assert page.evaluate("document.activeElement.id") == where, sentence


def test_an_old_page_of_a_ballot_cannot_vote(
    ballots: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    """The page still names the version that was read; the change is shown before the vote."""
    site, at = ballots
    page = enter(site, "leo")
    page.goto(at["ballot"])
    page.locator("[name=seen]").evaluate("(e, digest) => { e.value = digest }", at["replaced"])
    page.get_by_role("radio", name=re.compile(f"^{english('Approve')}")).check()
    page.get_by_label(english.label("Reason or remark")).fill("Worth every dollar.")

    with page.expect_navigation() as gone:
        page.keyboard.press("Control+Enter")

    assert gone.value.status == 409
    main = page.get_by_role("main")
    sentence = "The content was replaced after you opened it. Read the change, then vote."
    expect(main).to_contain_text(english(sentence))
    expect(page.get_by_label(english.label("Reason or remark"))).to_have_value(
        "Worth every dollar."
    )
    assert violations(page, TAGS) == []
    main.get_by_role("link", name=english("Show the change")).click()
    expect(page.get_by_role("main")).to_contain_text("It names 3 figures now.")


def test_a_ballot_taken_back_meanwhile_refuses_the_vote(
    ballots: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    site, at = ballots
    page = enter(site, "lena")
    page.goto(at["ballot"])
    anew = scripted(site, "scenes.put_forward_anew()")
    page.keyboard.press("a")
    with page.expect_navigation() as gone:
        page.keyboard.press("Control+Enter")
    assert gone.value.status == 409
    page.goto("/approvals/")
    assert at["ballot"] not in page.content()
    assert anew.strip().strip('"') in page.content()


def test_a_form_sent_twice_counts_once(
    drafts: tuple[Site, Any], enter: Enter, english: Words
) -> None:
    site, at = drafts
    page = enter(site, "dana")
    page.goto(f"{at['plan']}goals/new/")
    page.get_by_label(english.label("goal")).fill("Written once")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name=english("Save and close")).click()
    first = sent.value
    again = page.request.post(
        first.url,
        data=first.post_data or "",
        headers={"Content-Type": first.headers["content-type"], "Referer": first.url},
    )
    assert again.status == 200
    page.goto(f"{at['plan']}edit/goals/")
    expect(page.get_by_role("link", name="Written once")).to_have_count(1)
