"""From the evidence to the result: one line a problem, gaps named, figures counted (D5, D31)."""

import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.models import Finding, Indicator, Proof, Value
from improvement.door.acts import create, record, take
from plans.drafting import archive_goal
from plans.traceability import harmless
from tests import factories

URL = "/tracing/"
YEAR = factories.YEAR


@pytest.fixture
def plan(cast):
    """Three goals, a measure that serves all of them."""
    return factories.make_plan(cast, status="empty")


@pytest.fixture
def found(cast):
    def add(title, *, department=None, by=None, on=None):
        by = by or cast.dana
        row = Finding(
            department=department or cast.csc,
            title=title,
            found_on=on or dt.date(2026, 10, 2),
            found_by=by,
            heading="flow",
            proof=f"Ten calls about it: {title}",
            origin=f"by hand:{title}",
        )
        return create(row, by=by)

    return add


def answered(cast, goal, *findings):
    return record(goal, {"answers": list(findings)}, by=cast.dana)


def page(client, **asked):
    return client.get(URL, {"department": "csc", "round": YEAR, **asked})


def told(response):
    """Each line: the problem, the goals, the measures."""
    return [
        (
            line.finding.title if line.finding else None,
            [answer.goal.code for answer in line.answers],
            [measure.code for answer in line.answers for measure in answer.measures],
        )
        for line in response.context["rows"]
    ]


def counts(response):
    return {name: count for name, _label, count in response.context["matrix"].counts}


def test_every_problem_is_a_line_with_what_answers_it(cast, sign_in, plan, found):
    """D31: problem, goal and measures; what waits for a goal stands first."""
    late, noon, open_one = found("Late"), found("Noon"), found("Nobody")
    first, second = plan.goals.all()[:2]
    answered(cast, second, late)
    answered(cast, first, noon, late)
    measure = factories.make_measure(cast, plan, goals=[first])
    response = page(sign_in(cast.dana))
    assert told(response) == [
        ("Nobody", [], []),
        ("Late", ["G1", "G2"], [measure.code]),
        ("Noon", ["G1"], [measure.code]),
        (None, ["G3"], []),
    ]
    text = response.content.decode()
    assert open_one.get_absolute_url() in text and first.get_absolute_url() in text
    assert measure.get_absolute_url() in text and "Ten calls about it: Nobody" in text


def test_the_gaps_are_counted_and_lead_to_their_lines(cast, sign_in, plan, found):
    noon = found("Noon")
    found("Nobody")
    first, second, third = plan.goals.all()
    answered(cast, first, noon)
    record(third, {"evidence": ""}, by=cast.dana)
    factories.make_measure(cast, plan, goals=[first, second])
    client = sign_in(cast.dana)
    assert counts(page(client)) == {
        "no-goal": 1,
        "no-problem": 2,
        "no-evidence": 1,
        "no-measure": 1,
        "no-result": 2,
        "whole": 0,
    }
    assert told(page(client, show="no-goal")) == [("Nobody", [], [])]
    assert [goals for _p, goals, _m in told(page(client, show="no-evidence"))] == [["G3"]]
    assert [goals for _p, goals, _m in told(page(client, show="no-result"))] == [["G1"], ["G2"]]
    assert "No line is like this" in page(client, show="whole").content.decode()
    assert len(told(page(client, show="nonsense"))) == 4


@pytest.fixture
def executed(cast, found):
    """This year's plan in execution; its first goal has half of the way behind it."""
    year = dt.date.today().year
    last = factories.make_plan(cast, factories.make_round(cast, year=year), status="empty")
    goal = last.goals.first()
    indicator = Indicator.objects.create(
        code="Q-1", name="Solved", family="quality", direction="higher", unit="%"
    )
    record(goal.target_lines.get(), {"indicator": indicator}, by=cast.dana)
    answered(cast, goal, found("Twice", on=dt.date(year - 1, 10, 2)))
    factories.advance_goals(cast, last, to="fixed")
    factories.complete(cast, last, by=cast.dana)
    factories.advance(cast, last, to="execution")
    Value.objects.create(
        indicator=indicator,
        department=cast.csc,
        period=f"{year}-01",
        value=Decimal(74),
        status="accepted",
    )
    return last


def test_the_result_is_found_through_the_goal(cast, sign_in, executed):
    """From 68 to 80 and 74 now: half of the way."""
    response = page(sign_in(cast.sam), round=executed.round.label)
    line = next(line for line in response.context["rows"] if line.finding)
    assert [figure.attainment for figure in line.answers[0].told] == [
        (Decimal(74) - 68) / (Decimal(80) - 68)
    ]
    assert line.whole and counts(response)["whole"] == 1
    assert "50%" in response.content.decode()


