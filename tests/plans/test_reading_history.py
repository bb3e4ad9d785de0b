"""The record of a plan in words, and what it keeps from whom."""

import datetime as dt

from improvement.approvals.steps import cast_vote
from improvement.door.acts import create, record, take
from plans.history import chronicle
from plans.models import TargetLine
from plans.steps import begin_review, comment, finish_review
from tests import factories


def shown(client, plan, query=""):
    return client.get(f"{plan.get_absolute_url()}history/{query}").content.decode()


def acts(plan, reader):
    return [act for event in chronicle.page(plan, reader).events for act in event.acts]


def test_a_change_is_told_by_field_before_and_after(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round, status="empty")
    goal = plan.goals.get(number=1)
    record(goal, {"title": "Solve letters at the first contact", "family": "process"}, by=cast.hana)

    latest = acts(plan, cast.olga)[0]

    assert latest.about == "G1 Solve letters at the first contact"
    assert [(c.label, c.before, c.after) for c in latest.changes] == [
        ("Family", "Service quality", "Process"),
        ("Goal", "Solve enquiries at the first contact", "Solve letters at the first contact"),
    ]
    text = shown(sign_in(cast.olga), plan)
    assert "<del>enquiries</del><ins>letters</ins>" in text
    assert "Hana" in text


def test_keys_are_told_as_names(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="empty")
    measure = factories.make_measure(cast, plan)
    record(measure, {"person": cast.sam, "goals": plan.goals.filter(number=2)}, by=cast.dana)

    changes = {c.label: (c.before, c.after) for c in acts(plan, cast.olga)[0].changes}

    assert changes["Responsible person"] == ("Dana", "Sam")
    assert changes["Goals served"][1] == "G2 Raise satisfaction after a call"


def test_one_form_is_one_event(cast, planning_round):
    from plans.drafting import Below, write_goal

    plan = factories.make_plan(cast, planning_round, status="empty")
    goal = plan.goals.get(number=1)
    write_goal(
        by=cast.dana,
        plan=plan,
        goal=goal,
        changes={"statement": "New"},
        lines=[Below(TargetLine(), {"measured_by": "Letters"})],
    )

    latest = chronicle.page(plan, cast.olga).events[0]

    assert [act.verb for act in latest.acts] == ["change", "create"]
    assert latest.acts[1].about == "G1, target line: Letters"
    assert latest.position == "Contact Centre"


def test_the_newest_come_first_fifty_a_page(cast, planning_round, sign_in, monkeypatch):
    monkeypatch.setattr(chronicle, "SIZE", 5)
    plan = factories.make_plan(cast, planning_round, status="empty")

    first = chronicle.page(plan, cast.olga)
    second = chronicle.page(plan, cast.olga, first.older.removeprefix("?before="))

    assert first.events[0].at >= first.events[-1].at >= second.events[0].at
    assert second.newer == "?"
    assert first.older in shown(sign_in(cast.olga), plan)


def test_an_open_vote_tells_that_and_not_how(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round, status="leadership_approval")
    ballot = factories.ballot_of(plan)
    cast_vote(ballot, by=cast.leo, choice="return", reason="Far too dear.", seen=ballot.digest)

    for reader in (cast.olga, cast.lena, cast.leo):
        text = shown(sign_in(reader), plan)
        assert "How the vote went is shown when the ballot is closed." in text
        assert "Far too dear." not in text


def test_a_closed_ballot_tells_the_leaders_how_and_the_department_why(
    cast, planning_round, sign_in
):
    plan = factories.make_plan(cast, planning_round, status="leadership_approval")
    factories.vote_through(cast, plan, choice="return", reason="Far too dear.")

    assert "Return for revision" in [
        text for act in acts(plan, cast.olga) if act.verb == "vote" for _label, text in act.inputs
    ]
    assert not [act for act in acts(plan, cast.hana) if act.verb == "vote"]
    assert "Far too dear." in shown(sign_in(cast.hana), plan)


def test_remarks_of_an_open_review_stay_with_the_office(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round, status="office_review")
    review = begin_review(by=cast.olga, plan=plan)
    comment(by=cast.olga, plan=plan, body="Whose figures are these?", section="analysis")

    assert "Whose figures are these?" in shown(sign_in(cast.olga), plan)
    for reader in (cast.hana, cast.leo, cast.anna):
        assert "Whose figures are these?" not in shown(sign_in(reader), plan)

    finish_review(by=cast.olga, review=review, verdict="send_back", summary="One question.")

    assert "Whose figures are these?" in shown(sign_in(cast.hana), plan)


