"""A file of values is handed in as a whole; what it replaced comes back when it is undone."""

import csv
import io
from decimal import Decimal

import pytest

from evidence import rolling
from evidence.models import DataImport, PeriodLock, ReplacedValue, RollUp, Value
from evidence.periods import parse
from evidence.steps import enter_value
from improvement.audit.models import Entry
from improvement.door.acts import create, take

from .files import as_csv, as_xlsx, figures, finish, look_through, text, undo

WRONG = "The wrong file."
HEAD = ["Period", "Department", "Indicator", "Value (s)", "Numerator", "Denominator", "Remarks"]


@pytest.fixture
def brought(send, client, wait, solved, cast):
    """brought(rows): sent by Dana for the Contact Centre, looked through, not written."""

    def bring(rows, *, by=None, content=None, name="values.csv", **fields):
        send(content or as_csv(rows), name, by=by, brings="values", **fields)
        made = DataImport.objects.latest("pk")
        answer = look_through(client, made)
        assert answer.status_code == 302, text(answer)
        return made

    return bring


def wrong_in(client, made):
    answer = client.get(f"{made.get_absolute_url()}faults/")
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    _heading, *rows = csv.reader(io.StringIO(content))
    return [(row[-2], row[-1]) for row in rows]


# The whole way


def test_values_and_rates_are_handed_in_like_typed_ones(cast, brought, client, wait, solved):
    made = brought(
        [
            HEAD,
            ["2026-09", "CSC", "hotline-wait", "1,234.5", "", "", "Storm, \n two days"],
            ["2026年10月", "CSC", "熱線平均輪候時間", "98", "", "", ""],
            ["Oct 2026", "csc", "First-contact resolution", "", "2", "3", ""],
        ]
    )
    assert made.columns["value"] == "Value (s)" and made.columns["note"] == "Remarks"
    assert figures(made) == (3, 3, 0, 0) and not Value.objects.exists()
    assert "Write 3 rows" in text(client.get(made.get_absolute_url()))

    finish(client, made)
    first, second = Value.objects.filter(indicator=wait).order_by("ends")
    rate = Value.objects.get(indicator=solved)
    assert (first.value, first.note) == (Decimal("1234.5"), "Storm, \n two days")
    assert (second.period, second.value) == ("2026-10", 98)
    assert (rate.numerator, rate.denominator) == (2, 3)
    assert rate.value == Decimal("66.666667")
    for row in (first, second, rate):
        assert (row.status, row.version, row.department) == ("submitted", 1, cast.csc)
        assert (row.entered_by, row.brought_by, row.ends) == (
            cast.dana,
            made,
            parse(row.period).ends,
        )
    assert len({row.public_id for row in (first, second, rate)}) == 3
    assert take(rate, "accept", by=cast.olga).version == 2

    entries = list(Entry.objects.about("evidence.dataimport", made.pk))
    assert [entry.verb for entry in entries] == ["create", "change", "finish"]
    assert entries[1].readable_changes["checked"][1] == made.checked
    page = text(client.get(first.get_absolute_url()))
    assert made.get_absolute_url() in page and "Brought in by the file values.csv" in page


def test_a_replaced_figure_is_kept_and_comes_back(cast, brought, client, wait, tell):
    told = tell(wait, "2026-09", 120, status="submitted")
    typed = enter_value(
        by=cast.dana, indicator=wait, department=cast.csc, period=parse("2026-08"), value=5
    )
    made = brought(
        [
            HEAD,
            ["2026-08", "", "hotline-wait", "6"],
            ["2026-09", "", "hotline-wait", "121", "", "", "Counted anew"],
            ["2026-10", "", "hotline-wait", "122"],
        ]
    )
    assert figures(made) == (3, 3, 0, 0) and made.rows_replaced == 2
    finish(client, made)
    now = Value.objects.get(pk=told.pk)
    assert (now.value, now.note, now.version) == (121, "Counted anew", told.version + 1)
    kept = ReplacedValue.objects.get(value_row=told)
    assert (kept.value, kept.was, kept.version) == (120, "submitted", told.version)
    page = text(client.get(told.get_absolute_url()))
    assert "Brought in by the file" in page and "120" in page and "121" in page

    undo(client, made, WRONG)
    assert made.status == "undone"
    back = Value.objects.get(pk=told.pk)
    assert (back.value, back.note, back.status, back.brought_by) == (120, "", "submitted", None)
    draft = Value.objects.get(pk=typed.pk)
    assert (draft.value, draft.status) == (5, "draft")
    assert not Value.objects.filter(period="2026-10").exists()
    assert Value._base_manager.get(period="2026-10").taken_out
    assert "The import of the file values.csv was undone" in text(
        client.get(told.get_absolute_url())
    )

    again = brought([HEAD, ["2026-10", "", "hotline-wait", "122"]])
    finish(client, again)
    assert Value.objects.get(period="2026-10").brought_by == again


