"""The entry sheet: all indicators of a department for one period, by keyboard (D38)."""

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import Value
from improvement.organization.models import Role

URL = "/values/"


def row(indicator, **fields):
    return {f"i{indicator.pk}-{name}": value for name, value in {"version": 0, **fields}.items()}


def send(client, *rows, act="submit", period="2026-10", department="csc"):
    typed = {"act": act}
    for one in rows:
        typed |= one
    return client.post(f"{URL}?department={department}&period={period}", typed)


def text(response):
    return response.content.decode()


def test_the_sheet_shows_every_indicator_of_the_last_month(cast, sign_in, wait, solved, tell):
    tell(wait, "2026-09", 148)
    page = text(sign_in(cast.dana).get(URL))
    assert "Oct 2026" in page and "Average wait on the hotline" in page
    assert "148 s" in page and "Solved at the first contact" in page
    assert "0 of 2" in page


def test_all_are_kept_and_handed_in_with_one_form(cast, sign_in, wait, solved):
    answer = send(
        sign_in(cast.dana),
        row(wait, value="1,148.5", note="Storm"),
        row(solved, numerator="702", denominator="900"),
    )
    assert answer.status_code == 302
    kept = {value.indicator.code: value for value in Value.objects.all()}
    assert kept["hotline-wait"].value == D("1148.5") and kept["hotline-wait"].note == "Storm"
    assert kept["first-contact"].value == 78
    assert {value.status for value in kept.values()} == {"submitted"}
    assert {value.entered_by for value in kept.values()} == {cast.dana}


def test_saving_hands_nothing_in(cast, sign_in, wait):
    send(sign_in(cast.dana), row(wait, value="0"), act="save")
    assert [(v.value, v.status) for v in Value.objects.all()] == [(0, "draft")]


def test_a_row_left_empty_is_not_zero(cast, sign_in, wait, solved):
    send(sign_in(cast.dana), row(wait, value=""), row(solved, numerator="1", denominator="2"))
    assert [v.indicator for v in Value.objects.all()] == [solved]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"numerator": "5", "denominator": "0"}, "leave the period empty"),
        ({"numerator": "5", "denominator": ""}, "both numerator and denominator"),
        ({"numerator": "many", "denominator": "9"}, "Enter a number, such as 12.5."),
        ({"numerator": "NaN", "denominator": "9"}, "Enter a number"),
        ({"numerator": "9" * 40, "denominator": "9"}, "too long"),
        ({"numerator": "1.1234567", "denominator": "9"}, "six decimals"),
        ({"numerator": "", "denominator": "", "note": "Later"}, "Enter a value"),
    ],
)
def test_a_wrong_row_says_so_and_nothing_is_kept(cast, sign_in, wait, solved, typed, sentence):
    answer = send(sign_in(cast.dana), row(wait, value="148"), row(solved, **typed))
    page = text(answer)
    assert answer.status_code == 200
    assert sentence in page and 'value="148"' in page
    assert f'href="#id_i{solved.pk}-' in page
    assert not Value.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1,234.5", "1234.5"),
        ("１，２３４．５", "1234.5"),
        (" 12 345 ", "12345"),
        ("−3", "-3"),
        ("－３", "-3"),
        ("12。5", "12.5"),
        (".5", "0.5"),
        ("1,234,567", "1234567"),
    ],
)
def test_a_figure_is_typed_as_people_write_it(cast, sign_in, wait, typed, kept):
    send(sign_in(cast.dana), row(wait, value=typed))
    assert Value.objects.get().value == D(kept)


@pytest.mark.parametrize("typed", ["1,5", "1.234,5", "12,34,567", ",5", "1,2345"])
def test_a_comma_that_could_mean_two_things_is_asked_again(cast, sign_in, wait, typed):
    page = text(send(sign_in(cast.dana), row(wait, value=typed)))
    assert "Write thousands as 1,234 and decimals as 12.5." in page and f'value="{typed}"' in page
    assert not Value.objects.exists()


