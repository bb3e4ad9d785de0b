"""The pages of tasks: my own, one with its thread, a plan broken down, the measure."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from execution.models import Task
from improvement.door.acts import take
from improvement.organization.models import Appointment

DAY = dt.timedelta(days=1)


def grouped(answer):
    return {
        group.key: [task.code for task in group.tasks]
        for group in answer.context["groups"]
        if group.tasks
    }


def test_my_tasks_by_date_with_the_goal_each_serves(give, sign_in, cast, measure, in_may):
    give(due=in_may - DAY)
    give(due=in_may)
    give(due=in_may + (6 - in_may.weekday()) * DAY)
    give()
    give("done")
    give(person=cast.dana)

    answer = sign_in(cast.sam).get("/tasks/")

    assert grouped(answer) == {
        "overdue": ["M1.1"],
        "today": ["M1.2"],
        "week": ["M1.3"],
        "later": ["M1.4"],
    }
    assert measure.goals.first().title in answer.content.decode()


def test_what_waits_for_my_word(give, sign_in, cast):
    give("submitted")
    take(give(), "decline", by=cast.sam, reason="On leave.")

    assert grouped(sign_in(cast.dana).get("/tasks/")) == {"waiting": ["M1.1"]}
    assert grouped(sign_in(cast.hana).get("/tasks/")) == {"waiting": ["M1.1", "M1.2"]}
    assert grouped(sign_in(cast.xia).get("/tasks/")) == {}


def test_without_tasks_the_page_says_why(sign_in, cast, plan):
    assert b"Nothing is waiting for you" in sign_in(cast.xia).get("/tasks/").content


@pytest.mark.parametrize("name", ["sam", "dana", "hana"])
def test_my_tasks_ask_six_times_however_many_there_are(give, cast, client, name):
    def asked():
        client.get("/tasks/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/tasks/")
        return len(captured)

    client.force_login(cast.people[name])
    give(), give("submitted")
    one = asked()
    for _more in range(2):
        give(), give("submitted"), give(person=cast.dana)
    assert asked() == one <= 6


def test_one_tap_accepts_and_starts(give, sign_in, cast):
    task, client = give(), sign_in(cast.sam)
    for step, status in (("accept", "accepted"), ("start", "in_progress")):
        page = client.get(task.get_absolute_url())
        assert f'action="{task.step_url(step)}"' in page.content.decode()
        answer = client.post(task.step_url(step), {"version": task.version, "key": step})
        assert answer.url == task.get_absolute_url()
        task.refresh_from_db()
        assert task.status == status


def test_handing_in_asks_for_the_result(give, sign_in, cast):
    task, client = give("in_progress"), sign_in(cast.sam)
    sent = {"version": task.version, "key": "k"}
    assert client.post(task.step_url("submit"), sent).status_code == 409

    client.post(task.step_url("submit"), sent | {"result": "At every desk."})

    task.refresh_from_db()
    assert (task.status, task.result) == ("submitted", "At every desk.")


def test_the_page_of_a_task_tells_what_happened(give, sign_in, cast):
    task = give("submitted")
    take(task, "send_back", by=cast.hana, reason="The fees are missing.")

    text = sign_in(cast.xia).get(task.get_absolute_url()).content.decode()

    assert "The fees are missing." in text and "Returned:" in text
    for name in ("Dana", "Sam", "Hana"):
        assert name in text


def test_an_assignee_who_left_is_seen_with_a_way_on(give, sign_in, cast, plan):
    task = give()
    ended = dt.date.today() - DAY
    Appointment.objects.filter(user=cast.sam).update(until=ended)

    page = sign_in(cast.hana).get(task.get_absolute_url()).content.decode()
    assert "Sam holds no post here any more." in page
    assert task.step_url("reassign") in page
    assert b"Has left" in sign_in(cast.xia).get(f"{plan.get_absolute_url()}tasks/").content


def test_giving_it_to_somebody_else(give, sign_in, cast):
    task, client = give("in_progress"), sign_in(cast.hana)
    url = task.step_url("reassign")
    sent = {"version": task.version, "key": "k", "person": cast.dana.pk}
    assert b"Say why" in client.post(url, sent).content

    client.post(url, sent | {"reason": "Sam has other work."})

    task.refresh_from_db()
    assert (task.status, task.person) == ("assigned", cast.dana)
    assert sign_in(cast.dana).get(url).status_code == 403


def filled(measure, **more):
    return {
        "measure": measure.number,
        "title": "Train the desks",
        "starts": measure.starts.isoformat(),
        "due": measure.ends.isoformat(),
        "key": "k",
        **more,
    }


def test_adding_in_place_without_javascript(sign_in, cast, plan, measure):
    client, url = sign_in(cast.dana), f"{plan.get_absolute_url()}tasks/"
    assert b"Not broken down yet" in client.get(url).content
    assert b"Add a task to M1" in client.get(f"{url}?add=1").content

    answer = client.post(url, filled(measure, person=cast.sam.pk))

    task = Task.objects.get()
    assert answer.url == f"{url}?add=1#M1"
    assert (task.title, task.person) == ("Train the desks", cast.sam)
    assert b"Train the desks" in client.get(url).content


def test_every_fault_is_a_sentence_beside_its_field(give, sign_in, cast, plan, measure):
    guide = give(due=measure.starts + 9 * DAY)
    client, url = sign_in(cast.dana), f"{plan.get_absolute_url()}tasks/"
    sent = filled(measure, due="2099-01-01", depends_on=[guide.pk])

    errors = client.post(url, sent).context["form"].errors

    assert "Name a post or a person" in errors["person"][0]
    assert "It waits for M1.1" in errors["starts"][0]
    assert "The measure M1 runs from" in errors["due"][0]
    assert Task.objects.count() == 1


def test_others_read_the_work_plan_and_add_nothing(give, sign_in, cast, plan, measure):
    give()
    client, url = sign_in(cast.xia), f"{plan.get_absolute_url()}tasks/"

    page = client.get(url).content.decode()

    assert "Write the guide" in page and "?add=" not in page
    assert client.get(f"{url}?add=1").status_code == 403
    assert client.post(url, filled(measure, person=cast.sam.pk)).status_code == 403


def test_a_draft_has_no_work_plan(sign_in, cast, planning_round):
    from tests.factories import make_plan

    draft = make_plan(cast, planning_round)
    answer = sign_in(cast.dana).get(f"{draft.get_absolute_url()}tasks/")

    assert answer.status_code == 409
    assert b"Tasks follow when the plan is issued" in answer.content


def test_a_broken_dependency_shows(give, sign_in, cast, plan, measure):
    guide = give(due=measure.starts + DAY)
    give(starts=guide.due, depends_on=[guide])
    guide.due += 30 * DAY
    Task.objects.filter(pk=guide.pk).update(due=guide.due)

    page = sign_in(cast.xia).get(f"{plan.get_absolute_url()}tasks/").content

    assert b"M1.1 is due later" in page


def test_changing_a_task(give, sign_in, cast, measure):
    task, client = give("accepted"), sign_in(cast.dana)
    url = f"{task.get_absolute_url()}edit/"
    assert "person" not in client.get(url).context["form"].fields
    sent = filled(measure, version=task.version, title="Write it well")

    assert client.post(url, sent).url == task.get_absolute_url()
    task.refresh_from_db()
    assert task.title == "Write it well"
    assert client.post(url, sent | {"key": "l"}).status_code == 409
    assert sign_in(cast.sam).get(url).status_code == 403


@pytest.mark.parametrize("page", ["", "tasks/", "tasks/?add=1"])
def test_pages_ask_the_same_for_one_task_and_for_three(give, cast, client, plan, page):
    client.force_login(cast.hana)
    first = give()

    def asked():
        url = f"{plan.get_absolute_url()}{page}" if page else first.get_absolute_url()
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    one = asked()
    second = give(depends_on=[], person=cast.dana)
    give(starts=second.due, depends_on=[second])
    assert asked() == one <= 10


def test_a_measure_is_started_completed_and_verified_from_its_page(sign_in, cast, plan, measure):
    page = measure.get_absolute_url()
    assert measure.step_url("start") not in sign_in(cast.xia).get(page).content.decode()
    for person, step, sent in (
        (cast.dana, "start", {}),
        (cast.dana, "complete", {"result": "Half the calls are answered at once."}),
        (cast.olga, "verify", {}),
    ):
        client = sign_in(person)
        assert measure.step_url(step) in client.get(page).content.decode()
        measure.refresh_from_db()
        client.post(measure.step_url(step), {"version": measure.version, "key": step, **sent})
    measure.refresh_from_db()
    assert measure.status == "verified"
    assert b"Half the calls are answered at once." in sign_in(cast.xia).get(page).content
