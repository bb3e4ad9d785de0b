"""Writing, handing in, asking, answering, acknowledging and correcting a progress report."""

import datetime as dt

import pytest
import time_machine

from evidence.models import Value
from execution.models import ProgressReport
from execution.reporting import write_report
from improvement.audit.models import Entry
from improvement.door.acts import create_many, record, take
from improvement.door.models import Revision
from improvement.door.refusals import NotYours, StepRefused, WrongState
from improvement.notifications.models import Message
from tests.execution.report_year import OPENED, QUARTER, YEAR, filled, handed_in, measured, tell


def told(kind):
    found = Message.objects.filter(kind=f"execution.progressreport.{kind}", channel="inapp")
    return sorted(found.values_list("recipient__name", flat=True))


def line_of(report, number):
    return report.lines.get(target_line__goal__number=number)


def test_beginning_fills_the_lines_from_values_and_tasks(report, plan, cast):
    first, _second, third = measured(plan)
    tell(plan, first, 71)
    tell(plan, first, 80, f"{YEAR}-04")  # after the period: not yet known then
    tell(plan, third, 148)

    report = take(report, "begin", by=cast.dana)

    one, two, three = (line_of(report, n) for n in (1, 2, 3))
    assert (one.actual, one.value_period, one.health) == (71, f"{YEAR}-03", "good")
    assert (two.actual, two.health) == (None, "none")  # missing is not zero
    assert (three.actual, three.health) == (148, "bad")
    measure = report.measure_lines.get()
    assert (measure.state, measure.percent, measure.total) == ("planned", None, 0)


def test_the_percentage_of_a_measure_follows_from_its_tasks(report, plan, cast, give):
    with time_machine.travel(OPENED - dt.timedelta(days=1)):
        give("done")
    give("done")  # after the period: not done by its end
    report = take(report, "begin", by=cast.dana)
    measure = report.measure_lines.get()
    assert (measure.done, measure.total, measure.percent) == (1, 2, 50)


def test_red_needs_a_cause_and_a_remedy(report, plan, cast):
    first, *_others = measured(plan)
    tell(plan, first, 68)
    report = take(report, "begin", by=cast.dana)
    report = record(report, {"health": "warn"}, by=cast.dana)

    with pytest.raises(StepRefused) as refused:
        take(report, "submit", by=cast.hana)

    assert "G1 is off its path" in str(refused.value.gaps[0].sentence)
    assert refused.value.gaps[0].link.startswith(report.get_absolute_url())
    assert handed_in(report, cast.dana, cast.hana).status == "submitted"


def test_what_was_handed_in_stays_as_it_was_known_then(report, plan, cast):
    first, *_others = measured(plan)
    tell(plan, first, 71)
    report = handed_in(report, cast.dana, cast.hana)
    tell(plan, first, 60)
    plan.goals.get(number=1).target_lines.update(target=99)

    line = line_of(report, 1)

    assert (line.actual, line.target) == (71, 80)
    frozen = Revision.objects.of(report).last().content
    assert frozen["lines"][0]["actual"] == "71" and frozen["health"] == "warn"
    assert told("submit") == ["Olga", "Oscar", "Otto"]


def test_nobody_hands_in_a_figure_they_have_not_seen(report, plan, cast):
    first, *_others = measured(plan)
    filled(report, cast.dana)
    tell(plan, first, 70)

    with pytest.raises(StepRefused, match="Values have been told since"):
        take(report, "submit", by=cast.hana)

    assert handed_in(report, cast.dana, cast.hana).status == "submitted"