@pytest.mark.parametrize("typed", ["1e5", "0x10", "1/2", "--1"])
def test_what_is_no_figure_is_no_figure(cast, sign_in, wait, typed):
    assert "Enter a number" in text(send(sign_in(cast.dana), row(wait, value=typed)))
    assert not Value.objects.exists()


def test_a_sign_of_per_cent_is_taken_where_the_figure_is_told_in_it(cast, sign_in, wait, passed):
    client = sign_in(cast.dana)
    for typed in ("92.5%", "92.5 ％"):
        send(client, row(passed, value=typed), act="save", period="2026Q3")
        assert Value.objects.get().value == D("92.5")
        Value.objects.all().delete()
    page = text(send(client, row(wait, value="92.5%")))
    assert "This figure is not told in %." in page
    assert not Value.objects.exists()


def test_the_rate_stands_beside_its_parts(cast, sign_in, solved, tell):
    tell(solved, "2026-10", numerator=2, denominator=3, status="draft")
    page = text(sign_in(cast.dana).get(URL))
    assert 'data-factor="100.000"' in page and ">66.67%</output>" in page


def test_what_is_late_says_so_and_what_is_locked(cast, sign_in, wait, solved, tell):
    tell(wait, "2026-10", 148)
    client = sign_in(cast.dana)
    page = text(client.get(URL))
    assert "Locked until the office returns it" in page
    assert page.count("Out of date") == 2  # its row, and the head of the sheet
    tell(solved, "2026-10", numerator=1, denominator=2)
    assert "Out of date" not in text(client.get(URL))


def test_the_chart_of_an_indicator_that_is_late_says_so(cast, sign_in, wait, tell):
    tell(wait, "2026-08", 148)
    for url in ("/goals/", "/indicators/hotline-wait/"):
        assert "Out of date" in text(sign_in(cast.sam).get(url))
    tell(wait, "2026-10", 148)
    assert "Out of date" not in text(sign_in(cast.sam).get("/goals/"))


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(cast, sign_in, wait, tell):
    tell(wait, "2026-10", 148, status="draft")
    page = text(send(sign_in(cast.hana), row(wait, value="150")))
    assert "Somebody has changed this value meanwhile" in page
    assert Value.objects.get().value == 148


def test_a_locked_value_is_shown_and_cannot_be_typed_over(cast, sign_in, wait, tell):
    tell(wait, "2026-10", 148, status="submitted")
    client = sign_in(cast.dana)
    assert "Submitted" in text(client.get(URL))
    send(client, row(wait, value="150", version=2))
    assert Value.objects.get().value == 148


def test_a_returned_value_shows_why_and_is_handed_in_again(cast, sign_in, wait, tell):
    tell(wait, "2026-10", 1480, status="returned")
    client = sign_in(cast.dana)
    assert "One zero too many." in text(client.get(URL))
    send(client, row(wait, value="148", version=3))
    assert [(v.value, v.status) for v in Value.objects.all()] == [(148, "submitted")]


def test_each_rhythm_has_its_periods(cast, sign_in, wait, passed):
    client = sign_in(cast.dana)
    month, quarter = text(client.get(URL)), text(client.get(f"{URL}?period=2026Q3"))
    assert "Average wait" in month and "Sites that pass" not in month
    assert "Sites that pass" in quarter and "Average wait" not in quarter
    assert '<optgroup label="Quarterly">' in month and "Nov 2026" not in month


@pytest.mark.parametrize("period", ["", "x", "2026-11", "1999-01", "2026Q4", "²"])
def test_a_period_not_on_offer_falls_back_to_the_last(cast, sign_in, wait, period):
    page = text(sign_in(cast.dana).get(URL, {"period": period}))
    assert "Contact Centre · Oct 2026" in page


def test_a_department_without_indicators_says_why(cast, sign_in):
    assert "No indicators yet" in text(sign_in(cast.dana).get(URL))


def test_the_sheet_is_for_those_who_draft(cast, sign_in, wait):
    for name in ("sam", "olga", "cora"):
        assert sign_in(cast.people[name]).get(URL).status_code == 403
    assert send(sign_in(cast.sam), row(wait, value="1")).status_code == 403


