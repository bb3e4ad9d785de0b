"""The analysis of the register: every figure is that of the rows it leads to (D36, D39, D40)."""

import csv
import datetime as dt
import io
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from evidence.analysis import drawing, keeping
from evidence.analysis.asking import read
from evidence.analysis.counting import covered
from evidence.models import RecordCategory, ServiceRecord
from evidence.statistics import change, vital_few
from improvement.door.acts import create, create_many
from improvement.door.unit import unit

URL = "/data/analysis/"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def tree(cast):
    """Reaching us > Waiting time, Lines engaged; Fees; Manners."""
    rows = [
        *(("access", "Reaching us", None), ("wait", "Waiting time", "access")),
        *(("lines", "Lines engaged", "access"), ("fees", "Fees", None)),
        ("manners", "Manners", None),
    ]
    made = {"": None, None: None}
    for code, name, parent in rows:
        branch = RecordCategory(
            code=code, name=name, name_hant=f"{name}（繁）", parent=made[parent]
        )
        made[code] = create(branch, by=cast.olga)
    return made


@pytest.fixture
def tell(cast, tree):
    """tell(7, "wait", 2026, 3): so many complaints of the month, the first on its first day."""

    def told(number, category, year, month, *, by=None, **fields):
        usual = {"kind": "complaint", "channel": "phone", "department": cast.csc}
        rows = [
            ServiceRecord(
                category=tree[category],
                opened_on=dt.date(year, month, 1 + 3 * at % 28),
                text=f"{category} {at}",
                **(usual | fields),
            )
            for at in range(number)
        ]
        with unit():
            create_many(rows, by=by or cast.dana)

    return told


@pytest.fixture
def year(tell):
    """Twenty-two months up to October, told to their last week; twice as many a year before."""
    for back in range(22):
        number = 2026 * 12 + 9 - back
        of_year, month = number // 12, number % 12 + 1
        tell(10 if back >= 12 else 5, "wait", of_year, month)
        tell(3, "lines", of_year, month)
        tell(2, "fees", of_year, month)
    tell(1, "manners", 2026, 10)
    tell(1, "", 2026, 10)
    tell(1, "access", 2026, 9)
    tell(4, "wait", 2026, 11)


def asked(reader, **changed):
    return read(changed, reader, TODAY)


class Links(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name == "href"]


def links(client, **query):
    return Links(client.get(URL, query).content.decode()).found


def query_of(address):
    return dict(parse_qsl(urlsplit(address).query if address else ""))


def figures(chart, **query):
    """The bars of the page: name and number."""
    return {line.name: line.count for line in chart.get(URL, query).context["lines"]}


# Statistics


@pytest.mark.parametrize(
    ("counts", "few"),
    [
        ([80, 20], 1),
        ([79, 21], 2),
        ([20, 30, 50], 2),
        ([1] * 10, 8),
        ([], 0),
        ([0, 0], 0),
        ([5], 1),
    ],
)
def test_the_vital_few_come_to_four_fifths(counts, few):
    assert vital_few(counts) == few


def test_a_change_is_a_share_of_what_was_before():
    assert (change(78, 100), change(3, 2)) == (pytest.approx(-0.22), pytest.approx(0.5))
    assert change(3, 0) is None


# Counts


def test_bars_are_what_the_rows_come_to(cast, sign_in, year):
    since = dt.date(2025, 12, 1)
    rows = ServiceRecord.objects.filter(opened_on__gte=since, opened_on__lte="2026-11-30")
    paths = rows.values_list("category__path", flat=True)
    roots = Counter((path or "").split("/")[0] for path in paths)
    names = {"access": "Reaching us", "fees": "Fees", "manners": "Manners"}
    names[""] = "Without a category"
    assert figures(sign_in(cast.dana)) == {names[code]: n for code, n in roots.items()}


def test_every_bar_leads_to_exactly_its_rows(cast, sign_in, year):
    client = sign_in(cast.dana)
    for query in ({}, {"category": "access"}, {"category": "access", "channel": "phone"}):
        lines = client.get(URL, query).context["lines"]
        assert lines
        for line in lines:
            shown, page = [], query_of("?" + line.rows_at)
            while page:
                context = client.get("/records/", page).context
                shown += context["rows"]
                page = query_of(context["older"])
            assert len(shown) == line.count, line.name