def test_asking_answering_and_the_word_of_the_office(report, cast):
    report = handed_in(report, cast.dana, cast.hana)
    with pytest.raises(StepRefused):
        take(report, "query", by=cast.olga)
    report = take(report, "query", by=cast.olga, question="Why?")
    assert told("query") == ["Dana", "Hana"]
    report = record(report, {"obstacles": "Two desks were closed."}, by=cast.dana)
    with pytest.raises(NotYours):
        take(report, "answer", by=cast.dana, answer="Closed.")
    report = take(report, "answer", by=cast.hana, answer="Closed.")
    assert [r.step for r in Revision.objects.of(report)] == ["submit", "answer"]
    with pytest.raises(StepRefused):
        take(report, "acknowledge", by=cast.olga)
    report = take(report, "acknowledge", by=cast.olga, assessment="On its way.")
    assert (report.status, report.assessment) == ("acknowledged", "On its way.")
    with pytest.raises(WrongState):
        take(report, "query", by=cast.olga, question="And now?")
    with pytest.raises(WrongState, match="stays as it was"):
        record(report, {"wins": "More."}, by=cast.dana)


def test_figures_are_corrected_with_a_reason_and_both_stay(report, plan, cast, sign_in):
    first, *_others = measured(plan)
    tell(plan, first, 71)
    report = handed_in(report, cast.dana, cast.hana)
    report = take(report, "acknowledge", by=cast.olga, assessment="Fine.")
    with pytest.raises(StepRefused, match="still those that were reported"):
        take(report, "correct", by=cast.hana, reason="Counted again.")
    tell(plan, first, 70)

    report = take(report, "correct", by=cast.hana, reason="Counted again.")

    assert (report.status, report.correction) == ("corrected", "Counted again.")
    assert line_of(report, 1).actual == 70
    was, now = (r.content["lines"][0]["actual"] for r in Revision.objects.of(report))
    assert (was, now) == ("71", "70")
    page = sign_in(cast.xia).get(report.get_absolute_url()).content.decode()
    assert "<del>71%</del>" in page and "Counted again." in page


def test_a_closed_year_is_locked(report, planning_round, cast):
    filled(report, cast.dana)
    type(planning_round).objects.filter(pk=planning_round.pk).update(status="closed")
    with pytest.raises(StepRefused, match="planning year is closed"):
        take(report, "submit", by=cast.hana)


def test_nobody_opens_a_report_by_hand(plan, cast):
    new = ProgressReport(plan=plan, period=QUARTER)
    with pytest.raises(NotYours):
        create_many([new], by=cast.hana)
    assert not ProgressReport.objects.exists()


def test_a_stranger_writes_nothing(report, cast):
    with pytest.raises(NotYours):
        write_report(by=cast.olga, report=report, words={"wins": "x"}, lines={}, measures={})
    assert not report.lines.exists()


def test_entries_are_versions(report, plan, cast):
    measured(plan)
    report = handed_in(report, cast.dana, cast.hana)
    for row in (report, *report.lines.all(), *report.measure_lines.all()):
        entries = Entry.objects.about(row._meta.label_lower, row.pk)
        assert entries.count() == row.version


def test_what_others_build_on(report, plan, cast):
    assert ProgressReport.objects.latest_for([plan]) == {}
    assert list(ProgressReport.objects.missing(report.in_period)) == [report]
    report = handed_in(report, cast.dana, cast.hana)
    assert ProgressReport.objects.latest_for([plan]) == {plan.pk: report}
    assert not ProgressReport.objects.missing(report.in_period).exists()
    assert not Value.objects.exists()


def test_the_home_page_names_what_waits(report, cast, sign_in):
    assert b"Write the report" in sign_in(cast.hana).get("/").content
    handed_in(report, cast.dana, cast.hana)
    page = sign_in(cast.olga).get("/").content.decode()
    assert report.get_absolute_url() in page
    assert report.get_absolute_url() not in sign_in(cast.xia).get("/").content.decode()


def test_what_came_in_on_paper_bears_the_time_at_which_it_came(report, cast):
    came = OPENED + dt.timedelta(days=2)
    with time_machine.travel(OPENED + dt.timedelta(days=40)):
        report = take(filled(report, cast.dana), "submit", by=cast.hana, received_at=came)
        assert report.submitted_at == came
        assert not report.late
