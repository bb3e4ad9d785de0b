"""The home page: what stands there for whom, and what it costs."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from execution.steps import break_down
from improvement.approvals.steps import cast_vote
from improvement.desk import home as homes
from improvement.door.acts import take
from improvement.organization.models import Department, User
from plans.models import GoalHealth, Measure
from tests import factories

DAY = dt.timedelta(days=1)
OTHERS = (("qua", "dora", "hugo"), ("lic", "lily", "lily"))
PANELS = (
    *("my_plans", "decisions", "queue", "departments", "stages"),
    *("overall_goals", "my_measures"),
)


def home(client):
    return client.get("/")


def panels(response):
    return {name for name in PANELS if name in response.context}


def text(response):
    return " ".join(response.content.decode().split())


def queries(client):
    """The statements of one visit; the name of the house is kept for five minutes before it."""
    home(client)
    with CaptureQueriesContext(connection) as asked:
        home(client)
    return [query["sql"] for query in asked]


def goals_at(cast, status, department="csc", by="dana", head="hana"):
    plan = factories.make_plan(cast, department=department, status="empty", by=by, head=head)
    factories.advance_goals(cast, plan, to=status, head=head)
    return plan


# Who drafts


def test_a_department_that_has_not_begun_is_asked_to(sign_in, cast, planning_round):
    response = home(sign_in(cast.dana))

    (row,) = response.context["my_plans"]
    assert (row["department"], row["plan"], row["mine"]) == (cast.csc, None, True)
    assert "Dana, one thing waits for you today" in text(response)
    assert "has not been begun." in text(response)
    assert 'href="/plans/new/"' in text(response)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("draft", "Write the goals and submit them first; the check says what is missing."),
        ("office_review", "The goals are under way; sections and measures can be written."),
        ("leadership_approval", "The goals are under way; sections and measures can be written."),
        ("fixed", "The goals are approved. Complete the plan and submit it."),
    ],
)
def test_a_draft_says_what_is_next(sign_in, cast, planning_round, status, sentence):
    plan = goals_at(cast, status)

    (row,) = home(sign_in(cast.hana)).context["my_plans"]

    assert (row["plan"], row["mine"], row["sentence"]) == (plan, True, sentence)


def test_a_plan_that_is_handed_in_lies_with_somebody_else(sign_in, cast, planning_round):
    factories.make_plan(cast, planning_round, status="office_review")

    response = home(sign_in(cast.hana))

    (row,) = response.context["my_plans"]
    assert (row["mine"], row["sentence"]) == (False, "It lies with the improvement office.")
    assert "Hana, nothing waits for you today" in text(response)


def test_the_reason_of_a_return_stands_there(sign_in, cast, planning_round):
    plan = goals_at(cast, "office_review")
    take(plan.goal_set, "send_back", by=cast.olga, reason="G2 has no baseline")

    assert "Returned for revision:</b> G2 has no baseline" in text(home(sign_in(cast.dana)))


def test_who_drafts_for_several_departments_has_each(sign_in, cast, planning_round):
    cast.appoint("dana", "deputy", "lic")
    goals_at(cast, "draft")

    rows = home(sign_in(cast.dana)).context["my_plans"]

    assert {row["department"].code: row["plan"] is not None for row in rows} == {
        "csc": True,
        "lic": False,
    }


def test_an_exempt_department_is_asked_for_nothing(sign_in, cast, planning_round):
    """D3: Paul heads operations, which another plan covers."""
    assert home(sign_in(cast.paul)).context["my_plans"] == []


# The office


def test_the_office_has_its_queue_and_the_state_of_every_department(sign_in, cast, planning_round):
    handed_in = factories.make_plan(cast, planning_round, status="office_review")
    goals = goals_at(cast, "office_review", "lic", "lily", "lily")

    response = home(sign_in(cast.olga))

    context = response.context
    assert [(i["kind"], i["row"]) for i in context["queue"]] == [
        ("plan", handed_in),
        ("goals", goals.goal_set),
    ]
    assert {row["department"].code: row["plan"] for row in context["departments"]} == {
        "csc": handed_in,
        "lic": goals,
        "qua": None,
    }
    assert [stage["state"] for stage in context["stages"]] == ["now", "now", *["ahead"] * 4]
    assert "Olga, 2 things wait for you today" in text(response)


def test_what_has_waited_longest_comes_first(sign_in, cast, planning_round, time_machine):
    """Goals have waited since they were handed in, as a plan has."""
    time_machine.move_to(dt.datetime(2026, 10, 12, 2, tzinfo=dt.UTC), tick=False)
    goals = goals_at(cast, "office_review", "lic", "lily", "lily")
    time_machine.shift(dt.timedelta(hours=1))
    plan = factories.make_plan(cast, planning_round, status="office_review")
    time_machine.shift(dt.timedelta(hours=1))
    later = goals_at(cast, "office_review", "qua", "dora", "hugo")

    queue = home(sign_in(cast.olga)).context["queue"]

    assert [item["plan"] for item in queue] == [goals, plan, later]


def test_an_officer_does_not_find_the_own_department(sign_in, cast, planning_round):
    """D15: Otto belongs to the department whose goals wait."""
    goals_at(cast, "office_review", "qua", "dora", "hugo")

    assert home(sign_in(cast.otto)).context["queue"] == []
    assert len(home(sign_in(cast.olga)).context["queue"]) == 1


def test_what_is_counted_is_all_that_waits_not_all_that_is_shown(
    sign_in, cast, planning_round, monkeypatch
):
    monkeypatch.setattr(homes, "SHOWN", 1)
    for where in (("csc", "dana", "hana"), *OTHERS):
        goals_at(cast, "office_review", *where)

    response = home(sign_in(cast.olga))

    assert len(response.context["queue"]) == 1
    assert "Olga, 3 things wait for you today" in text(response)
    card = text(response).partition('aria-labelledby="queue"')[2].partition("</header>")[0]
    assert '<span class="count">3</span>' in card
    assert 'href="/review/"' in card


def test_of_many_departments_fifty_stand_here_and_all_on_the_page_of_the_year(
    sign_in, cast, planning_round
):
    for n in range(110):
        Department.objects.create(code=f"unit{n}", name=f"Unit {n}")

    page = text(home(sign_in(cast.olga)))

    card = page.partition('aria-labelledby="departments"')[2].partition("</section>")[0]
    assert card.count('<th scope="row">') == 50
    assert '<span class="count">100+</span>' in card
    assert f'href="{planning_round.get_absolute_url()}"' in card


# The leadership group


def test_a_leader_has_the_ballots_that_wait(sign_in, cast, planning_round):
    waiting, voted = (
        factories.ballot_of(goals_at(cast, "leadership_approval", *where).goal_set)
        for where in (("csc", "dana", "hana"), OTHERS[1])
    )
    cast_vote(voted, by=cast.leo, choice="approve", seen=voted.digest)

    response = home(sign_in(cast.leo))

    assert response.context["decisions"] == [waiting]
    assert waiting.get_absolute_url() in text(response)
    assert voted.get_absolute_url() not in text(response)
    assert "Leo, one thing waits for you today" in text(response)


def test_a_delegate_has_the_ballots_of_the_principal(sign_in, cast, planning_round):
    ballot = factories.ballot_of(goals_at(cast, "leadership_approval").goal_set)
    cast.delegate("leo", to="xia")

    assert home(sign_in(cast.xia)).context["decisions"] == [ballot]


def test_an_assistant_follows_and_decides_nothing(sign_in, cast, planning_round):
    goals_at(cast, "leadership_approval")

    response = home(sign_in(cast.anna))

    assert panels(response) == {"departments", "stages"}
    assert "Anna, nothing waits for you today" in text(response)


# Everybody else


@pytest.fixture
def running(cast, planning_round):
    """A year in execution, with one measure for which Sam is responsible."""
    plan = factories.make_plan(cast, planning_round, status="execution")
    plan.measures.update(person=cast.sam)
    return plan


def test_staff_have_their_measures_and_the_goals_of_the_year(sign_in, cast, running):
    response = home(sign_in(cast.sam))

    measure = running.measures.get()
    assert response.context["my_measures"] == [measure]
    assert measure.get_absolute_url() in text(response)
    assert [(g["goal"].title, g["standing"]) for g in response.context["overall_goals"]] == [
        ("One contact, one answer", [("none", 3)])
    ]
    assert panels(response) == {"overall_goals", "my_measures"}


def test_staff_have_the_tasks_of_today_and_the_goal_each_serves(sign_in, cast, running):
    measure, today = running.measures.get(), timezone.localdate()
    type(measure).objects.filter(pk=measure.pk).update(starts=today - DAY)
    measure.refresh_from_db()
    for title, due in (("Later", measure.ends), ("Today", today), ("Overdue", today - DAY)):
        dates = {"starts": today - DAY, "due": due}
        break_down(by=cast.dana, measure=measure, title=title, person=cast.sam, **dates)
    client = sign_in(cast.sam)

    shown = home(client)

    assert [task.title for task in shown.context["my_tasks"]] == ["Overdue", "Today", "Later"]
    assert "2 things wait for you today" in text(shown)
    assert measure.goals.first().title in text(shown)
    assert len(queries(client)) <= 10


def test_measures_of_others_are_theirs(sign_in, cast, running):
    response = home(sign_in(cast.xia))

    assert response.context["my_measures"] == []
    assert "You are not named for a measure this year." in text(response)


def test_each_role_has_its_own_panels(sign_in, cast, planning_round):
    shown = {
        name: panels(home(sign_in(cast.people[name])))
        for name in ("dana", "olga", "leo", "sam", "ada")
    }
    assert shown == {
        "dana": {"my_plans"},
        "olga": {"queue", "departments", "stages"},
        "leo": {"decisions", "departments", "stages"},
        "sam": set(),
        "ada": set(),
    }


# The running year


def off_path(plan, ratio="0.20", acts=None):
    """As a value that was told would have it; of the first goal of a plan."""
    goal = plan.goals.first()
    GoalHealth.objects.filter(goal=goal).update(
        health="bad",
        ratio=ratio,
        attainment="0.15",
        share="0.75",
        actual="80",
        acts=acts,
        line=goal.target_lines.first(),
        period="2027-06",
    )
    return goal


def in_execution(cast, planning_round, places=(("csc", "dana", "hana"), *OTHERS)):
    """A plan of each of these departments, issued together."""
    plans = [
        factories.make_plan(
            cast, planning_round, department=code, by=by, head=head, status="approved"
        )
        for code, by, head in places
    ]
    factories.issue(cast, planning_round)
    for plan in plans:
        plan.refresh_from_db()
    return plans


def late_task(cast, plan, person):
    measure, today = plan.measures.first(), timezone.localdate()
    Measure.objects.filter(pk=measure.pk).update(starts=today - 9 * DAY)
    measure.refresh_from_db()
    return break_down(
        by=cast.dana,
        measure=measure,
        title="Train the desk",
        person=person,
        starts=today - 9 * DAY,
        due=today - DAY,
    )


def test_a_head_has_the_goals_of_the_year_and_what_is_overdue(sign_in, cast, running):
    goal, task = off_path(running), late_task(cast, running, cast.sam)

    response = home(sign_in(cast.hana))

    (year,) = response.context["my_year"]
    assert year["plan"] == running
    assert [(row.goal.code, row.health) for row in year["goals"]] == [
        ("G1", "bad"),
        ("G2", "none"),
        ("G3", "none"),
    ]
    assert response.context["overdue"] == [task]
    assert goal.get_absolute_url() in text(response)
    assert "15%" in text(response)


@pytest.mark.parametrize("name", ["olga", "leo", "anna"])
def test_who_oversees_reads_what_is_off_its_path_and_who_acts(sign_in, cast, running, name):
    goal = off_path(running, acts=cast.sam)
    late_task(cast, running, cast.sam)

    response = home(sign_in(cast.people[name]))

    assert [row.goal for row in response.context["off_track"]] == [goal]
    course = response.context["course"]
    assert course["goals"] == [("good", 0), ("warn", 0), ("bad", 1), ("none", 2)]
    assert (course["tasks"], course["reports"]) == (1, 0)
    card = text(response).partition('aria-labelledby="off-track"')[2].partition("</section>")[0]
    assert goal.get_absolute_url() in card
    assert "Sam" in card


def test_departments_show_the_year_that_runs_beside_the_year_that_comes(sign_in, cast, running):
    off_path(running)
    late_task(cast, running, cast.sam)
    coming = factories.make_round(cast, year=factories.YEAR + 1)
    drafted = factories.make_plan(cast, coming, status="empty")

    rows = {r["department"]: r for r in home(sign_in(cast.olga)).context["departments"]}

    assert rows[cast.csc]["plan"] == drafted
    assert rows[cast.csc]["goals"] == [(1, "bad"), (2, "none"), (3, "none")]
    assert (rows[cast.csc]["late"], rows[cast.lic]["late"]) == (1, 0)
    assert (rows[cast.lic]["plan"], rows[cast.lic]["goals"]) == (None, [])


def test_what_is_farthest_behind_comes_first(sign_in, cast, planning_round):
    plans = in_execution(cast, planning_round)
    goals = [
        off_path(plan, ratio) for plan, ratio in zip(plans, ("0.7", "0.1", "0.4"), strict=True)
    ]

    shown = home(sign_in(cast.leo)).context["off_track"]

    assert [row.goal for row in shown] == [goals[1], goals[2], goals[0]]


@pytest.mark.parametrize("name", ["dana", "olga", "leo", "sam"])
def test_before_the_first_round_the_page_says_what_comes(sign_in, cast, name):
    response = home(sign_in(cast.people[name]))

    assert response.status_code == 200
    assert "No planning year is open yet" in text(response)


def test_an_empty_database_has_a_home_too(client, db):
    only = User.objects.create_user("first@example.org", name="First")
    client.force_login(only)

    response = home(client)

    assert panels(response) == set()
    assert "First, nothing waits for you today" in text(response)


def test_who_is_not_signed_in_is_asked_to(client, db):
    assert home(client)["Location"] == "/sign-in/?next=/"


# What it costs


@pytest.mark.parametrize(
    ("name", "status"),
    [("dana", "draft"), ("olga", "office_review"), ("leo", "leadership_approval")],
)
def test_queries_do_not_grow_with_what_waits(sign_in, cast, planning_round, name, status):
    client = sign_in(cast.people[name])
    if name == "dana":
        for department, _by, _head in OTHERS:
            cast.appoint("dana", "clerk", department)
    goals_at(cast, status)
    one = queries(client)
    for where in OTHERS:
        goals_at(cast, status, *where)
    three = queries(client)

    assert len(three) == len(one) <= 10, "\n".join(three)


def test_queries_do_not_grow_with_the_measures(sign_in, cast, running):
    client = sign_in(cast.sam)
    one = queries(client)
    for number in (2, 3):
        measure = Measure.objects.create(
            plan=running,
            number=number,
            title=f"Measure {number}",
            department=cast.csc,
            person=cast.sam,
            ends=running.round.ends,
        )
        measure.goals.set(running.goals.all())
    three = queries(client)

    assert len(home(client).context["my_measures"]) == 3
    assert len(three) == len(one) <= 10, "\n".join(three)


@pytest.mark.parametrize("name", ["hana", "dana", "olga", "leo", "sam"])
def test_queries_do_not_grow_with_the_departments_of_a_year_that_runs(
    sign_in, cast, planning_round, name
):
    """Ten at most, with one department or three, one of them behind and late in everything."""
    client = sign_in(cast.people[name])
    for department, _by, _head in OTHERS:
        cast.appoint("dana", "clerk", department)
        cast.appoint("hana", "head", department)
    plans = in_execution(cast, planning_round)
    factories.make_round(cast, year=factories.YEAR + 1)
    off_path(plans[0])
    late_task(cast, plans[0], cast.sam)
    one = queries(client)
    for plan in plans[1:]:
        off_path(plan)
        late_task(cast, plan, cast.sam)
    three = queries(client)

    assert len(three) == len(one) <= 10, "\n".join(three)
