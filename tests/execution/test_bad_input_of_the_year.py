"""What goes wrong in the year after issue ends in a plain sentence and a way on (D76, D93)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from evidence.statistics import attainment
from execution.models import Task
from improvement.door.acts import take
from improvement.organization.models import Appointment
from plans import goal_health
from plans.attainment import figures_of
from plans.models import Round, TargetLine
from tests.execution.report_year import filled, measured, tell

VALUES = "/values/"


def text(response) -> str:
    return response.content.decode()


def test_a_period_without_data_says_so_and_leads_to_the_values(report, plan, cast, sign_in):
    measured(plan)
    client = sign_in(cast.dana)
    client.post(report.get_absolute_url(), {"wins": "None yet."})
    page = text(client.get(report.get_absolute_url()))
    assert "No value has been told in this year yet." in page
    assert f'href="{VALUES}"' in page.partition("No value has been told")[2][:200]


def test_an_indicator_without_a_value_leads_to_the_sheet(plan, cast, sign_in):
    card = measured(plan)[0]
    card.owner = cast.csc
    card.save()
    client = sign_in(cast.dana)
    page = text(client.get(card.get_absolute_url()))
    assert "No value yet" in page and f'href="{VALUES}">Enter values' in page
    assert f'href="{VALUES}">Enter values' not in text(
        sign_in(cast.xia).get(card.get_absolute_url())
    )


def test_a_single_value_is_read_as_one(plan, cast, sign_in, in_april):
    card = measured(plan)[0]
    tell(plan, card, 70)
    page = text(sign_in(cast.xia).get(card.get_absolute_url()))
    assert "There is only one value" in page
    assert "a second one shows how it varies" in page


@pytest.mark.parametrize(
    ("baseline", "target", "said"),
    [(0, 0, "Baseline and target are equal"), (12, 0, "")],
    ids=["from nothing to nothing", "to nothing"],
)
def test_a_target_of_zero_is_read_or_said_to_be_undefined(plan, in_april, baseline, target, said):
    card = measured(plan)[0]
    line = TargetLine.objects.filter(indicator=card)
    line.update(baseline=baseline, target=target, direction="lower")
    tell(plan, card, 9)
    figure = next(f for f in figures_of(plan) if f.line.indicator == card)
    assert str(figure.because).startswith(said)
    assert (figure.attainment is None) == bool(said)
    assert figure.health in {"none", "good", "warn", "bad"}
    assert goal_health.refresh([plan.pk]) == 3


def test_no_direction_divides_by_zero():
    for direction in ("higher", "lower", "at_least", "at_most", "in_range"):
        for baseline in (None, Decimal(0)):
            got = attainment(direction, baseline, Decimal(0), Decimal(0), tolerance=Decimal(0))
            assert got is None or got.is_finite()


def test_a_report_of_a_closed_year_is_refused_and_leads_to_the_others(report, cast, sign_in):
    filled(report, cast.dana)
    Round.objects.filter(pk=report.plan.round_id).update(status="closed")
    answer = sign_in(cast.hana).post(report.get_absolute_url(), {"act": "submit", "health": "warn"})
    report.refresh_from_db()
    assert answer.status_code == 409
    assert "its reports stay as they are" in text(answer)
    assert report.list_url() in text(answer)
    assert report.status == "draft"


def test_a_period_that_is_not_over_says_when_its_report_opens(report, plan, cast, sign_in):
    here = report.get_absolute_url().replace("Q1", "Q2")
    answer = sign_in(cast.dana).get(here)
    assert answer.status_code == 409
    assert "is not over yet. Its report opens after" in text(answer)
    assert report.list_url() in text(answer)


def test_a_locked_value_is_not_entered_anew(plan, cast, sign_in, in_april):
    """What was accepted is corrected through its own page, with a reason."""
    card = measured(plan)[0]
    card.owner = cast.csc
    card.save()
    told = tell(plan, card, 70)
    type(told).objects.filter(pk=told.pk).update(status="accepted")
    page = sign_in(cast.dana).get(f"{VALUES}?department=csc&period={told.period}")
    assert not [line for line in page.context["sheet"].lines if line.row == told and line.form]
    assert told.get_absolute_url() in text(page)


def test_the_task_of_somebody_who_left_says_so_and_is_handed_on(give, cast, sign_in, in_may):
    task = give()
    Appointment.objects.filter(user=cast.sam).update(until=in_may - dt.timedelta(days=1))
    page = text(sign_in(cast.hana).get(task.get_absolute_url()))
    assert "Sam holds no post here any more." in page
    assert f"{task.get_absolute_url()}reassign/" in page
    staff = text(sign_in(cast.xia).get(task.get_absolute_url()))
    assert "The head of the department gives the task to somebody else." in staff


def test_a_task_is_not_begun_before_what_it_waits_for(give, cast, sign_in, in_may):
    first = give()
    second = give("accepted", starts=first.due, depends_on=[first])
    answer = sign_in(cast.sam).post(f"{second.get_absolute_url()}start/")
    assert answer.status_code == 409
    assert "which is not done yet. Finish that first, or take it out." in text(answer)
    assert f'href="{first.get_absolute_url()}"' in text(answer)
    assert Task.objects.get(pk=second.pk).status == "accepted"


def test_what_it_waited_for_can_be_cancelled(give, cast, in_may):
    first = give()
    second = give("accepted", starts=first.due, depends_on=[first])
    take(first, "cancel", by=cast.hana, reason="Not needed any more.")
    assert take(second, "start", by=cast.sam).started_on == timezone.localdate()
