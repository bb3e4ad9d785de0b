"""The menu: what it lists, where the reader stands, what is counted."""

from typing import Any

import pytest
from django.test import RequestFactory

from improvement.desk import navigation
from improvement.desk.navigation import Entry
from improvement.organization.models import Department

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


def test_the_bar_of_a_phone_takes_the_lines_with_a_place_in_it(menu: Any) -> None:
    assert [tab["label"] for tab in navigation.tabs(menu("/"))] == ["Home"]