def test_a_plan_that_one_may_not_read_stays_hidden(cast, sign_in, plan, found):
    """Problems are everybody's to read; a draft is its department's."""
    noon = found("Noon")
    answered(cast, plan.goals.first(), noon)
    response = page(sign_in(cast.sam))
    assert told(response) == [("Noon", [], [])]
    assert plan.goals.first().title not in response.content.decode()
    assert f"{plan.code} G1" in response.content.decode()
    assert "no plan of this year that you can read" in response.content.decode()


def test_what_is_settled_elsewhere_or_found_later_is_not_in_it(cast, sign_in, plan, found):
    take(found("Settled"), "resolve", by=cast.olga)
    found("Foreign", department=cast.lic, by=cast.olga)
    answered(cast, plan.goals.first(), taken := found("Answered"))
    take(Finding.objects.get(pk=taken.pk), "resolve", by=cast.olga)
    archive_goal(by=cast.dana, goal=plan.goals.get(number=3))
    found_late = found("Later", on=dt.date(YEAR + 1, 1, 4))
    titles = [title for title, _goals, _measures in told(page(sign_in(cast.dana)))]
    assert titles == ["Answered", None] and found_late.title not in titles


def test_a_word_given_by_hand_is_no_gap_and_another_years_goal_is_elsewhere(
    cast, sign_in, executed, found
):
    """The problem that last year's goal answers is not this year's; put back, it waits again."""
    factories.make_plan(cast, factories.make_round(cast), status="empty")
    worded = take(found("By word"), "take_up", by=cast.dana, answer="We hire for noon.")
    client = sign_in(cast.dana)
    response = page(client)
    assert "We hire for noon." in response.content.decode()
    assert [title for title, _g, _m in told(response) if title] == ["By word"]
    assert counts(response)["no-goal"] == 0
    take(worded, "put_back", by=cast.dana)
    assert counts(page(client))["no-goal"] == 1


def test_the_way_in_is_ones_own_department_and_its_latest_plan(cast, sign_in, plan):
    matrix = sign_in(cast.dana).get(URL).context["matrix"]
    assert (matrix.department, matrix.round, matrix.plan) == (cast.csc, plan.round, plan)
    assert sign_in(cast.dana).get(URL, {"department": "nowhere"}).status_code == 404
    assert sign_in(cast.dana).get(URL, {"round": "1999"}).status_code == 404


def test_before_the_first_year_the_page_says_so(cast, sign_in):
    response = sign_in(cast.dana).get(URL)
    assert response.status_code == 200 and "No planning year yet" in response.content.decode()
    assert sign_in(cast.dana).get(f"{URL}lines.csv").status_code == 404


def test_a_long_matrix_is_read_page_by_page(cast, sign_in, plan, found):
    for number in range(26):
        found(f"Problem {number}")
    client = sign_in(cast.dana)
    assert len(told(page(client))) == 25
    assert len(told(page(client, lines="2"))) == 4


def test_the_file_has_one_row_a_measure_and_no_formula(cast, sign_in, plan, found):
    noon = found("=1+1")
    goal = answered(cast, plan.goals.first(), noon)
    measures = [factories.make_measure(cast, plan, goals=[goal]) for _each in range(2)]
    response = sign_in(cast.dana).get(f"{URL}lines.csv", {"department": "csc", "round": YEAR})
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row[3] for row in rows[1:]] == ["'=1+1", "'=1+1", "", ""]
    assert [row[7] for row in rows[1:3]] == [str(measure) for measure in measures]
    assert rows[1][6] == str(goal) and rows[3][2] == plan.goals.get(number=2).evidence


@pytest.mark.parametrize("cell", ["=A1", "+1", "-1", "@x", "\tx"])
def test_no_cell_begins_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


def test_the_other_pages_lead_to_it(cast, sign_in, plan):
    client = sign_in(cast.dana)
    assert URL in client.get("/findings/").content.decode()
    assert URL in client.get(f"{plan.get_absolute_url()}check/").content.decode()


def asked(client, **more):
    page(client, **more)
    with CaptureQueriesContext(connection) as captured:
        assert page(client, **more).status_code == 200
    return len(captured)


def test_one_line_and_three_ask_the_same(cast, sign_in, executed, found):
    client = sign_in(cast.olga)
    one = asked(client, round=executed.round.label)
    for number in range(2):
        finding = found(f"Problem {number}", on=dt.date(2026, 1, 5))
        note = Proof(finding=finding, kind="note", words="Nine more.", source="Desk 5")
        create(note, by=cast.dana)
    assert asked(client, round=executed.round.label) == one <= 10