def test_the_same_words_are_told_once(cast, planning_round):
    plan = factories.make_plan(cast, planning_round, status="office_review")
    review = begin_review(by=cast.olga, plan=plan)
    finish_review(by=cast.olga, review=review, verdict="send_back", summary="One question.")

    told = [text for act in acts(plan, cast.olga)[:2] for _label, text in act.inputs]

    assert told.count("One question.") == 1


def test_from_issue_others_read_the_text_and_not_the_record(cast, sign_in):
    plan = factories.make_plan(cast, status="execution")

    assert sign_in(cast.xia).get(f"{plan.get_absolute_url()}history/").status_code == 403
    assert sign_in(cast.xia).get(f"{plan.get_absolute_url()}compare/1..1/").status_code == 403


def test_versions_are_listed_with_the_one_before(cast, planning_round, sign_in):
    plan = factories.make_plan(cast, planning_round, status="office_review")
    plan = take(plan, "send_back", by=cast.olga, reason="Once more.")
    take(plan, "submit", by=cast.hana)

    assert f"{plan.get_absolute_url()}compare/1..2/" in shown(sign_in(cast.dana), plan)


def test_a_longer_record_takes_no_more_queries(
    cast, planning_round, sign_in, django_assert_num_queries
):
    plan = factories.make_plan(cast, planning_round, status="empty")
    goal, client = plan.goals.get(number=1), sign_in(cast.dana)
    url = f"{plan.get_absolute_url()}history/"
    client.get(url)
    # Nine, however many kinds of rows are named and however many of them.
    with django_assert_num_queries(9, exact=False) as short:
        client.get(url)
    for number in range(3):
        create(TargetLine(goal=goal, measured_by=f"More {number}"), by=cast.dana)

    with django_assert_num_queries(len(short)):
        client.get(url)


def test_a_text_that_saved_itself_is_one_change(cast, planning_round, time_machine):
    plan = factories.make_plan(cast, planning_round, status="empty")
    section = plan.sections.get(key="overview")
    at = dt.datetime(factories.YEAR - 1, 10, 5, 6, 0, tzinfo=dt.UTC)
    for minute, text in ((0, "Calls"), (1, "Calls wait"), (5, "Calls wait less")):
        time_machine.move_to(at + dt.timedelta(minutes=minute), tick=False)
        record(section, {"body": text}, by=cast.dana)

    event = chronicle.page(plan, cast.olga).events[0]

    [act] = event.acts
    assert (act.saved, act.since, event.at) == (3, at, at + dt.timedelta(minutes=5))
    assert [(c.before, c.after) for c in act.changes] == [("—", "Calls wait less")]


def test_a_run_ends_with_a_pause_and_with_another_person(cast, planning_round, time_machine):
    plan = factories.make_plan(cast, planning_round, status="empty")
    section = plan.sections.get(key="overview")
    at = dt.datetime(factories.YEAR - 1, 10, 5, 6, 0, tzinfo=dt.UTC)
    for minute, who in ((0, cast.dana), (1, cast.hana), (2, cast.hana), (13, cast.hana)):
        time_machine.move_to(at + dt.timedelta(minutes=minute), tick=False)
        record(section, {"body": f"At {minute}"}, by=who)

    told = chronicle.page(plan, cast.olga).events[:3]

    assert [(e.actor, e.acts[0].saved) for e in told] == [
        (cast.hana, 1),
        (cast.hana, 2),
        (cast.dana, 1),
    ]
    assert [(c.before, c.after) for c in told[1].acts[0].changes] == [("At 0", "At 2")]


def test_pages_go_on_after_a_run(cast, planning_round, monkeypatch):
    plan = factories.make_plan(cast, planning_round, status="empty")
    monkeypatch.setattr(chronicle, "SIZE", 2)
    sections = [plan.sections.get(key=key) for key in ("overview", "analysis", "schedule")]
    for section in sections:
        for n in range(3):
            record(section, {"body": f"Text {n}"}, by=cast.dana)

    first = chronicle.page(plan, cast.olga)
    second = chronicle.page(plan, cast.olga, first.older.removeprefix("?before="))

    told = [act.about for page in (first, second) for event in page.events for act in event.acts]
    assert told[:3] == [
        "Section “Schedule”",
        "Section “Status analysis”",
        "Section “Plan overview”",
    ]
