"""What customers say again and again: counted by record, compared, never chance called a change."""

import csv
import datetime as dt
import io
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import RecordWords, ServiceRecord
from evidence.statistics.differences import difference, quantile, share_interval
from evidence.words import counting, reading
from evidence.words.counting import Span, compared, span_of, tally
from evidence.words.splitting import words_in
from improvement.door.acts import create, record

URL = "/records/words/"
TODAY = dt.date(2026, 11, 22)  # the clock of these tests, see conftest.py


@pytest.fixture
def told(cast):
    """told(text, days_ago): a complaint of the Contact Centre; read when the words are asked."""

    def add(text, days_ago=3, *, by=None, **fields):
        usual = {
            "kind": "complaint",
            "channel": "phone",
            "department": cast.csc,
            "opened_on": TODAY - dt.timedelta(days=days_ago),
        }
        return create(ServiceRecord(**(usual | {"text": text} | fields)), by=by or cast.dana)

    return add


def lines_of(client, **asked):
    return {one.shown: one for one in client.get(URL, asked).context["lines"]}


def text(response):
    return response.content.decode()


# A text as words


def test_a_word_stands_once_and_in_one_number():
    """Queue and queues are one; small words, numbers and addresses say nothing."""
    found = words_in("The queue: 40 people in the queues, call 2345 6789 or write to a@b.hk.")
    assert found.words == ["queue", "people", "call", "write"]


def test_names_are_left_out():
    """After a title and inside a sentence; what is all capitals is a thing."""
    found = words_in("Mr. Chan Tai Man was rude, and so was Betty at the ATM. 職員陳美玲態度惡劣。")
    assert found.words == ["rude", "atm", "職員", "態度", "惡劣"]


def test_both_chinese_scripts_are_cut_alike():
    one = words_in("網上系統太慢，驗證碼經常收不到。")
    other = words_in("网上系统太慢，验证码经常收不到。")
    assert one.words == ["網上", "系統", "慢", "驗證碼", "經常", "收不到"]
    assert other.words == ["网上", "系统", "慢", "验证码", "经常", "收不到"]
    assert [phrase.count("_") for phrase in one.phrases] == [1] * len(other.phrases)


def test_a_phrase_goes_on_over_a_space_alone():
    """Two words that neighbour each other; no small word and no full stop between them."""
    found = words_in("Waiting room cold. Lights broken and heating noisy")
    assert found.phrases == ["waiting_room", "room_cold", "light_broken", "heating_noisy"]


def test_a_text_of_any_kind_is_read():
    assert words_in("").words == []
    assert words_in("\x00 ☃ 123 --- '' ’s 的 a").words == []
    assert len(words_in("排队 " * 100_000).words) == 1


# Two shares


def test_the_difference_of_two_shares():
    """Newcombe (1998), Statistics in Medicine 17: 873, method 10, cases (a) and (c)."""
    low, high = difference((56, 70), (48, 80), quantile(0.95))
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)
    low, high = difference((9, 10), (3, 10), quantile(0.95))
    assert (round(low, 4), round(high, 4)) == (0.1705, 0.8090)


def test_one_share_alone():
    """Limits of 81 of 263 by Wilson: Newcombe (1998), Statistics in Medicine 17: 857."""
    low, high = share_interval(81, 263, quantile(0.95))
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_a_share_of_nothing_or_of_all_has_an_interval():
    z = quantile(0.95)
    assert share_interval(0, 10, z).low == 0.0 < share_interval(0, 10, z).high
    assert share_interval(10, 10, z).high == 1.0 > share_interval(10, 10, z).low


def test_many_looks_are_held_to_a_stricter_level():
    assert round(quantile(0.95), 3) == 1.960
    assert round(quantile(0.95, 10), 3) == 2.807  # two-sided, 0.5 % in all
    assert difference((15, 100), (5, 100), quantile(0.95)).low > 0
    assert difference((15, 100), (5, 100), quantile(0.95, 200)).low < 0


