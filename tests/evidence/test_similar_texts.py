"""Texts that say the same: found beside a record and as groups, in both scripts and in English."""

import csv
import datetime as dt
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import ServiceRecord
from evidence.words import finding, reading
from evidence.words.likeness import GROUPED, SIMILAR, Pool
from evidence.words.splitting import words_in
from improvement.door.acts import create

URL = "/records/similar/"
LIST = Path(settings.BASE_DIR) / "tests" / "data" / "words" / "complaints.csv"


@pytest.fixture
def told(cast):
    """told(text): a complaint of the Contact Centre of November, read by a worker."""

    def add(text, *, by=None, day=2, **fields):
        usual = {
            "kind": "complaint",
            "channel": "phone",
            "department": cast.csc,
            "opened_on": dt.date(2026, 11, day),
        }
        row = create(ServiceRecord(**(usual | {"text": text} | fields)), by=by or cast.dana)
        reading.read_new()
        return row

    return add


def text(response):
    return response.content.decode()


@pytest.fixture(scope="module")
def complaints():
    with LIST.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def pool(complaints):
    return Pool((at, " ".join(words_in(row["text"]).words)) for at, row in enumerate(complaints))


def pairs_of(complaints, language):
    """The true pairs of one language, both Chinese scripts being one."""
    rows = [
        (at, row["group"])
        for at, row in enumerate(complaints)
        if row["group"] and (row["language"] == "en") == (language == "en")
    ]
    return {(a, b) for (a, one), (b, other) in combinations(rows, 2) if one == other}


def measured(found, wanted):
    """Precision and recall in hundredths."""
    right = len(found & wanted)
    return round(100 * right / len(found)), round(100 * right / len(wanted))


@pytest.mark.parametrize(("language", "precision", "recall"), [("en", 96, 82), ("zh", 92, 82)])
def test_pairs_against_the_list(complaints, pool, language, precision, recall):
    """Of what is found beside a text, and of what should be; the list was there before."""
    wanted = pairs_of(complaints, language)
    found = {
        (min(at, other.key), max(at, other.key))
        for at, row in enumerate(complaints)
        for other in pool.similar_to(at, len(complaints), SIMILAR)
        if (row["language"] == "en") == (language == "en")
    }
    assert measured(found, wanted) == (precision, recall)


@pytest.mark.parametrize(("language", "precision", "recall"), [("en", 100, 79), ("zh", 92, 81)])
def test_groups_against_the_list(complaints, pool, language, precision, recall):
    """Two texts of one group are a pair."""
    wanted = pairs_of(complaints, language)
    found = {
        (min(pair), max(pair))
        for group in pool.groups(GROUPED)
        for pair in combinations(group.members, 2)
        if (complaints[pair[0]]["language"] == "en") == (language == "en")
    }
    assert measured(found, wanted) == (precision, recall)


def test_likeness_is_symmetric_and_between_nothing_and_one(pool):
    for at in range(0, 194, 13):
        for other in pool.similar_to(at, 194, 0.0):
            back = {one.key: one.likeness for one in pool.similar_to(other.key, 194, 0.0)}
            assert 0 <= other.likeness <= 1 + 1e-9
            assert back[at] == pytest.approx(other.likeness)


def test_the_same_text_is_wholly_alike():
    (found,) = Pool([(1, "lift broken"), (2, "lift broken")]).similar_to(1, 5)
    assert found.likeness == pytest.approx(1)


def test_a_text_of_no_words_is_like_nothing():
    pool = Pool([(1, ""), (2, ""), (3, "lift broken")])
    assert pool.similar_to(1, 5) == []
    assert pool.groups() == []


def test_a_thousand_copies_are_one_group():
    """Shown by one of them, and compared with one group each."""
    lines = [(key, "hotline queue endless") for key in range(1000)]
    (group,) = Pool([*lines, (1000, "lift broken")]).groups()
    assert (len(group.members), group.first, group.middle) == (1000, 0, 0)


# The pages


def test_beside_a_record_stand_those_that_say_the_same(cast, sign_in, told):
    """Both scripts meet; what is about something else stays away."""
    first = told("網上預約的驗證碼一直收不到。")
    told("网上预约收不到验证码。")
    told("The lift is broken.")
    told("驗證碼收不到，網上預約失敗。", day=20)
    page = sign_in(cast.dana).get(f"{first.get_absolute_url()}similar/")
    assert {row.text for row, _likeness in page.context["near"].found} == {
        "网上预约收不到验证码。",
        "驗證碼收不到，網上預約失敗。",
    }
    assert "Compared with 3 records" in text(page)
    assert "similar/" in text(sign_in(cast.dana).get(first.get_absolute_url()))


def test_what_one_may_not_read_is_beside_nothing(cast, sign_in, told):
    first = told("The lift is broken and dirty.")
    told("The lift is dirty and broken.", department=cast.lic, by=cast.olga)
    page = sign_in(cast.dana).get(f"{first.get_absolute_url()}similar/")
    assert page.context["near"].found == []
    assert "No other text is alike" in text(page)
    assert sign_in(cast.xia).get(f"{first.get_absolute_url()}similar/").status_code == 404


def test_a_text_that_is_not_read_yet_says_so(cast, sign_in):
    row = ServiceRecord(
        kind="complaint",
        channel="phone",
        department=cast.csc,
        opened_on=dt.date(2026, 11, 2),
        text="The lift is broken.",
    )
    made = create(row, by=cast.dana)
    page = sign_in(cast.dana).get(f"{made.get_absolute_url()}similar/")
    assert "yet to be read" in text(page)


def test_numbers_of_customers_stay_masked(cast, sign_in, told):
    first = told("The lift is broken, call 2345 6789.")
    told("The lift is broken again, call 2345 6780.")
    client = sign_in(cast.dana)
    for address in (f"{first.get_absolute_url()}similar/", URL):
        assert "2345" not in text(client.get(address))


def test_groups_of_a_period(cast, sign_in, told):
    """Each with one text that stands for it and its count; one alone is no group."""
    for said in ("The lift is broken.", "Broken lift!", "The lift is broken again."):
        told(said)
    told("The coffee is cold.")
    told("The lift is broken.", opened_on=dt.date(2025, 11, 2))
    (group,) = sign_in(cast.dana).get(URL).context["found"].groups
    assert group.count == 3
    assert "lift" in group.middle.text
    assert len(group.others) == 2


def test_of_very_many_a_sample_is_grouped_and_named_so(cast, sign_in, told, monkeypatch):
    monkeypatch.setattr(finding.gathered, "__defaults__", (4,))
    for _time in range(8):
        told("The lift is broken.")
    page = sign_in(cast.dana).get(URL)
    assert (page.context["found"].found, page.context["found"].compared) == (8, 4)
    assert "a sample: 4 of them" in text(page)


def test_one_record_or_three_cost_the_same(cast, sign_in, told):
    client = sign_in(cast.dana)
    first = told("The lift is broken.")
    told("The lift is broken.")
    addresses = (URL, f"{first.get_absolute_url()}similar/")

    def asked(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    for address in addresses:
        asked(address)  # what is kept once is kept now
    before = [asked(address) for address in addresses]
    for _time in range(3):
        told("The lift is broken.")
    assert [asked(address) for address in addresses] == before
    assert max(before) <= 10
