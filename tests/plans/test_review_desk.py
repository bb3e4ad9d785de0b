"""The reviewer's desk: ticks, checklist, remarks on a field, changes, the day to answer."""

import datetime as dt

import pytest

from improvement.audit.models import Entry
from improvement.door.acts import record, take
from plans import steps
from plans.models import ChecklistAnswer, Comment, SeenTick
from tests import factories


@pytest.fixture
def plan(cast, planning_round):
    return factories.make_plan(cast, planning_round, status="office_review")


@pytest.fixture
def review(cast, plan):
    return steps.begin_review(by=cast.olga, plan=plan)


@pytest.fixture
def olga(cast, sign_in):
    return sign_in(cast.olga)


def desk(plan, more=""):
    return f"/review/{plan.public_id}/{more}"


def part(page, anchor):
    parts = [p for chapter in page.context["chapters"] for p in chapter.all_parts]
    return next(p for p in parts if p.anchor == anchor)


def handed_in_again(cast, plan, review, changes):
    """Returned, changed by `changes`, and handed in once more."""
    steps.finish_review(by=cast.olga, review=review, verdict="send_back", summary="More, please.")
    changes()
    plan.refresh_from_db()
    take(plan, "submit", by=cast.hana)


def test_a_tick_moves_the_progress_of_its_reviewer(cast, plan, review, olga):
    """D19: who reads a plan in parts sees what is left."""
    anchor = f"goal-{plan.goals.first().public_id}"
    answer = olga.post(desk(plan, "seen/"), {"anchor": anchor, "seen": "1"})
    assert answer.url == f"{desk(plan)}#{anchor}"
    page = olga.get(desk(plan))
    assert (page.context["seen"], page.context["parts"]) == (1, 10)
    assert part(page, anchor).seen

    olga.post(desk(plan, "seen/"), {"anchor": anchor})
    assert not SeenTick.objects.exists()


def test_a_new_revision_is_read_anew(cast, plan, review, olga):
    olga.post(desk(plan, "seen/"), {"anchor": "section-overview", "seen": "1"})
    handed_in_again(cast, plan, review, lambda: None)
    olga.post(desk(plan))
    assert olga.get(desk(plan)).context["seen"] == 0


def test_only_the_reviewer_ticks_and_answers(cast, plan, review, sign_in):
    other = sign_in(cast.oscar)
    assert other.post(desk(plan, "seen/"), {"anchor": "x", "seen": "1"}).status_code == 403
    assert other.post(desk(plan, "checklist/"), {"answer_0": "yes"}).status_code == 403
    assert not SeenTick.objects.exists()
    assert not ChecklistAnswer.objects.exists()


def test_the_checklist_is_answered_and_kept_with_the_review(cast, plan, review, olga, sign_in):
    """D19."""
    typed = {"answer_0": "yes", "answer_1": "no", "remark_1": "Whose survey?"}
    olga.post(desk(plan, "checklist/"), typed)
    given = [(a.answer, a.remark) for a in review.answers.all()]
    assert given == [("yes", ""), ("no", "Whose survey?"), ("", ""), ("", ""), ("", "")]
    entry = Entry.objects.filter(object_type="plans.checklistanswer").order_by("sequence").first()
    assert (entry.verb, entry.actor) == ("create", cast.olga)
    assert olga.get(desk(plan)).context["answered"] == 2

    olga.post(desk(plan, "checklist/"), typed | {"answer_1": "yes"})
    assert review.answers.count() == 5
    assert review.answers.all()[1].answer == "yes"

    steps.finish_review(by=cast.olga, review=review, verdict="endorse", summary="Good.")
    page = sign_in(cast.hana).get(f"{plan.get_absolute_url()}review/")
    assert "Whose survey?" in page.content.decode()


def test_a_round_asks_its_own_questions(cast, plan, review, olga):
    record(plan.round, {"checklist": "Is it brave?\n\nIs it dull?"}, by=cast.olga)
    page = olga.get(desk(plan))
    assert [q.text for q in page.context["questions"]] == ["Is it brave?", "Is it dull?"]


def test_a_finished_review_takes_no_answers(cast, plan, review, olga):
    steps.finish_review(by=cast.olga, review=review, verdict="send_back", summary="More, please.")
    assert olga.post(desk(plan, "checklist/"), {"answer_0": "yes"}).status_code == 409
    assert olga.post(desk(plan, "seen/"), {"anchor": "x", "seen": "1"}).status_code == 409


@pytest.mark.parametrize("kind", ["field", "row"])
def test_a_remark_hangs_on_a_field_or_a_row(cast, plan, review, olga, kind):
    """D19: the department sees what exactly is meant, and what stood there."""
    goal = plan.goals.first()
    line = goal.target_lines.get()
    place = "beneficiaries" if kind == "field" else str(line.public_id)
    olga.post(
        desk(plan, "comment/"),
        {"body": "All of them?", "section": "goals", "goal": goal.public_id, "place": place},
    )
    remark = Comment.objects.get()
    if kind == "field":
        assert (remark.field, remark.quote, remark.row) == (place, "Citizens who call", None)
        assert remark.place == "Who benefits"
    else:
        assert (remark.field, remark.row) == ("", line.public_id)
        assert remark.place == line.name


def test_a_place_that_is_not_there_is_the_whole(cast, plan, review, olga):
    goal = plan.goals.first()
    olga.post(
        desk(plan, "comment/"),
        {"body": "Why?", "section": "goals", "goal": goal.public_id, "place": "password"},
    )
    assert Comment.objects.get().anchor == goal


def test_the_desk_shows_what_has_changed_since_the_last_version(cast, plan, review, olga):
    """D19: the office reads a second round by what is new in it."""
    measure = plan.measures.get()

    def changes():
        factories.write(plan.sections.get(key="overview"), "It is written anew.", by=cast.dana)
        record(measure, {"risk": "None any more"}, by=cast.dana)

    handed_in_again(cast, plan, review, changes)
    page = olga.get(desk(plan))
    assert page.context["previous"].number == 1
    assert page.context["changed"] == 2
    assert part(page, "section-overview").change.lines[0].pieces
    (line,) = part(page, f"measure-{measure.public_id}").change.lines
    assert line.label == "Main risk"
    assert "What has changed since version 1" in page.content.decode()


def test_the_queue_names_the_day_to_answer_by(cast, plan, olga):
    """D19: five working days, the longest waiting first."""
    (row,) = olga.get("/review/").context["page"].rows
    assert row.due > dt.date.today()
    assert row.due.weekday() < 5
    assert not row.overdue