def test_one_goes_down_into_a_category_and_back(cast, sign_in, year):
    client = sign_in(cast.dana)
    assert any("category=access" in link for link in links(client))
    below = figures(client, category="access")
    assert below == {
        "Waiting time": 11 * 5 + 4,
        "Lines engaged": 11 * 3,
        "Reaching us, not told more closely": 1,
    }
    assert sum(below.values()) == figures(client)["Reaching us"]


def test_every_chart_obeys_the_filter(cast, sign_in, year, tell):
    tell(6, "fees", 2026, 9, kind="praise", channel="web")
    client = sign_in(cast.dana)
    praise = client.get(URL, {"kind": "praise"}).context
    assert praise["total"] == 6 and figures(client, kind="praise", channel="phone") == {}
    assert figures(client, kind="")["Fees"] == figures(client)["Fees"] + 6
    short = client.get(URL, {"since": "2026-09", "until": "2026-10"}).context
    assert short["total"] == 2 * 10 + 3
    trend = next(chart for chart in short["charts"] if chart.name == "trend")
    assert [row[:3] for row in trend.chart.rows] == [
        ["Oct 2026", "12", "15"],
        ["Sep 2026", "11", "15"],
    ]


def test_what_one_may_not_read_is_not_counted(cast, sign_in, year, tell):
    tell(9, "fees", 2026, 10, department=cast.lic, by=cast.olga)
    assert sum(figures(sign_in(cast.dana)).values()) + 9 == sum(
        figures(sign_in(cast.olga)).values()
    )
    assert figures(sign_in(cast.olga), department="lic") == {"Fees": 9}
    outside = sign_in(cast.dana).get(URL, {"department": "lic"}).context
    assert outside["question"].department == ""
    assert [one.code for one in outside["question"].offered] == ["csc"]


def test_what_an_undone_import_brought_is_not_counted(cast, sign_in, year):
    before = figures(sign_in(cast.dana))["Fees"]
    one = ServiceRecord.objects.filter(category__code="fees", opened_on__year=2026).first()
    ServiceRecord.objects.filter(pk=one.pk).update(taken_out=True)
    assert figures(sign_in(cast.dana))["Fees"] == before - 1


# The trend


def test_a_month_that_runs_or_is_half_told_is_no_month(cast, tell):
    tell(10, "wait", 2026, 10)
    tell(10, "wait", 2026, 9)
    question = asked(cast.dana)
    assert covered(question) == {dt.date(2026, 9, 1), dt.date(2026, 10, 1)}
    tell(1, "wait", 2026, 8)  # on the first of August
    ServiceRecord.objects.filter(opened_on__month=8).update(opened_on=dt.date(2026, 8, 20))
    tell(1, "wait", 2026, 11)
    assert covered(asked(cast.dana)) == {dt.date(2026, 9, 1), dt.date(2026, 10, 1)}


def test_no_change_is_called_one_without_a_signal(cast, tell):
    """A fifth fewer than last year, but each month is as far from the next."""
    for month, (before, now) in enumerate([(12, 9), (9, 8), (11, 10), (10, 7), (12, 10)], start=4):
        tell(before, "wait", 2025, month)
        tell(now, "wait", 2026, month)
    tell(1, "wait", 2026, 9)
    (one,) = keeping.keep(asked(cast.dana, since="2026-04"), ["trend"])
    said = drawing.chart_of(one).sentence
    assert "In the 5 months that both years tell: 44, a year before 54, 19% fewer." in said
    assert "no change is proven" in said and "improvement" not in said


def test_a_signal_is_called_what_it_is(cast, year):
    (one,) = keeping.keep(asked(cast.dana, since="2025-01"), ["trend"])
    said = drawing.chart_of(one).sentence
    assert "a year before" in said and "a real improvement" in said