def test_the_period_before_is_as_long_and_ends_the_day_before():
    span = span_of(dt.date(2026, 11, 1), dt.date(2026, 11, 10), TODAY)
    assert span.before == Span(dt.date(2026, 10, 22), dt.date(2026, 10, 31))
    usual = span_of(None, None, TODAY)
    assert (usual.until, (usual.until - usual.since).days) == (TODAY, 89)
    assert span_of(dt.date(2026, 12, 1), dt.date(2026, 11, 10), TODAY).until.day == 10


# Read by a worker


def test_a_worker_reads_what_came_in_and_what_was_corrected(cast, told):
    row = told("The lift is broken.")
    assert reading.read_new() == 1
    assert RecordWords.objects.get().words == " lift broken "
    record(row, {"text": "The lift is dirty."}, by=cast.dana)
    assert reading.read_new() == 1
    assert RecordWords.objects.get().words == " lift dirty "
    assert reading.read_new() == 0


def test_what_was_missed_is_found_once_a_day(told):
    """A row of a transaction that ended late, and a text that was changed by another way."""
    late, other = told("The lift is broken."), told("The light is broken.")
    reading.read_new()
    RecordWords.objects.filter(record=late).delete()
    ServiceRecord.objects.filter(pk=other.pk).update(text="••••", version=2)
    assert reading.read_new() == 0
    assert reading.read_missed() == 2
    assert RecordWords.objects.get(record=late).words == " lift broken "
    assert RecordWords.objects.get(record=other).words == ""


