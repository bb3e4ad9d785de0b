"""Canonical JSON: one value, one text."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.audit.canonical import canonical

text = st.text(st.characters(exclude_categories=["Cs"]))
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=20,
)
typed = st.recursive(
    plain
    | st.decimals(allow_nan=False, allow_infinity=False, places=4)
    | st.dates()
    | st.datetimes(timezones=st.timezones())
    | st.uuids(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=10,
)


@given(plain)
def test_reading_gives_the_value_back(value):
    assert json.loads(canonical(value)) == value


@given(typed)
def test_writing_again_changes_nothing(value):
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(st.dictionaries(text, plain))
def test_the_order_of_keys_does_not_matter(value):
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@given(st.datetimes(timezones=st.timezones()))
def test_one_moment_has_one_text_in_every_zone(moment):
    assert canonical(moment) == canonical(moment.astimezone(UTC))


class Status(StrEnum):
    DRAFT = "draft"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ("服務改善計劃", '"服務改善計劃"'),
        (Decimal("1.50"), '"1.50"'),
        (Decimal("1E+3"), '"1000"'),
        (date(2027, 1, 5), '"2027-01-05"'),
        (time(10, 45), '"10:45:00"'),
        (time(8, 5), '"08:05:00"'),
        (
            datetime(2027, 1, 5, 8, 0, tzinfo=timezone(timedelta(hours=8))),
            '"2027-01-05T00:00:00.000000Z"',
        ),
        (UUID(int=7), '"00000000-0000-0000-0000-000000000007"'),
        ((1, 2), "[1,2]"),
        (Status.DRAFT, '"draft"'),
    ],
)
def test_written_form(value, written):
    assert canonical(value) == written


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        datetime(2027, 1, 5),
        {1: "one"},
        {"a", "b"},
        b"bytes",
        "\ud800",
    ],
)
def test_refuses_what_has_no_single_text(value):
    with pytest.raises((TypeError, ValueError)):
        canonical(value)
