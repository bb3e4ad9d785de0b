"""A measure is broken down to post and person, each with its time (D63, D64)."""

import datetime as dt

import pytest

from execution.models import Task
from execution.progress import Progress, with_progress
from execution.steps import break_down, change_task
from improvement.audit.models import Entry
from improvement.door.acts import take
from improvement.door.refusals import NotYours, StepRefused
from improvement.notifications.models import Message
from improvement.organization.models import Appointment, Post

DAY = dt.timedelta(days=1)


def test_a_task_is_given_to_a_person_who_is_told(give, cast, measure):
    task = give(effort_hours=12)

    assert task.code == "M1.1"
    assert (task.person, task.assigned_by, task.status) == (cast.sam, cast.dana, "assigned")
    entry = Entry.objects.about("execution.task", task.pk).get()
    assert (entry.verb, entry.chain) == ("create", f"plans.plan:{measure.plan_id}")
    told = Message.objects.filter(kind="execution.task.create", object_id=task.pk)
    assert {message.recipient for message in told} == {cast.sam}


def test_a_task_hangs_on_a_post_until_somebody_accepts_it(give, cast, measure):
    post = Post.objects.create(department=cast.csc, name="Adviser")
    Appointment.objects.filter(user=cast.sam).update(post=post)
    task = give(post=post)
    told = Message.objects.filter(kind="execution.task.create", object_id=task.pk)
    assert {message.recipient for message in told} == {cast.sam}

    task = take(task, "accept", by=cast.sam)

    assert (task.status, task.person, task.post) == ("accepted", cast.sam, post)
    verbs = [entry.verb for entry in Entry.objects.about("execution.task", task.pk)]
    assert verbs == ["create", "accept", "change"]


def test_a_task_that_is_nobodys_is_refused(cast, measure):
    with pytest.raises(StepRefused, match="Name a post or a person"):
        break_down(
            by=cast.dana, measure=measure, title="x", starts=measure.starts, due=measure.ends
        )


def test_only_the_department_gives_tasks(give, cast):
    for stranger in (cast.xia, cast.olga, cast.sam, cast.lily):
        with pytest.raises(NotYours):
            give(by=stranger)
    assert not Task.objects.exists()


def test_numbers_follow_each_other_and_are_not_used_again(give, cast):
    first = give()
    take(first, "cancel", by=cast.hana, reason="Not needed.")

    assert give().code == "M1.2"


@pytest.mark.parametrize(("shift", "field"), [(-1, "starts"), (400, "due")])
def test_dates_outside_the_measure_are_refused_with_its_dates(give, measure, shift, field):
    day = measure.starts + shift * DAY

    with pytest.raises(StepRefused, match="The measure M1 runs from"):
        give(**{field: day})


def test_a_task_may_not_begin_before_what_it_waits_for(give, measure):
    guide = give(due=measure.starts + 30 * DAY)

    with pytest.raises(StepRefused, match=r"It waits for M1\.1, which is due on"):
        give(depends_on=[guide])
    later = give(depends_on=[guide], starts=guide.due)
    assert list(later.depends_on.all()) == [guide]


def test_two_tasks_cannot_wait_for_each_other(give, cast, measure):
    first = give(due=measure.starts + 10 * DAY)
    second = give(starts=first.due, due=first.due + DAY, depends_on=[first])
    third = give(starts=second.due, depends_on=[second])

    with pytest.raises(StepRefused, match="cannot wait for each other"):
        change_task(by=cast.dana, task=first, changes={"depends_on": [third]})
    with pytest.raises(StepRefused, match="cannot wait for each other"):
        change_task(by=cast.dana, task=first, changes={"depends_on": [first]})


@pytest.mark.parametrize("how", ["inactive", "appointment ended"])
def test_nobody_who_has_left_is_given_a_task(give, cast, how):
    if how == "inactive":
        type(cast.sam).objects.filter(pk=cast.sam.pk).update(is_active=False)
        cast.sam.refresh_from_db()
    else:
        ended = dt.date.today() - DAY
        Appointment.objects.filter(user=cast.sam).update(until=ended)

    with pytest.raises(StepRefused, match="Sam holds no post here any more"):
        give()


def test_nothing_is_given_outside_the_year_of_the_plan(give, plan):
    type(plan).objects.filter(pk=plan.pk).update(status="evaluation")

    with pytest.raises(StepRefused, match="while the plan is carried out"):
        give()


def test_a_form_sent_twice_gives_one_task(give, cast):
    give(key="same")
    give(key="same")

    assert Task.objects.count() == 1


def test_the_person_changes_freely_until_the_task_is_accepted(give, cast):
    task = give()
    changed = change_task(by=cast.dana, task=task, changes={"person": cast.dana})
    assert changed.person == cast.dana
    take(changed, "accept", by=cast.dana)

    with pytest.raises(StepRefused, match="The head of the department can give it on"):
        change_task(by=cast.dana, task=task, changes={"person": cast.sam})


def test_progress_counts_what_is_done_and_what_is_late(give, plan, measure, in_may):
    give("done")
    give("in_progress", due=in_may - DAY)
    give()

    (counted,) = with_progress(plan.measures.all())
    assert (counted, Progress.of(counted)) == (measure, Progress(done=1, total=3, late=1))
    assert Progress.of(counted).percent == 33
    assert Progress().percent is None