def test_no_page_loads_the_library():
    """It weighs some thirty megabytes; only a worker that reads Chinese does."""
    code = (
        "import sys, django; django.setup(); import improvement.urls; "
        "sys.exit('rjieba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, check=False)
    assert done.returncode == 0


# The page


def test_words_are_counted_by_record(cast, sign_in, told):
    """A complaint that says it ten times is one complaint; a word of two records recurs not."""
    told("Queue, queue, queue: the queue was endless.")
    told("A long queue and a broken printer.")
    told("電話排隊太久。")
    told("Queues again. Broken printer.")
    told("电话排队太久。")
    told("電話沒有人接聽。")
    reading.read_new()
    found = lines_of(sign_in(cast.dana))
    assert found["queue"].now == 3
    assert (found["電話"].now, found["電話"].of) == (3, 6)
    assert found["電話"].asked == "電話,电话"
    assert "printer" not in found
    assert "排隊" not in found  # of two records, though in both scripts


def test_a_word_leads_to_its_records(cast, sign_in, told):
    """Whichever script they were written in, and only within the same days."""
    for said in ("電話打不通。", "电话打不通。", "The phone is dead.", "電話沒有人接聽。"):
        told(said)
    told("電話打不通。", days_ago=200)
    reading.read_new()
    client = sign_in(cast.dana)
    page = client.get(URL)
    assert "?word=%E9%9B%BB%E8%A9%B1%2C%E7%94%B5%E8%AF%9D&amp;since=2026-08-25" in text(page)
    days = {"since": "2026-08-25", "until": "2026-11-22"}
    rows = client.get("/records/", {"word": "電話,电话", **days}).context["rows"]
    assert {row.text for row in rows} == {"電話打不通。", "电话打不通。", "電話沒有人接聽。"}


def test_a_phrase_leads_to_its_records(cast, sign_in, told):
    for _time in range(3):
        told("The waiting room is cold.")
    told("The room for waiting is cold.")
    reading.read_new()
    client = sign_in(cast.dana)
    (one,) = client.get(URL, {"of": "phrases"}).context["lines"]
    assert (one.shown, one.now, one.asked) == ("waiting room", 3, "waiting_room")
    assert len(client.get("/records/", {"word": one.asked}).context["rows"]) == 3


def test_a_change_beyond_chance_is_told(cast, sign_in, told):
    """12 of 20 now and 1 of 20 before; a word of 4 and 2 may be chance, and is called so."""
    for at in range(20):
        told("Parking full." if at < 12 else "Forms missing." if at < 16 else "Noise outside.")
        told(
            "Parking full." if at < 1 else "Forms missing." if at < 3 else "Noise outside.",
            days_ago=100,
        )
    reading.read_new()
    page = sign_in(cast.dana).get(URL)
    found = {one.shown: one for one in page.context["lines"]}
    assert (found["parking"].now, found["parking"].before) == (12, 1)
    assert found["parking"].verdict == "more"
    assert found["noise"].verdict == "less"
    assert found["form"].verdict == "chance"
    assert {one.shown for one in page.context["more"]} == {"parking", "full"}


def test_what_is_the_same_is_never_called_a_change(told):
    """A hundred words of no change at all: none is told as one."""
    for at in range(40):
        for days_ago in (3, 100):
            told(" ".join(f"word{chr(97 + (at + n * 7) % 26)}" for n in range(5)), days_ago)
    reading.read_new()
    now, before = (
        tally(ServiceRecord.objects.filter(opened_on__gte=since, opened_on__lte=until), "words")
        for since, until in (
            span_of(None, None, TODAY),
            span_of(None, None, TODAY).before,
        )
    )
    assert {one.verdict for one in compared(now, before)} == {"chance"}


def test_nothing_before_is_said_so(cast, sign_in, told):
    for _time in range(3):
        told("The waiting room is cold.")
    reading.read_new()
    page = sign_in(cast.dana).get(URL)
    assert "no records of the period before" in text(page)
    assert page.context["lines"][0].verdict is None


def test_the_page_is_narrowed(cast, sign_in, told):
    for _time in range(3):
        told("The room is cold.", kind="praise")
        told("The printer is old.")
    reading.read_new()
    client = sign_in(cast.dana)
    assert set(lines_of(client, kind="praise")) == {"room", "cold"}
    assert set(lines_of(client, department="lic")) == set()
    assert set(lines_of(client, since="2026-11-20")) == set()
    assert set(lines_of(client, since="30 February", category="none")) == set()


def test_only_what_one_may_read_is_counted(cast, sign_in, told):
    for _time in range(3):
        told("The room is cold.")
    reading.read_new()
    assert "room" in lines_of(sign_in(cast.olga))
    assert lines_of(sign_in(cast.xia)) == {}
    assert "cold" not in text(sign_in(cast.xia).get("/records/words.csv"))


def test_of_very_many_a_sample_is_read_and_named_so(cast, sign_in, told, monkeypatch):
    monkeypatch.setattr(counting.tally, "__defaults__", (4,))
    for _time in range(12):
        told("The room is cold.")
    reading.read_new()
    page = sign_in(cast.dana).get(URL)
    now = page.context["found"].now
    assert (now.found, now.every, now.read) == (12, 3, 4)
    assert "a sample: 4 of them" in text(page)


def test_what_is_not_read_yet_is_said(cast, sign_in, told):
    told("The room is cold.")
    assert "1 is yet to be read" in text(sign_in(cast.dana).get(URL))


def test_the_table_to_take_along(cast, sign_in, told):
    """Every word that recurs, with its counts and the ends of its interval."""
    for at in range(6):
        told("The room is cold.")
        told("The room is hot." if at < 3 else "The printer is old.", days_ago=100)
    reading.read_new()
    answer = sign_in(cast.dana).get("/records/words.csv")
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    found = {row[0]: row[1:5] for row in rows}
    assert head[0] == "Word"
    assert found == {"room": ["6", "6", "3", "6"], "cold": ["6", "6", "0", "6"]}
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", [URL, "/records/words.csv"])
def test_one_record_or_three_cost_the_same(cast, sign_in, told, address):
    client = sign_in(cast.dana)

    def asked():
        reading.read_new()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    told("The room is cold.")
    asked()  # what is kept once is kept now
    first = asked()
    for _time in range(3):
        told("The room is cold.")
    assert asked() == first <= 11
