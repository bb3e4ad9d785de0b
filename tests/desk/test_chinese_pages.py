"""Every page in both Chinese scripts: no English left over, no half-width punctuation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models, transaction
from django.test import Client
from django.utils import translation

from improvement.organization.models import User
from tests.browser import scenes
from tests.browser.examples import PAGES, visits

pytestmark = pytest.mark.django_db

LANGUAGES = ["zh-hant", "zh-hans"]
ROOMS = [
    "organization",
    "evidence",
    "plans",
    "approvals",
    "execution",
    "evaluation",
    "incentives",
    "files",
    "door",
]
ALLOWED = {*("SMART", "English", "EN", "Ctrl", "Cookie", "HK", "SIP"), *("Excel", "Word", "xlsx")}
INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "br",
    "code",
    "em",
    "i",
    "kbd",
    "mark",
    "q",
    "s",
    "span",
    "strong",
    "svg",
    "time",
    "u",
    "use",
}
VOID = {"br", "hr", "img", "input", "link", "meta", "path", "circle", "line", "rect", "use"}
APART = "\x1f"
SPOKEN = {"alt", "aria-label", "data-label", "data-verb", "placeholder", "title"}
TEXTS = models.CharField | models.TextField | models.JSONField
MAIL = re.compile(r"\S+@\S+|https?://\S+")
PHRASE = re.compile(r"[A-Za-z][A-Za-z'’]+(?:[ -][A-Za-z][A-Za-z'’]*)*")
CODE = re.compile(r"[A-Z]{1,5}")
HALF_WIDTH = re.compile(r".{0,12}(?:[㐀-鿿] ?[:,;!?()]|[:,;!?()] ?[㐀-鿿]|[：，；] ).{0,12}")


class Page(HTMLParser):
    """The lines people read or hear, those marked as English apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines = [""]
        self.english: list[bool] = [False]
        self.foreign = ""
        self.silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = dict(given)
        self.part(tag)
        if tag not in VOID:
            self.english.append(self.english[-1] or attributes.get("lang") == "en")
        self.lines[:0] = [value for name, value in given if name in SPOKEN and value]
        self.silent += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.english.pop()
        self.silent -= tag in {"script", "style"}
        self.part(tag)

    def part(self, tag: str) -> None:
        """A block begins a line; what stands in one line is set apart for the search of words."""
        if tag in INLINE:
            self.lines[-1] += APART
        else:
            self.lines.append("")

    def handle_data(self, text: str) -> None:
        if not (self.silent or self.english[-1]):
            self.lines[-1] += " ".join(f".{text}.".split())[1:-1]


def read(html: str) -> list[str]:
    return [line for line in Page(html).lines if line.strip(f" {APART}")]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Any, str]]:
    """Who opens which address of the demo, and all that people wrote in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", stdout=StringIO())
        scenes.nothing_missing()
        found = visits(), "\n".join(written())
        with django_db_blocker.block():
            yield found
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def spoken_afterwards() -> Iterator[None]:
    """A page leaves its language behind; the next test is not to hear it."""
    with translation.override("en"):
        yield


def written() -> Iterator[str]:
    """What people entered is theirs, in whatever language."""
    for model in apps.get_models():
        if model._meta.app_label in ROOMS:
            names = [
                field.attname
                for field in model._meta.concrete_fields
                if isinstance(field, TEXTS) and not field.choices
            ]
            for row in model._base_manager.values_list(*names):
                yield from (json.dumps(value, default=str, ensure_ascii=False) for value in row)


def half_width(lines: list[str]) -> list[str]:
    return [part for line in lines for part in HALF_WIDTH.findall(line.replace(APART, ""))]


def english(lines: list[str], entered: str) -> set[str]:
    phrases = {phrase for line in lines for phrase in PHRASE.findall(MAIL.sub("", line))}
    return {
        phrase
        for phrase in phrases
        if phrase not in entered
        and not all(word in ALLOWED or CODE.fullmatch(word) for word in re.split("[ -]", phrase))
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", PAGES)
def test_page(route: str, language: str, demo: Any, client: Client) -> None:
    addresses, entered = demo
    User.objects.update(language=language)
    for person, address in addresses[route]:
        if person:
            client.force_login(User.objects.get(email=person))
        answer = client.get(address, headers={"accept-language": language}, follow=True)
        lines = read(answer.content.decode())

        assert lines
        assert not english(lines, entered), address
        assert not half_width(lines), address


def test_what_it_finds() -> None:
    page = '<p title="Close">理由: 有</p><p><b>意見，</b> <i>Save all</i><i lang="en">Fine</i></p>'

    lines = read(page)

    assert english(lines, "") == {"Close", "Save all"}
    assert half_width(lines) == ["理由: 有", "意見， Save all"]
