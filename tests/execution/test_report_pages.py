"""The pages of progress reports: list, writing, reading, the overview of a period."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from execution.models import ProgressReport
from improvement.door.acts import take
from tests.execution.report_year import OPENED, QUARTER, YEAR, filled, handed_in, measured, tell


def typed(report, act="save", **more):
    report.refresh_from_db()
    return {"version": report.version, "key": f"{act}-{report.version}", "act": act, **more}


def explained(plan):
    lines = plan.goals.values_list("target_lines", flat=True)
    return {f"line-{pk}-{name}": "Written." for pk in lines for name in ("cause", "remedy")}


def test_the_figures_are_filled_in_before_anything_is_typed(report, plan, sign_in, cast):
    first, *_others = measured(plan)
    tell(plan, first, 71)

    page = sign_in(cast.dana).get(report.get_absolute_url()).content.decode()

    assert "71%" in page and f"Mar {YEAR}" in page
    assert "No value has been told in this year yet." in page
    assert report.lines.count() == 0  # reading writes nothing


def test_a_report_is_written_and_handed_in_from_one_page(report, plan, sign_in, cast):
    first, *_others = measured(plan)
    tell(plan, first, 68)
    client, url = sign_in(cast.hana), report.get_absolute_url()
    assert b"Off its path" in client.get(url).content

    refused = client.post(url, typed(report, "submit", health="warn"))
    assert refused.status_code == 200
    assert "G1 · Cause: Give the cause: the line is off its path." in refused.content.decode()

    sent = typed(report, "submit", health="warn", wins="Faster desks.", **explained(plan))
    assert client.post(url, sent).url == url

    report.refresh_from_db()
    assert (report.status, report.health, report.wins) == ("submitted", "warn", "Faster desks.")
    line = report.lines.get(target_line__goal__number=1)
    assert (line.actual, line.value_period, line.health) == (68, f"{YEAR}-03", "bad")
    assert (line.cause, line.remedy) == ("Written.", "Written.")
    assert client.post(url, sent).url == url  # a second click
    assert b"Faster desks." in client.get(url).content


def test_a_draft_is_kept_as_it_is(report, plan, sign_in, cast):
    client, url = sign_in(cast.dana), report.get_absolute_url()
    measure = plan.measures.get()

    sent = typed(report, needs="Two more desks.")
    sent |= {f"measure-{measure.pk}-percent": "40", f"measure-{measure.pk}-word": "Half way."}
    assert client.post(url, sent).url == url

    report.refresh_from_db()
    assert report.status == "draft"
    assert b"Two more desks." in client.get(url).content
    line = report.measure_lines.get()
    assert (line.percent, line.word) == (40, "Half way.")
    assert b"The head of the department hands it in." in client.get(url).content


def test_two_colleagues_do_not_overwrite_each_other(report, sign_in, cast):
    client, url = sign_in(cast.dana), report.get_absolute_url()
    client.post(url, typed(report, wins="First."))
    late = client.post(url, {**typed(report, wins="Second."), "version": 1})

    assert late.status_code == 409
    assert b"Second." in late.content


def test_a_plan_said_to_be_off_its_path_says_why(report, sign_in, cast):
    client, url = sign_in(cast.hana), report.get_absolute_url()
    page = client.post(url, typed(report, "submit", health="bad")).content.decode()
    assert "write what stands in its way" in page and "write what comes next" in page
    none = client.post(url, typed(report, "submit")).content.decode()
    assert "Say how the plan stands." in none


def test_the_question_is_answered_on_the_page_of_the_report(report, plan, sign_in, cast):
    handed_in(report, cast.dana, cast.hana)
    client, url = sign_in(cast.olga), report.get_absolute_url()
    assert report.step_url("query") in client.get(url).content.decode()
    report.refresh_from_db()
    sent = {"version": report.version, "key": "q", "question": "Why so slow?"}
    client.post(report.step_url("query"), sent)

    client = sign_in(cast.hana)
    assert b"Why so slow?" in client.get(url).content
    answer = typed(report, "answer", health="warn", **explained(plan))
    assert b"Write the answer." in client.post(url, answer).content
    assert client.post(url, answer | {"answer": "Two closed."}).url == url

    report.refresh_from_db()
    assert (report.status, report.answer_given) == ("submitted", "Two closed.")
    assert b"Two closed." in sign_in(cast.xia).get(url).content


def test_the_office_acknowledges_only_with_an_assessment(report, sign_in, cast):
    handed_in(report, cast.dana, cast.hana)
    client = sign_in(cast.olga)
    report.refresh_from_db()
    sent = {"version": report.version, "key": "a"}
    assert client.post(report.step_url("acknowledge"), sent).status_code == 409

    client.post(report.step_url("acknowledge"), sent | {"assessment": "On its way."})

    report.refresh_from_db()
    assert report.status == "acknowledged"
    assert b"On its way." in sign_in(cast.xia).get(report.get_absolute_url()).content


def test_a_query_after_the_acknowledgement_hears_why_and_where_to_go(report, sign_in, cast):
    handed_in(report, cast.dana, cast.hana)
    take(report, "acknowledge", by=cast.olga, assessment="Fine.")

    answer = sign_in(cast.olga).post(report.step_url("query"), {"question": "And now?"})

    assert answer.status_code == 409
    assert b"The report was acknowledged." in answer.content
    assert report.get_absolute_url() in answer.content.decode()


@pytest.mark.parametrize(
    ("period", "status", "said"),
    [
        (f"{YEAR}Q2", 409, "is not over yet"),
        (f"{YEAR}-01", 404, ""),
        (f"{YEAR - 1}Q4", 404, ""),
        ("2027Q9", 404, ""),
    ],
)
def test_a_period_without_a_report(report, plan, sign_in, cast, period, status, said):
    answer = sign_in(cast.hana).get(f"{plan.get_absolute_url()}reports/{period}/")
    assert answer.status_code == status
    assert said in answer.content.decode()
    if said:
        assert report.list_url() in answer.content.decode()


def test_a_missed_report_is_shown_and_closed(report, plan, sign_in, cast, time_machine):
    from execution.reporting import miss_reports

    filled(report, cast.dana, wins="Nearly done.")
    time_machine.move_to(OPENED + dt.timedelta(days=40), tick=False)
    miss_reports(OPENED + dt.timedelta(days=40))

    stranger = sign_in(cast.xia)
    assert b"Missed" in stranger.get(report.list_url()).content
    page = stranger.get(report.get_absolute_url()).content
    assert b"was not handed in in time" in page and b"Nearly done." not in page
    mine = sign_in(cast.hana)
    assert b"Nearly done." in mine.get(report.get_absolute_url()).content
    late = mine.post(report.get_absolute_url(), typed(report, "submit"))
    assert late.status_code == 409 and b"was not handed in in time" in late.content


def test_a_draft_is_its_departments(report, plan, sign_in, cast):
    filled(report, cast.dana)
    assert sign_in(cast.xia).get(report.get_absolute_url()).status_code == 404
    assert sign_in(cast.olga).get(report.get_absolute_url()).status_code == 200
    assert QUARTER not in sign_in(cast.xia).get(report.list_url()).content.decode()


def test_the_overview_counts_who_has_reported(report, cast, planning_round, sign_in):
    handed_in(report, cast.dana, cast.hana)

    page = sign_in(cast.olga).get("/reports/")

    assert {v.key: v.number for v in page.context["overview"].views if v.number} == {
        "": 1,
        "waiting": 1,
    }
    assert b"Contact Centre" in page.content
    narrowed = sign_in(cast.olga).get("/reports/?show=missed")
    assert b"No report matches" in narrowed.content


def test_before_the_first_period_is_over(plan, sign_in, cast):
    assert b"No period is over yet" in sign_in(cast.olga).get("/reports/").content


PAGES = {"list": 5, "write": 9, "draft": 10, "read": 10, "overview": 6}


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_the_same_for_one_goal_and_for_three(plan, report, cast, client, page):
    measured(plan)
    url = {"list": report.list_url(), "overview": "/reports/"}.get(page, report.get_absolute_url())
    client.force_login(cast.olga if page in {"read", "overview"} else cast.hana)
    if page == "read":
        handed_in(report, cast.dana, cast.hana)
    if page == "draft":
        filled(report, cast.dana)

    def asked():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    three = asked()
    plan.goals.exclude(number=1).update(archived=True)
    ProgressReport.objects.get().lines.exclude(target_line__goal__number=1).delete()
    assert asked() == three <= PAGES[page]
