"""The timeline: bars against the approved plan, broken dependencies, the same as a list."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from execution.models import Task
from execution.timeline import timeline
from improvement.door.acts import take
from plans.models import Measure

DAY = dt.timedelta(days=1)


def bars(plan, cast, today, show=""):
    return {row.row.code: row for row in timeline(plan, cast.xia, today, show).rows}


def test_the_thin_line_is_the_plan_as_approved(give, cast, plan, measure, in_may):
    approved = (measure.starts, measure.ends)
    later = (measure.starts + 30 * DAY, measure.ends)
    Measure.objects.filter(pk=measure.pk).update(starts=later[0])

    bar = bars(plan, cast, in_may)["M1"].bar

    assert (bar.planned, bar.starts, bar.ends) == (approved, *later)
    assert [stone.title for stone in bar.milestones] == ["Pilot group live"]


def test_the_bar_of_a_measure_follows_its_tasks(give, cast, plan, measure, in_may):
    give("done", due=in_may - 5 * DAY)
    give(due=in_may + DAY)

    bar = bars(plan, cast, in_may)["M1"].bar

    assert (bar.done, bar.state) == (0.5, "progress")


@pytest.mark.parametrize(
    ("status", "days", "state"),
    [
        ("done", -3, "done"),
        ("in_progress", 3, "progress"),
        ("in_progress", -3, "late"),
        ("assigned", -3, "late"),
        ("assigned", 3, "planned"),
        ("submitted", -3, "progress"),
    ],
)
def test_how_a_task_stands(give, cast, plan, in_may, status, days, state):
    give(status, due=in_may + days * DAY)

    bar = bars(plan, cast, in_may)["M1.1"].bar

    assert bar.state == state
    if state == "late":
        assert bar.ends == in_may  # it goes on until today


def test_broken_dependencies_are_red_in_the_picture_and_a_word_in_the_list(
    give, sign_in, cast, plan, measure, in_may
):
    guide = give(due=measure.starts + DAY)
    give(starts=guide.due, depends_on=[guide])
    page = f"{plan.get_absolute_url()}timeline/"
    sound = sign_in(cast.xia).get(page).content.decode()
    assert "chart-link" in sound and "chart-link-broken" not in sound

    Task.objects.filter(pk=guide.pk).update(due=measure.starts + 60 * DAY)
    broken = sign_in(cast.xia).get(page).content.decode()

    assert "chart-link-broken" in broken and "M1.1 is due later" in broken


def test_what_was_cancelled_is_left_out(give, cast, plan, in_may):
    take(give(), "cancel", by=cast.hana, reason="Not needed.")

    assert list(bars(plan, cast, in_may)) == ["M1"]


def test_measures_alone_where_there_is_no_room(give, cast, plan, in_may, monkeypatch):
    give()
    assert list(bars(plan, cast, in_may, "measures")) == ["M1"]
    monkeypatch.setattr("execution.timeline.ROWS", 1)

    assert list(bars(plan, cast, in_may)) == ["M1"]
    assert list(bars(plan, cast, in_may, "tasks")) == ["M1", "M1.1"]


def test_the_page_asks_the_same_for_one_task_and_for_three(give, cast, client, plan):
    client.force_login(cast.xia)

    def asked():
        client.get(f"{plan.get_absolute_url()}timeline/")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{plan.get_absolute_url()}timeline/")
        return len(captured)

    first = give()
    give(starts=first.due, depends_on=[first])
    one = asked()
    give(), give(person=cast.dana)
    assert asked() == one <= 10
