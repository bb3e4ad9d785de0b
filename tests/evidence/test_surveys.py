"""Surveys: built, opened, answered by anybody with the address, told in figures (D88)."""

import csv
import datetime as dt
import io
from math import sqrt
from statistics import mean, stdev

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evidence.forms.answering import AnswerForm
from evidence.models import Answer, AnsweringCount, Invitation, Response, Survey, SurveyQuestion
from evidence.models.survey import Channel
from evidence.statistics import surveyed
from evidence.surveys import throttling
from evidence.surveys.answering import answer
from evidence.surveys.closing import close_over
from evidence.surveys.results import results_of
from improvement.audit.models import Entry
from improvement.door.acts import create, record, take
from improvement.door.models import Revision
from improvement.door.refusals import StepRefused, WrongState

URL = "/surveys/"
LAST_DAY = dt.date(2026, 12, 6)


@pytest.fixture
def survey(cast):
    """Four questions of the Contact Centre, a draft still."""
    row = create(
        Survey(
            name="Callers",
            name_hant="來電者",
            purpose="To wait less.",
            department=cast.csc,
            closes_on=LAST_DAY,
            reached=80,
        ),
        by=cast.dana,
    )
    for place, fields in enumerate(
        (
            {"kind": "scale", "words": "Satisfied?", "required": True, "dont_know": True},
            {"kind": "nps", "words": "Recommend?", "choices": "Never\nSurely"},
            {"kind": "multiple", "words": "Where else?", "choices": "Web\nCounter\n=1+1"},
            {"kind": "text", "words": "Why?", "words_hant": "為甚麼？"},
        ),
        start=1,
    ):
        create(SurveyQuestion(survey=row, place=place, **fields), by=cast.dana)
    return row


@pytest.fixture
def opened(cast, survey):
    return take(survey, "open", by=cast.hana)


def told(survey, *, key, channel=Channel.WEB, **typed):
    form = AnswerForm(typed, survey=survey)
    assert form.is_valid(), form.errors
    return answer(survey, form, key=key, channel=channel)


def text(response):
    return response.content.decode()


# Building


def test_a_survey_is_built_page_by_page(cast, sign_in):
    client = sign_in(cast.dana)
    typed = {"name": "Callers", "purpose": "To wait less.", "department": cast.csc.pk}
    typed |= {"closes_on": "2026-12-06", "anonymous": "on"}
    client.post(f"{URL}new/", typed)
    row = Survey.objects.get()
    assert (row.status, row.anonymous, row.entered_by) == ("draft", True, cast.dana)
    question = {"kind": "single", "words": "Solved?", "choices": "Yes\nNo", "place": 1}
    answered = client.post(f"{URL}{row.public_id}/questions/", question, follow=True)
    assert "Solved?" in text(answered) and "Traditional Chinese" in text(answered)
    assert row.questions.get().steps == range(1, 3)
    verbs = [entry.verb for entry in Entry.objects.filter(chain=f"evidence.survey:{row.pk}")]
    assert verbs == ["create", "create"]


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"kind": "single", "choices": "Yes"}, "choices"),
        ({"kind": "single", "choices": "Yes\nYes"}, "choices"),
        ({"kind": "single", "choices": "Yes\nNo", "choices_hant": "是"}, "choices_hant"),
        ({"kind": "scale", "choices": "Bad"}, "choices"),
        ({"kind": "scale", "top": "12"}, "top"),
        ({"kind": "text", "dont_know": "on"}, "dont_know"),
    ],
)
def test_a_question_that_cannot_be_asked_stays_on_the_page(cast, survey, sign_in, changed, name):
    typed = {"words": "Solved?", "place": 5, **changed}
    answered = sign_in(cast.dana).post(f"{URL}{survey.public_id}/questions/", typed)
    assert answered.status_code == 409
    assert list(answered.context["form"].errors) == [name]
    assert survey.questions.count() == 4


def test_opening_freezes_what_is_asked(cast, survey):
    opened = take(survey, "open", by=cast.hana)
    frozen = Revision.objects.of(opened).get().content
    assert [one["words"] for one in frozen["questions"]][:2] == ["Satisfied?", "Recommend?"]
    with pytest.raises(WrongState):
        record(opened.questions.first(), {"words": "Unsatisfied?"}, by=cast.hana)


