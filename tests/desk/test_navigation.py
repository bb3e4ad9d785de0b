"""The menu: what it lists, where the reader stands, what is counted."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import translation

from improvement.desk import navigation
from improvement.desk.navigation import Entry
from improvement.organization.models import Department, Role
from tests import factories

ENTRIES = (
    Entry("desk:home", "Home", "layout-dashboard", tab="Home"),
    Entry("plans:list", "Plans", "file-text", "Work", count="tests.desk.test_navigation.every"),
    Entry("plans:rounds", "Rounds", "calendar", "Work", permission="plans.open_round"),
)


def every(user: Any) -> Any:
    return Department.objects.all()


@pytest.fixture
def menu(cast: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """menu(path) is the menu a person without special rights sees there."""
    monkeypatch.setattr(navigation, "ENTRIES", ENTRIES)

    def shown(path: str) -> list[dict[str, Any]]:
        request = RequestFactory().get(path)
        request.user = cast.sam
        return navigation.menu(request)

    return shown


def test_lines_stand_in_groups_and_only_for_whom_they_are(menu: Any) -> None:
    groups = menu("/")

    assert [[item["label"] for item in group["items"]] for group in groups] == [
        ["Home"],
        ["Plans"],
    ]


@pytest.mark.parametrize(
    ("path", "home", "plans"),
    [("/", "page", ""), ("/plans/", "", "page"), ("/plans/x/", "", "true")],
)
def test_the_nearest_line_above_the_page_is_current(
    menu: Any, path: str, home: str, plans: str
) -> None:
    groups = menu(path)

    assert [group["items"][0]["current"] for group in groups] == [home, plans]


def test_a_count_is_asked_once_and_shown_twice(menu: Any) -> None:
    assert navigation.counted(menu("/"), "plans:list") == Department.objects.count()


def test_all_counts_of_the_menu_are_one_query(
    cast: Any, django_assert_num_queries: Any, rf: RequestFactory
) -> None:
    request = rf.get("/")
    request.user = cast.olga
    assert cast.olga.has_perm("plans.put_forward_plan")  # reads who she is

    with django_assert_num_queries(1):
        navigation.menu(request)


def test_a_kept_statement_counts_what_is_there_now(menu: Any) -> None:
    before = navigation.counted(menu("/"), "plans:list")
    Department.objects.create(code="new", name="New")

    assert navigation.counted(menu("/"), "plans:list") == before + 1


@pytest.mark.parametrize("name", ["hana", "paul", "olga", "leo", "cora", "anna", "sam", "xia"])
def test_a_statement_goes_by_the_key_the_standing_and_the_day_alone(
    cast: Any, django_assert_num_queries: Any, name: str
) -> None:
    """Whatever else it went by would be as it was when the statement was kept."""
    paths = tuple(entry.count for entry in navigation.ENTRIES if entry.count)
    person, today = cast.people[name], dt.date(2026, 10, 12)
    standing, written = person.standing, navigation.statement.__wrapped__

    with django_assert_num_queries(0), time_machine.travel(f"{today} 00:30 +0800", tick=False):
        kept = written(paths, person.pk, standing, today)
    with time_machine.travel(f"{today} 15:30 +0800", tick=False), translation.override("zh-hant"):
        assert written(paths, person.pk, standing, today) == kept


def test_who_holds_something_else_is_counted_for_anew(cast: Any, rf: RequestFactory) -> None:
    factories.make_plan(cast, status="office_review")
    assert counted_for(cast.xia, rf) == 0
    cast.appoint("xia", Role.OFFICER, "sec")
    assert counted_for(cast.xia, rf) == 1


def counted_for(person: Any, rf: RequestFactory) -> int:
    request = rf.get("/")
    request.user = type(person).objects.get(pk=person.pk)
    return navigation.counted(navigation.menu(request), "plans:review_queue")


def test_the_bar_of_a_phone_takes_the_lines_with_a_place_in_it(menu: Any) -> None:
    assert [tab["label"] for tab in navigation.tabs(menu("/"))] == ["Home"]
