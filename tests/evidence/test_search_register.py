"""Words in the register, in two scripts, near by and far back; and how many there are."""

import datetime as dt

import pytest
from django.db import connection

from evidence import searching
from evidence.models import ServiceRecord
from evidence.searching import grams

URL = "/records/"


@pytest.fixture
def told(cast):
    """told(text, days_ago): one row each, as an import writes them."""

    def add(*texts, days=0, **fields):
        usual = {"kind": "complaint", "channel": "phone", "department": cast.csc}
        day = dt.date(2026, 11, 2) - dt.timedelta(days=days)
        rows = [ServiceRecord(**(usual | fields), text=text, opened_on=day) for text in texts]
        return ServiceRecord.objects.bulk_create(rows)

    return add


@pytest.fixture
def small(monkeypatch):
    """Looks of a size that a test can pass."""
    monkeypatch.setattr(searching, "NEAR", 3)
    monkeypatch.setattr(searching, "FAR", 4)


def shown(client, **asked):
    answer = client.get(URL, asked)
    return [row.text for row in answer.context["rows"]]


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("Wait", ["ait", "wai"]),
        ("等候", ["等候"]),
        ("等候時間", ["時間", "等候"]),
        ("invoice", ["ice", "inv", "oic"]),
        ("職員態度差", ["度差", "態度", "職員"]),
        ("候", []),
        ("no", []),
        ("A4-等候", ["等候"]),
        ("Ärzte", ["rzt", "zte"]),
    ],
)
def test_a_word_is_cut_as_the_index_cuts_texts(word, known):
    assert grams(word) == known


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a function of PostgreSQL")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I WAITED 25 minutes,\nthen left.", ["waited", "25", "minutes", "left", "aite"]),
        ("輪候25分鐘，職員態度欠佳。", ["輪候", "分鐘", "職員態度", "態度欠佳"]),
        ("Ärger im Büro 4A", ["rger", "Büro", "ÄRGER"]),
        ("", ["Ref-77"]),
    ],
)
def test_the_database_knows_every_part_of_a_word_that_stands_in_a_text(text, words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT evidence_grams(%s, 'REF-77', 4, '2026-11-02')", [text])
        kept = set(cursor.fetchone()[0])
    assert {"=d4", f"=m{2026 * 12 + 11}"} < kept
    for word in words:
        assert set(grams(word)) <= kept, word


def test_all_words_are_found_in_any_order_in_text_or_reference(cast, sign_in, told):
    told("The hotline: a long WAIT", "A long form", "輪候時間太長，熱線無人接聽")
    told("Other", reference="HL-7")
    client = sign_in(cast.olga)
    assert shown(client, q="wait hotline") == ["The hotline: a long WAIT"]
    assert shown(client, q=" long ") == ["A long form", "The hotline: a long WAIT"]
    assert shown(client, q="熱線 輪候") == ["輪候時間太長，熱線無人接聽"]
    assert shown(client, q="hl-7") == ["Other"]
    assert shown(client, q="long%") == shown(client, q="_") == []
    assert len(shown(client, q=" ")) == 4


def test_a_number_is_not_guessed_in_pieces(cast, sign_in, told):
    told("Call 6123 4567.")
    assert shown(sign_in(cast.leo), q="61 23") == []
    assert len(shown(sign_in(cast.dana), q="61 23")) == 1


def test_a_rare_word_is_found_however_far_back_it_was_said(cast, sign_in, told, small):
    told("Umbrella lost", days=3000)
    told("Umbrella found", days=40)
    told(*(f"Row {number}" for number in range(5)))
    client, found, url = sign_in(cast.olga), [], "?q=umbrella"
    while url:
        answer = client.get(URL + url)
        found += [row.text for row in answer.context["rows"]]
        url = answer.context["older"]
    assert found == ["Umbrella found", "Umbrella lost"]


def test_where_no_index_helps_the_page_says_how_far_it_looked(cast, sign_in, told, small):
    told("傘", days=3)
    told(*(f"Row {number}" for number in range(5)))
    client = sign_in(cast.olga)
    answer = client.get(URL, {"q": "傘"})
    assert answer.context["rows"] == [] and answer.context["looked_through"] == 4
    assert "Looked for in the latest 4 records" in answer.content.decode()
    further = client.get(URL + answer.context["older"])
    assert [row.text for row in further.context["rows"]] == ["傘"]
    assert not further.context["older"] and not further.context["looked_through"]


def test_the_whole_page_is_told_in_one_number_up_to_a_hundred(cast, sign_in, told):
    told(*(f"Row {number}" for number in range(100)))
    client = sign_in(cast.olga)
    first = client.get(URL, {"kind": "complaint"})
    assert (first.context["count"], first.context["more"]) == (100, False)
    assert len(first.context["rows"]) == 50
    told("One more")
    for asked in ({"kind": "complaint"}, {"q": "o"}):
        more = client.get(URL, asked)
        assert (more.context["count"], more.context["more"]) == (100, True)
    assert client.get(URL + first.context["older"]).context["count"] is None


def test_filters_are_combined_with_words(cast, sign_in, told):
    told("Long wait", severity=4, department=cast.lic)
    told("Long wait by mail", channel="email", days=30)
    told("Short wait")
    client = sign_in(cast.olga)
    assert shown(client, q="long", department="lic", severity="4") == ["Long wait"]
    assert shown(client, q="long", until="2026-10-31", channel="email") == ["Long wait by mail"]
    assert shown(client, q="long", department="nowhere") == []
    assert shown(sign_in(cast.dana), q="wait") == ["Short wait", "Long wait by mail"]