def test_a_survey_that_asks_nothing_does_not_open(cast, survey):
    for question in survey.questions.all():
        record(question, {"left_out": True}, by=cast.dana)
    with pytest.raises(StepRefused, match="Add a question"):
        take(survey, "open", by=cast.dana)


# Answering


def test_anybody_with_the_address_answers_without_an_account(opened):
    client = Client()
    page = client.get(opened.answer_path)
    assert page.status_code == 200 and "Satisfied?" in text(page)
    typed = {"key": page.context["key"], "q1": "4", "q2": "9", "q3": ["1", "2"], "q4": "Long."}
    answered = client.post(opened.answer_path, typed)
    assert answered.url.endswith("/thanks/") and client.get(answered.url).status_code == 200
    response = Response.objects.get()
    kept = set(response.answers.values_list("question__place", "number", "text", "unknown"))
    assert kept == {
        (1, 4, "", False),
        (2, 9, "", False),
        (3, 1, "", False),
        (3, 2, "", False),
        (4, None, "Long.", False),
    }


def test_a_wrong_address_and_a_draft_are_not_there(survey, cast):
    assert Client().get(survey.answer_path).status_code == 404
    take(survey, "open", by=cast.dana)
    wrong = survey.answer_path.replace(survey.token, "0" * 64)
    assert Client().get(wrong).status_code == 404


def test_the_same_form_twice_counts_once(opened):
    assert told(opened, key="one", q1="4")
    assert not told(opened, key="one", q1="4")
    assert told(opened, key="two", q1="4")
    assert Response.objects.count() == 2


def test_what_was_typed_stays_where_an_answer_is_missing(opened):
    answered = Client().post(opened.answer_path, {"key": "k", "q4": "Too long a wait."})
    assert answered.status_code == 409
    assert "Too long a wait." in text(answered) and 'value="k"' in text(answered)
    assert not Response.objects.exists()


def test_dont_know_stands_alone(opened):
    multiple = opened.questions.get(kind="multiple")
    SurveyQuestion.objects.filter(pk=multiple.pk).update(dont_know=True)
    form = AnswerForm({"q1": "unknown", "q3": ["1", "unknown"]}, survey=opened)
    assert list(form.errors) == ["q3"]


def test_an_answer_has_neither_time_nor_person_nor_order(opened):
    """Anonymous is unlinkable: no column says who or when, and keys tell no order."""
    before = Entry.objects.count()
    for number in range(20):
        told(opened, key=str(number), q1="4")
    assert Entry.objects.count() == before
    columns = {f.name for model in (Response, Answer) for f in model._meta.concrete_fields}
    assert columns == {
        *("id", "survey", "channel", "name", "response", "question", "number", "text", "unknown")
    }
    keys = [str(key) for key in Response.objects.values_list("pk", flat=True)]
    assert len(keys) == 20 and all(key[14] == "4" for key in keys)
    assert set(Response.objects.values_list("name", flat=True)) == {""}


def test_an_address_that_sends_on_and_on_is_slowed(opened, monkeypatch):
    monkeypatch.setattr(throttling, "LIMIT", 2)
    client = Client()
    answers = [client.post(opened.answer_path, {"key": str(n), "q1": "4"}) for n in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 429]
    assert Response.objects.count() == 2
    row = AnsweringCount.objects.get()
    assert row.count == 3 and "127" not in row.address
    with time_machine.travel(row.quarter + dt.timedelta(minutes=31), tick=False):
        close_over(row.quarter + dt.timedelta(minutes=31))
    assert not AnsweringCount.objects.exists()


def test_it_closes_by_itself_and_says_so(opened):
    with time_machine.travel("2026-12-07T00:10:00+08:00", tick=False):
        page = Client().get(opened.answer_path)
        assert page.status_code == 200 and "This survey is closed" in text(page)
        assert "<form" not in text(page).partition("<main")[2]
        posted = Client().post(opened.answer_path, {"key": "late", "q1": "4"})
        assert "This survey is closed" in text(posted)
        assert close_over(dt.datetime(2026, 12, 6, 16, 10, tzinfo=dt.UTC)) == 1
    opened.refresh_from_db()
    assert opened.status == "closed"
    entry = Entry.objects.filter(verb="close").get()
    assert entry.actor is None
    assert not Response.objects.exists()


