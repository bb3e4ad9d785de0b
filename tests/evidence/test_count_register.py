"""Every number above the register is the number of the rows it leads to."""

import datetime as dt
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import RecordCategory, ServiceRecord

URL = "/records/numbers/"
LINK = re.compile(r'<a class="number" href="([^"]+)">([\d,]+)<')


@pytest.fixture
def told(cast):
    """Thirteen records of two departments, in a tree of three categories and without one."""
    tree = {}
    for code, parent in (("access", None), ("wait", "access"), ("fees", None)):
        tree[code] = RecordCategory(code=code, name=code, parent=tree.get(parent))
        tree[code].save()
    first = dt.date(2026, 10, 1)
    rows = [
        ServiceRecord(
            kind=("complaint", "praise")[number % 2],
            channel=("phone", "email", "web")[number % 3],
            severity=1 + number % 4,
            category=[tree["wait"], tree["access"], tree["fees"], None][number % 4],
            department=(cast.csc, cast.lic)[number % 5 == 0],
            opened_on=first,
            status="closed" if number % 3 else "open",
            closed_on=first + dt.timedelta(days=number) if number % 3 else None,
            text=f"Waited {number}",
        )
        for number in range(13)
    ]
    ServiceRecord.objects.bulk_create([*rows, taken_out(cast)])
    return rows


def taken_out(cast):
    gone = {"kind": "complaint", "channel": "phone", "taken_out": True, "text": "Waited"}
    return ServiceRecord(department=cast.csc, opened_on=dt.date(2026, 10, 1), **gone)


ASKED = [
    "",
    "?status=closed",
    "?category=wait",
    "?category=access&kind=complaint",
    "?category=~",
    "?severity=3&channel=web",
    "?q=waited&department=csc",
    "?q=nothing",
]


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("name", ["olga", "dana"])
def test_each_number_leads_to_as_many_rows(cast, sign_in, told, asked, name):
    client = sign_in(cast.people[name])
    page = client.get(URL + asked).content.decode()
    links = LINK.findall(page)
    for address, number in links:
        rows = client.get(unescape(address)).context["rows"]
        assert len(rows) == int(number), address
    register = client.get(f"/records/{asked}").context["rows"]
    assert bool(links) == bool(register)
    if register:
        assert int(links[0][1]) == len(register)


def test_the_numbers_are_those_of_the_rows(cast, sign_in, told):
    numbers = sign_in(cast.olga).get(URL).context["numbers"]
    assert {line.asks: line.number for line in numbers.categories} == {
        "category=access": 7,
        "category=wait": 4,
        "category=fees": 3,
        "category=~": 3,
    }
    assert [line.number for line in numbers.statuses] == [5, 8]
    assert sum(line.number for line in numbers.channels) == 13
    assert numbers.median_days == 6.0  # of 1 2 4 5 7 8 10 11


def test_a_median_is_missing_where_nothing_was_closed(cast, sign_in, told):
    client = sign_in(cast.olga)
    assert client.get(f"{URL}?status=open").context["numbers"].median_days is None
    assert client.get(f"{URL}?q=nothing").context["numbers"].median_days is None
    odd = client.get(f"{URL}?status=closed&q=waited+1").context["numbers"]
    assert odd.median_days == 10.0  # of 1 10 11


def test_the_page_asks_the_same_for_one_row_and_for_many(cast, sign_in, told):
    counts = []
    for asked in ("?q=waited+11", ""):
        client = sign_in(cast.olga)
        client.get(URL + asked)
        with CaptureQueriesContext(connection) as captured:
            client.get(URL + asked)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 7