def test_what_stands_there_already_is_left_alone(brought, client, wait, solved, tell):
    tell(wait, "2026-09", 120)
    tell(solved, "2026-09", numerator=1, denominator=4, status="submitted")
    rows = [HEAD, ["2026-09", "", "hotline-wait", "120.0"]]
    rows += [["2026-09", "", "first-contact", "", "1", "4"]]
    made = brought(rows)
    assert figures(made) == (2, 0, 2, 0)
    assert client.post(f"{made.get_absolute_url()}finish/").status_code == 409


def test_what_a_file_tells_is_rolled_up_and_out_again(brought, client, wait, tell):
    tell(wait, "2026-09", 120, status="submitted")

    def rolled():
        rows = RollUp.objects.filter(indicator=wait, node=None).order_by("period")
        return [(row.period, row.told, row.total) for row in rows]

    made = brought(
        [HEAD, ["2026-09", "", "hotline-wait", "110"], ["2026-10", "", "hotline-wait", "98"]]
    )
    assert rolled() == [("2026-09", 1, 120)]
    finish(client, made)
    assert rolled() == [("2026-09", 1, 110), ("2026-10", 1, 98)]
    undo(client, made, WRONG)
    assert rolled() == [("2026-09", 1, 120), ("2026-10", 0, None)]
    assert rolling.reconcile() == 0


def test_accepted_and_locked_figures_are_refused_row_by_row(cast, brought, client, wait, tell):
    tell(wait, "2026-09", 120)
    tell(wait, "2026-08", 110, status="returned")
    create(PeriodLock(period="2026-08"), by=cast.olga)
    create(PeriodLock(period="2026-07"), by=cast.olga)
    rows = [["2026-09", "121"], ["2026-08", "111"], ["2026-07", "100"], ["2026-10", "130"]]
    made = brought([HEAD, *([p, "", "hotline-wait", v, "", "", ""] for p, v in rows)])
    assert figures(made) == (4, 2, 0, 2)
    assert wrong_in(client, made) == [
        ("2", "The value is accepted. Ask the office to open it for correction."),
        ("4", "The period is locked. The office opens it again with a reason."),
    ]
    finish(client, made)
    assert Value.objects.get(period="2026-08").value == 111
    assert Value.objects.get(period="2026-09").value == 120


def test_each_wrong_row_says_what_is_wrong(brought, client, wait, solved, passed):
    rows = [
        ["", "CSC", "hotline-wait", "1"],
        ["soon", "CSC", "hotline-wait", "1"],
        ["2026Q1", "CSC", "hotline-wait", "1"],
        ["2026-11", "CSC", "hotline-wait", "1"],
        ["2026-10", "Nowhere", "hotline-wait", "1"],
        ["2026-10", "LIC", "hotline-wait", "1"],
        ["2026-10", "CSC", "weather", "1"],
        ["2026-10", "CSC", "hotline-wait", "1,5"],
        ["2026-10", "CSC", "hotline-wait", "5%"],
        ["2026-10", "CSC", "hotline-wait", "many"],
        ["2026-10", "CSC", "hotline-wait", ""],
        ["2026-10", "CSC", "hotline-wait", "0.1234567"],
        ["2026-10", "CSC", "hotline-wait", "1234567890123456789"],
        ["2026-10", "CSC", "first-contact", "", "1", "0"],
        ["2026-10", "CSC", "first-contact", "50"],
        ["2026-10", "CSC", "hotline-wait", "7"],
        ["10/2026", "CSC", "hotline-wait", "8"],
        ["31/3/2026", "CSC", "access-pass", "95%"],
    ]
    made = brought([HEAD, *rows])
    assert figures(made) == (18, 2, 0, 16)
    assert [sentence for _row, sentence in wrong_in(client, made)] == [
        "Period: missing.",
        "“soon” is no period. Write 2026-03, 2026Q1, 2026H1 or 2026.",
        "“2026Q1”: the indicator is told in another rhythm.",
        "“2026-11” is not over yet. Tell the value afterwards.",
        "Department: “Nowhere” is not known here.",
        "The row belongs to another department.",
        "Indicator: “weather” is not known here.",
        "Value: “1,5”. Write thousands as 1,234 and decimals as 12.5.",
        "Value: “5%”. The figure is told in another unit.",
        "Value: “many” is no number.",
        "Value: missing.",
        "Value: “0.1234567”. Give at most six decimals.",
        "Value: the number is too long.",
        "The denominator is zero: leave the row out, for nothing was counted.",
        "Numerator: missing.",
        "Indicator, department and period stand in the file twice.",
    ]
    finish(client, made)
    assert Value.objects.get(indicator=passed).period == "2026Q1"