def test_interviews_are_keyed_in_one_after_another(cast, opened, sign_in):
    client = sign_in(cast.dana)
    page = f"{URL}{opened.public_id}/interview/"
    answered = client.post(page, {"key": "call", "q1": "unknown"})
    assert answered.url == page
    assert Response.objects.get().channel == "phone"
    assert Answer.objects.get().unknown
    assert sign_in(cast.sam).get(page).status_code == 403


def test_who_answers_by_name_gives_it(cast, survey):
    record(survey, {"anonymous": False}, by=cast.dana)
    opened = take(survey, "open", by=cast.dana)
    assert "name" in AnswerForm({"q1": "4"}, survey=opened).errors
    told(opened, key="one", q1="4", name="Chan Tai Man")
    assert Response.objects.get().name == "Chan Tai Man"


def test_the_database_refuses_an_answer_that_says_two_things(opened):
    told(opened, key="one", q1="4")
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.update(unknown=True)


# One-time links


@pytest.fixture
def invited(cast, survey):
    record(survey, {"by_invitation": True}, by=cast.dana)
    return take(survey, "open", by=cast.dana)


def links(cast, invited, sign_in, count=2):
    answered = sign_in(cast.dana).post(f"{URL}{invited.public_id}/invite/", {"count": count})
    rows = list(csv.reader(io.StringIO(answered.content.decode("utf-8-sig"))))
    return [row[1].partition("//")[2].partition("/")[2] for row in rows[1:]]


def test_a_one_time_link_is_kept_hashed_and_told_once(cast, invited, sign_in):
    first, second = links(cast, invited, sign_in)
    assert first != second
    kept = set(Invitation.objects.values_list("digest", flat=True))
    assert len(kept) == 2 and not any(digest in first + second for digest in kept)
    invited.refresh_from_db()
    entry = Entry.objects.about("evidence.survey", invited.pk).filter(verb="invite").get()
    assert (invited.invited, entry.actor, entry.version) == (2, cast.dana, invited.version)


def test_a_link_is_spent_with_the_answer_and_leaves_nothing(cast, invited, sign_in):
    first, second = links(cast, invited, sign_in)
    client = Client()
    assert client.get(f"/{first}").status_code == 200
    sent = {"key": "form", "q1": "4"}
    assert client.post(f"/{first}", sent).status_code == 302
    assert Invitation.objects.count() == 1
    assert client.post(f"/{first}", sent).status_code == 302  # the same form: thanked again
    other = client.post(f"/{first}", {"key": "another form", "q1": "1"})
    assert "This link has been used." in text(other)
    assert "This link has been used." in text(client.get(f"/{first}"))
    assert Response.objects.count() == 1
    assert "Satisfied?" in text(client.get(f"/{second}"))


def test_a_link_is_not_spent_where_an_answer_is_missing(cast, invited, sign_in):
    first, _second = links(cast, invited, sign_in)
    assert Client().post(f"/{first}", {"key": "form"}).status_code == 409
    assert Invitation.objects.count() == 2


def test_the_public_address_answers_nothing_where_links_are_asked_for(invited):
    assert "This link has been used." in text(Client().get(invited.answer_path))
    Client().post(invited.answer_path, {"key": "form", "q1": "4"})
    assert not Response.objects.exists()


@pytest.mark.parametrize("count", ["0", "5001", "many"])
def test_so_many_links_are_not_made(cast, invited, sign_in, count):
    answered = sign_in(cast.dana).post(f"{URL}{invited.public_id}/invite/", {"count": count})
    assert answered.status_code == 409 and not Invitation.objects.exists()


# Results

STEPS = [5, 4, 4, 3, 5, 2, 4]
CHANCES = [10, 9, 8, 0, 6, 7, 9]


@pytest.fixture
def over(cast, opened):
    for number, (step, chance) in enumerate(zip(STEPS, CHANCES, strict=True)):
        more = {"q3": ["1", "3"]} if number < 5 else {}
        told(opened, key=f"full {number}", q1=str(step), q2=str(chance), **more)
    told(opened, key="unsure", q1="unknown", channel=Channel.PHONE)
    return take(opened, "close", by=cast.dana)