def test_another_department_cannot_be_asked_for(cast, sign_in, wait):
    send(sign_in(cast.dora), row(wait, value="1"))
    assert not Value.objects.exists()


def test_who_drafts_for_two_departments_chooses(cast, sign_in, wait):
    cast.appoint("dana", Role.CLERK, "qua")
    page = text(sign_in(cast.dana).get(f"{URL}?department=qua"))
    assert '<option value="qua" selected>' in page


# The office


def test_the_office_accepts_what_it_chooses(cast, sign_in, wait, tell):
    first = tell(wait, "2026-09", 1, status="submitted")
    second = tell(wait, "2026-10", 2, status="submitted")
    client = sign_in(cast.olga)
    page = text(client.get("/values/accept/"))
    assert "Sep 2026" in page and " checked aria" not in page
    assert page.count('type="checkbox" name="value"') == 2
    assert '" checked>' not in page.partition("<form method")[2].partition("</form>")[0]
    client.post("/values/accept/", {"value": [first.public_id, "nonsense"]})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("accepted", "submitted")
    client.post("/values/accept/", {"all": "1", "shown": [second.public_id]})
    second.refresh_from_db()
    assert second.status == "accepted"
    assert "Nothing waits" in text(client.get("/values/accept/"))


def test_nothing_chosen_accepts_nothing(cast, sign_in, wait, tell):
    tell(wait, "2026-09", 1, status="submitted")
    assert sign_in(cast.olga).post("/values/accept/").status_code == 302
    assert Value.objects.get().status == "submitted"


def test_an_officer_is_not_shown_the_values_of_the_own_department(cast, sign_in, wait, tell):
    row_ = tell(wait, "2026-10", 1, status="submitted", department=cast.qua, by=cast.dora)
    client = sign_in(cast.otto)
    assert "Nothing waits" in text(client.get("/values/accept/"))
    client.post("/values/accept/", {"value": [row_.public_id]})
    assert Value.objects.get().status == "submitted"


@pytest.mark.parametrize("name", ["dana", "hana", "sam", "leo"])
def test_accepting_is_for_the_office(cast, sign_in, wait, name):
    assert sign_in(cast.people[name]).get("/values/accept/").status_code == 403


def test_a_value_shows_every_figure_it_had(cast, sign_in, wait, tell):
    value = tell(wait, "2026-10", 1480)
    page = text(sign_in(cast.olga).get(value.get_absolute_url()))
    assert "1,480 s" in page and "Open the value for correction" in page
    assert "Open the value for correction" not in text(
        sign_in(cast.sam).get(value.get_absolute_url())
    )
    draft = tell(wait, "2026-09", 1, status="draft")
    assert sign_in(cast.sam).get(draft.get_absolute_url()).status_code == 404


# How much the pages ask


def asked(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_pages_ask_the_same_for_one_row_and_for_three(
    cast, sign_in, wait, solved, passed, tell
):
    pages = {
        "/values/": cast.dana,
        "/values/accept/": cast.olga,
        "/goals/": cast.leo,
        "/indicators/hotline-wait/": cast.sam,
    }
    tell(wait, "2026-09", 1, status="submitted")
    one = {url: asked(sign_in(person), url) for url, person in pages.items()}
    for period in ("2026-06", "2026-07", "2026-08"):
        tell(wait, period, 1, status="submitted")
        tell(solved, period, numerator=1, denominator=2, status="submitted")
    tell(wait, "2026-10", 1, department=cast.qua, by=cast.dora)
    three = {url: asked(sign_in(person), url) for url, person in pages.items()}
    assert one == three
    assert max(three.values()) <= 10, three


def test_a_rate_is_read_to_two_decimals_and_a_plain_figure_as_entered(cast, sign_in, wait, solved):
    send(
        sign_in(cast.dana),
        row(wait, value="148.125"),
        row(solved, numerator="2", denominator="3"),
    )
    page = text(sign_in(cast.dana).get(URL))
    assert "148.125 s" in page
    assert "66.67%" in page and "66.666667" not in page