# Who, and what has come meanwhile


def test_the_office_brings_in_for_all_departments(cast, brought, client, wait):
    rows = [HEAD, ["2026-10", "LIC", "hotline-wait", "4"], ["2026-10", "CSC", "hotline-wait", "5"]]
    made = brought(rows, by=cast.olga, department="")
    finish(client, made)
    told = {row.department: row.value for row in Value.objects.all()}
    assert told == {cast.lic: 4, cast.csc: 5}


def test_what_was_typed_meanwhile_stops_all_of_them(cast, brought, client, wait, tell):
    made = brought(
        [HEAD, ["2026-09", "", "hotline-wait", "1"], ["2026-10", "", "hotline-wait", "2"]]
    )
    tell(wait, "2026-10", 3, status="draft")
    finish(client, made)
    assert (made.status, Value.objects.count()) == ("draft", 1)
    assert "have come in meanwhile" in text(client.get(made.get_absolute_url()))


def test_a_lock_that_came_meanwhile_stops_all_of_them(cast, brought, client, wait):
    made = brought([HEAD, ["2026-09", "", "hotline-wait", "1"]])
    create(PeriodLock(period="2026Q3"), by=cast.olga)
    finish(client, made)
    assert (made.status, Value.objects.count()) == ("draft", 0)


def test_accepted_values_hold_their_import(cast, brought, client, wait):
    made = brought(
        [HEAD, ["2026-09", "", "hotline-wait", "1"], ["2026-10", "", "hotline-wait", "2"]]
    )
    finish(client, made)
    take(Value.objects.get(period="2026-09"), "accept", by=cast.olga)
    answer = undo(client, made, WRONG)
    assert answer.status_code == 409 and "1 of its values was accepted" in text(answer)
    assert made.status == "finished" and Value.objects.count() == 2


def test_what_a_later_file_replaced_is_undone_in_turn(brought, client, wait):
    first = brought([HEAD, ["2026-09", "", "hotline-wait", "1"]])
    finish(client, first)
    second = brought([HEAD, ["2026-09", "", "hotline-wait", "2"]])
    finish(client, second)
    assert "Undo that one first" in text(undo(client, first, WRONG))
    undo(client, second, WRONG)
    assert Value.objects.get().value == 1
    undo(client, first, WRONG)
    assert not Value.objects.exists()


def test_what_people_corrected_since_stays(cast, brought, client, wait):
    made = brought([HEAD, ["2026-09", "", "hotline-wait", "1"]])
    finish(client, made)
    row = take(Value.objects.get(), "recall", by=cast.dana)
    enter_value(
        by=cast.dana, indicator=wait, department=cast.csc, period=row.in_period, value=Decimal(9)
    )
    undo(client, made, WRONG)
    assert made.status == "undone"
    assert (Value.objects.get().value, Value.objects.get().brought_by) == (9, None)


def test_a_workbook_tells_fifteen_digits(brought, client, wait):
    content = as_xlsx([HEAD, ["2026-09", "", "hotline-wait", 0.1 + 0.2]])
    made = brought(None, content=content, name="values.xlsx")
    finish(client, made)
    assert Value.objects.get().value == Decimal("0.3")