def test_dont_know_is_never_a_score(over):
    scale, nps, multiple, words = results_of(over, 8)
    assert (scale.answered, scale.unknown, scale.passed_over) == (7, 1, 0)
    assert scale.counts == {1: 0, 2: 1, 3: 1, 4: 3, 5: 2}
    half = 2.446912 * stdev(STEPS) / sqrt(7)  # Student, 6 degrees
    assert scale.number.value == pytest.approx(mean(STEPS))
    assert scale.number.low == pytest.approx(mean(STEPS) - half)
    assert scale.number.high == pytest.approx(mean(STEPS) + half)
    assert nps.number.value == pytest.approx(100 * (3 - 2) / 7)
    assert (multiple.answered, multiple.counts, multiple.passed_over) == (5, {1: 5, 2: 0, 3: 5}, 3)
    assert words.hidden


def test_few_answers_to_an_anonymous_survey_are_not_told(cast, opened, sign_in):
    for number in range(4):
        told(opened, key=str(number), q1="2", q4=f"Secret {number}")
    take(opened, "close", by=cast.dana)
    page = text(sign_in(cast.dana).get(f"{URL}{opened.public_id}/results/"))
    assert "Fewer than 5 answers" in page and "Secret" not in page and "Mean" not in page
    sheet = text(sign_in(cast.dana).get(f"{URL}{opened.public_id}/results.csv"))
    assert sheet.count("not told apart") == 4


def test_results_wait_until_it_is_closed(cast, opened, sign_in):
    assert sign_in(cast.dana).get(f"{URL}{opened.public_id}/results/").status_code == 409
    assert sign_in(cast.dana).get(f"{URL}{opened.public_id}/results.csv").status_code == 409


def test_the_page_tells_the_rate_and_the_intervals(cast, over, sign_in):
    page = text(sign_in(cast.sam).get(f"{URL}{over.public_id}/results/"))
    assert "10% (8 of 80)" in page
    assert "Mean: 3.86 (95% interval: 2.87 to 4.85)" in page


def test_what_was_written_is_for_who_keeps_the_survey(cast, opened, sign_in):
    for number in range(5):
        told(opened, key=str(number), q1="2", q4=f"Slow {number}")
    take(opened, "close", by=cast.dana)
    page = f"{URL}{opened.public_id}/results/"
    assert "Slow 3" in text(sign_in(cast.dana).get(page))
    assert "Slow 3" not in text(sign_in(cast.sam).get(page))


def test_the_figures_are_taken_along_without_formulas(cast, over, sign_in):
    answered = sign_in(cast.sam).get(f"{URL}{over.public_id}/results.csv")
    lines = list(csv.reader(io.StringIO(answered.content.decode("utf-8-sig"))))
    assert next(line for line in lines if line[1] == "4")[:4] == ["Satisfied?", "4", "3", "7"]
    assert any(line[1] == "'=1+1" for line in lines)
    assert ["Satisfied?", "Don’t know", "1", ""] in lines


@pytest.mark.parametrize("more", [0, 2])
def test_pages_ask_as_often_whatever_there_is(cast, over, sign_in, more):
    for number in range(more):
        create(
            Survey(name=str(number), purpose="-", department=cast.csc, closes_on=LAST_DAY),
            by=cast.dana,
        )
    client = sign_in(cast.sam)
    client.get(URL)
    with CaptureQueriesContext(connection) as listed:
        client.get(URL)
    with CaptureQueriesContext(connection) as read:
        client.get(f"{URL}{over.public_id}/results/")
    assert (len(listed), len(read)) == (5, 8)


# Statistics, against figures of other hands


def test_wilson_as_newcombe_prints_it():
    """Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for part, whole, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = surveyed.share(part, whole)
        assert (found.low, found.high) == pytest.approx((low, high), abs=0.00005)
    assert surveyed.share(0, 0) is None


@pytest.mark.parametrize(
    ("freedom", "point"),
    [(4, 2.776445), (10, 2.228139), (11, 2.200985), (20, 2.085963), (60, 2.000298)],
)
def test_student_as_the_tables_print_it(freedom, point):
    assert surveyed.student(freedom) == pytest.approx(point, abs=0.0002)


def test_recommendation_counts_those_between_in_the_whole_only():
    counts = {0: 10, 7: 30, 10: 60}
    found = surveyed.recommendation(counts)
    points = [-100] * 10 + [0] * 30 + [100] * 60
    spread = sqrt(sum((x - mean(points)) ** 2 for x in points) / 100)
    assert found.value == pytest.approx(50)
    assert found.high - found.value == pytest.approx(1.959964 * spread / 10)
    assert surveyed.recommendation({}) is None


def test_one_answer_has_no_interval():
    assert surveyed.mean({4: 1}) == (4, None, None)
    assert surveyed.mean({}) is None