def test_requests_are_neither_better_nor_worse_for_being_fewer(cast, tell):
    for month in range(1, 11):
        tell(20 if month == 10 else 5 + month % 2, "fees", 2026, month, kind="request")
    tell(1, "fees", 2026, 11, kind="request")
    (one,) = keeping.keep(asked(cast.dana, kind="request", since="2026-01"), ["trend"])
    chart = drawing.chart_of(one)
    assert "there is more of it" in chart.sentence and "improvement" not in chart.sentence
    (complaints,) = keeping.keep(asked(cast.dana, kind="request", since="2026-01"), ["trend"])
    complaints["kind"] = "complaint"
    assert "find out why" in drawing.chart_of(complaints).sentence


# The heat map


def test_hours_are_those_of_the_rows_and_what_has_none_is_told(cast, tell):
    tell(3, "wait", 2026, 10, opened_time=dt.time(10, 45))
    tell(2, "fees", 2026, 9, opened_time=dt.time(23, 59))
    tell(4, "wait", 2026, 10)
    (one,) = keeping.keep(asked(cast.dana), ["heat"])
    wanted = Counter(
        (row.opened_on.weekday(), row.opened_time.hour)
        for row in ServiceRecord.objects.exclude(opened_time=None)
    )
    cells = one["cells"]
    found = {(d, h): n for d, day in enumerate(cells) for h, n in enumerate(day) if n}
    assert found == wanted and one["without"] == 4
    assert "4 have no time of day" in drawing.chart_of(one).sentence
    tell(1, "fees", 2026, 9)
    ServiceRecord.objects.update(opened_time=None)
    assert keeping.keep(asked(cast.dana), ["heat"]) == []


# The page


def test_the_page_asks_as_much_for_one_row_as_for_many(cast, sign_in, tell):
    client = sign_in(cast.dana)

    def statements():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL).status_code == 200
        return len(queries)

    tell(1, "wait", 2026, 10)
    statements()
    few = statements()
    tell(20, "fees", 2026, 9)
    tell(20, "lines", 2026, 8)
    assert statements() == few


@pytest.mark.parametrize(
    "query",
    [
        {
            "since": "2026-13",
            "until": "tomorrow",
            "kind": "rumour",
            "category": "~",
            "channel": "x",
        },
        {"since": "2027-05", "until": "0001-01"},
        {"since": "9999-12", "until": "9999-12"},
    ],
)
def test_what_makes_no_sense_is_not_asked(cast, sign_in, year, query):
    assert sign_in(cast.dana).get(URL, query).status_code == 200


def test_nothing_told_says_so(cast, sign_in):
    for name in ("dana", "sam", "leo", "olga"):
        answer = sign_in(cast.people[name]).get(URL)
        assert b"Nothing was told in these months" in answer.content


# To take along


def test_files_hold_the_same_figures(cast, sign_in, year):
    client = sign_in(cast.dana)

    def table(name):
        content = client.get(f"{URL}{name}.csv").content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(content)))

    pareto = table("pareto")
    assert {row[0]: int(row[1]) for row in pareto[1:]} == figures(client)
    assert float(pareto[-1][3]) == 1
    months = table("trend")[1:]
    rows = ServiceRecord.objects.all()
    for row in months:
        assert int(row[3]) == rows.filter(opened_on__gte=row[1], opened_on__lte=row[2]).count()
    drawn = client.get(f"{URL}pareto.svg").content.decode()
    assert "Reaching us" in drawn and "Contact Centre" in drawn and "#" in drawn
    assert client.get(f"{URL}trend.png").content[:4] == b"\x89PNG"
    assert client.get(f"{URL}heat.svg").status_code == 404
    assert client.get(f"{URL}pie.svg").status_code == 404


def test_a_name_begins_no_formula(cast, sign_in, tree, tell):
    RecordCategory.objects.filter(code="fees").update(name="=1+1")
    tell(2, "fees", 2026, 10)
    assert "'=1+1,2" in sign_in(cast.dana).get(f"{URL}pareto.csv").content.decode("utf-8-sig")


def test_words_follow_the_reader(cast, year):
    (one,) = keeping.keep(asked(cast.dana), ["pareto"])
    with override("zh-hant"):
        assert drawing.name_of(one["bars"][0]) == "Reaching us（繁）"
        assert "2025年12月" in drawing.filter_of(one)
