"""Field work on a phone: kept while the network is gone, sent once when it is back (D42 to D44)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, Stage, scripted
from tests.files.conftest import png
from tests.services.website import Site

pytestmark = pytest.mark.browser

NEW = "/field/new/"
PHOTO = {"name": "noon.png", "mimeType": "image/png", "buffer": png()}

KEPT = """() => new Promise((done) => {
    const drafts = Object.keys(localStorage).filter((key) => key.startsWith("draft:")).length;
    const asked = indexedDB.open("field-work");
    asked.onupgradeneeded = () => asked.result.createObjectStore("records");
    asked.onsuccess = () => {
        const all = asked.result.transaction("records").objectStore("records").count();
        all.onsuccess = () => done({ drafts, records: all.result });
    };
})"""


@pytest.fixture
def site(stage: Stage) -> Site:
    return stage("small_organization")[0]


@pytest.fixture
def page(site: Site, enter: Enter) -> Page:
    page = enter(site, "sam", width=390, has_touch=True)
    page.goto(NEW)
    return page


def write(page: Page, place: str = "Counter 3", flow: str = "Two wait for one form.") -> None:
    page.get_by_text("On-site observation", exact=True).tap()
    page.locator("#id_place").fill(place)
    page.locator("#id_flow").fill(flow)
    page.get_by_text("Open in the department", exact=True).tap()


def hand_in(page: Page) -> None:
    page.locator("button[value=hand_in]").tap()


def records(site: Site) -> Any:
    return json.loads(scripted(site, "scenes.records_of_field_work()"))


def said(page: Page, state: str) -> None:
    expect(page.locator(f"[data-when={state}]")).to_be_visible()


def test_with_a_network_it_is_sent_with_its_photo(site: Site, page: Page) -> None:
    write(page)
    page.locator("#id_photos").set_input_files(PHOTO)
    with page.expect_navigation():
        hand_in(page)
    expect(page.locator("h1")).to_have_text("Counter 3")
    expect(page.get_by_role("link", name="noon.png")).to_be_visible()
    assert [row[:2] for row in records(site)] == [["Counter 3", "handed_in"]]


def test_without_a_network_it_is_kept_and_sent_once_when_it_is_back(site: Site, page: Page) -> None:
    page.context.set_offline(True)
    said(page, "offline")
    write(page)
    page.locator("#id_photos").set_input_files(PHOTO)
    hand_in(page)
    said(page, "held")
    expect(page.locator("[data-held] li")).to_have_count(1)
    expect(page.locator("#id_place")).to_have_value("")  # the next one can be written
    write(page, "Counter 4", "Nobody waits.")
    hand_in(page)
    expect(page.locator("[data-held] li")).to_have_count(2)
    assert records(site) == []

    page.context.set_offline(False)
    said(page, "sent")
    expect(page.locator("[data-waiting]")).to_be_hidden()
    page.reload()
    assert [row[:2] for row in records(site)] == [
        ["Counter 3", "handed_in"],
        ["Counter 4", "handed_in"],
    ]
    page.goto("/field/")
    page.get_by_role("link", name="Counter 3").tap()
    expect(page.get_by_role("link", name="noon.png")).to_be_visible()


def test_an_answer_that_was_lost_makes_no_second_record(site: Site, page: Page) -> None:
    """The server had it, and the browser does not know: it is sent again by the same key."""
    lost = []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            return route.abort()
        return route.continue_()

    page.route("**/field/new/", lose)
    write(page)
    page.locator("#id_photos").set_input_files(PHOTO)
    hand_in(page)
    said(page, "held")
    said(page, "sent")
    assert len(lost) == 1
    assert [row[:2] for row in records(site)] == [["Counter 3", "handed_in"]]


def test_what_was_typed_is_there_after_the_page_was_closed(site: Site, page: Page) -> None:
    write(page)
    page.close()
    again = page.context.new_page()
    again.goto(NEW)
    said(again, "restored")
    expect(again.locator("#id_flow")).to_have_value("Two wait for one form.")
    expect(again.get_by_label("On-site observation")).to_be_checked()
    again.locator("[data-when=restored] [data-start-anew]").tap()
    expect(again.locator("#id_flow")).to_have_value("")
    again.reload()
    expect(again.locator("[data-when=restored]")).to_be_hidden()


def test_a_kept_record_waits_for_the_page_to_be_opened_again(site: Site, page: Page) -> None:
    page.context.set_offline(True)
    write(page)
    hand_in(page)
    said(page, "held")
    page.close()
    page.context.set_offline(False)
    later = page.context.new_page()
    later.goto("/field/")
    said(later, "sent")
    assert [row[:2] for row in records(site)] == [["Counter 3", "handed_in"]]


def test_what_the_server_does_not_take_is_said_and_put_back(site: Site, page: Page) -> None:
    write(page, flow="")
    page.locator("#id_photos").set_input_files(PHOTO)
    hand_in(page)
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#id_place")).to_have_value("Counter 3")
    assert page.locator("#id_photos").evaluate("field => field.files.length") == 1

    page.context.set_offline(True)
    hand_in(page)
    said(page, "held")
    page.context.set_offline(False)
    page.locator("[data-refused]:visible [data-put-back]").tap()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator("#id_flow").fill("Two wait for one form.")
    with page.expect_navigation():
        hand_in(page)
    expect(page.get_by_role("link", name="noon.png")).to_be_visible()
    assert [row[:2] for row in records(site)] == [["Counter 3", "handed_in"]]


def test_signing_out_leaves_nothing_in_the_browser(site: Site, page: Page) -> None:
    page.context.set_offline(True)
    write(page, flow="")
    hand_in(page)
    said(page, "held")
    write(page, "Counter 4")
    page.context.set_offline(False)
    expect(page.locator("[data-refused]:visible")).to_have_count(1)
    assert kept(page) == {"drafts": 1, "records": 1}
    page.evaluate("document.querySelector('[data-signs-out]').requestSubmit()")
    page.wait_for_url("**/sign-in/**")
    assert kept(page) == {"drafts": 0, "records": 0}


def kept(page: Page) -> Any:
    return page.evaluate(KEPT)


def test_without_a_script_it_is_a_form(site: Site, enter: Enter) -> None:
    page = enter(site, "sam", width=390, has_touch=True, java_script_enabled=False)
    page.goto(NEW)
    write(page)
    page.locator("#id_photos").set_input_files(PHOTO)
    hand_in(page)
    expect(page.locator("h1")).to_have_text("Counter 3")
    expect(page.get_by_role("link", name="noon.png")).to_be_visible()
