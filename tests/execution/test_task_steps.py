"""A task from accepting to done, and the ways aside."""

import datetime as dt

import pytest

from execution.steps import reassign
from improvement.door.acts import take
from improvement.door.refusals import NotYours, StepRefused
from improvement.notifications.models import Message

DAY = dt.timedelta(days=1)


def told(task, step):
    found = Message.objects.filter(kind=f"execution.task.{step}", object_id=task.pk)
    return {message.recipient.name for message in found}


def test_the_whole_way(give, cast, in_may):
    task = give()
    task = take(task, "accept", by=cast.sam)
    task = take(task, "start", by=cast.sam)
    assert task.started_on == in_may
    task = take(task, "submit", by=cast.sam, result="The guide is at every desk.")
    assert told(task, "submit") == {"Dana", "Hana"}
    task = take(task, "confirm", by=cast.dana)

    assert (task.status, task.result) == ("done", "The guide is at every desk.")
    assert task.finished_on == in_may
    assert told(task, "confirm") == {"Sam"}


def test_returned_with_a_reason_and_handed_in_again(give, cast):
    task = give("submitted")
    task = take(task, "send_back", by=cast.hana, reason="The fees are missing.")
    assert (task.status, task.return_reason) == ("in_progress", "The fees are missing.")
    assert told(task, "send_back") == {"Sam"}

    task = take(task, "submit", by=cast.sam, result="With fees.")

    assert (task.status, task.return_reason) == ("submitted", "")


def test_nobody_but_the_head_takes_their_own_work_as_done(give, cast):
    task = give("submitted", person=cast.dana)
    with pytest.raises(NotYours):
        take(task, "confirm", by=cast.dana)

    assert take(task, "confirm", by=cast.hana).status == "done"


def test_a_task_waits_for_what_it_depends_on(give, cast, measure):
    guide = give(due=measure.starts + DAY)
    task = give("accepted", starts=guide.due, depends_on=[guide])

    with pytest.raises(StepRefused, match=r"It waits for M1\.1 Write the guide") as refused:
        take(task, "start", by=cast.sam)
    assert refused.value.link == guide.get_absolute_url()

    for step in ("accept", "start"):
        guide = take(guide, step, by=cast.sam)
    guide = take(guide, "submit", by=cast.sam, result="Done.")
    take(guide, "confirm", by=cast.hana)
    assert take(task, "start", by=cast.sam).status == "in_progress"


def test_the_head_gives_a_declined_task_to_somebody_else(give, cast):
    task = take(give(), "decline", by=cast.sam, reason="I am on leave.")
    assert (task.declined_because, told(task, "decline")) == ("I am on leave.", {"Hana"})

    task = reassign(by=cast.hana, task=task, person=cast.dana, reason="Sam is on leave.")

    assert (task.status, task.person, task.declined_because) == ("assigned", cast.dana, "")
    assert told(task, "reassign") == {"Dana"}


def test_or_to_the_same_once_more(give, cast):
    task = take(give(), "decline", by=cast.sam, reason="I am on leave.")

    task = reassign(by=cast.hana, task=task, reason="After your leave, please.")

    assert (task.status, task.person) == ("assigned", cast.sam)


def test_blocked_and_going_on(give, cast):
    task = take(give("in_progress"), "block", by=cast.sam, reason="The system is down.")
    assert told(task, "block") == {"Dana", "Hana"}

    assert take(task, "resume", by=cast.sam).blocked_because == ""


def test_tasks_rest_while_their_measure_rests(give, cast, measure):
    task = give("accepted")
    type(measure).objects.filter(pk=measure.pk).update(status="suspended")

    with pytest.raises(StepRefused, match="The measure M1 rests or was cancelled"):
        take(task, "start", by=cast.sam)


def test_the_day_it_was_finished_may_be_typed(give, cast, in_may):
    task = give("in_progress")
    for odd in ("soon", (in_may + DAY).isoformat()):
        with pytest.raises(StepRefused):
            take(task, "submit", by=cast.sam, result="Done.", finished_on=odd)

    day = in_may - 3 * DAY
    task = take(task, "submit", by=cast.sam, result="Done.", finished_on=day.isoformat())

    assert (task.finished_on, task.started_on) == (day, min(task.starts, day))
    assert take(task, "send_back", by=cast.hana, reason="Not all.").finished_on is None
