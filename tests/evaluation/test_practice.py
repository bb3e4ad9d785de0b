"""A measure that has proved itself is shown, and copied into another draft (5.4.2, 6.1.3)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from evaluation import practising
from evaluation.models import Practice, Verification
from improvement.audit.models import Entry
from improvement.documents.forms import Form
from improvement.door.acts import take
from improvement.door.refusals import NotYours, Stale, StepRefused
from improvement.notifications.models import Message
from plans.history.differences import differences
from plans.models import Measure, Plan, ResourceNeed, Round
from plans.papers.frames import plan_paper
from tests.plans.test_query_counts import queries

WORDS = {"assessment": "The log before and after.", "reason": "December was restated."}
TOLD = {"title": "Call back", "problem": "Callers waited.", "done": "Whoever waits is called."}


@pytest.fixture
def verdict(year, contact_centre):
    """The first goal of the Contact Centre was reached; its measure is completed."""
    year.values(contact_centre, ("2027-12", 84))
    ResourceNeed.objects.create(
        measure=contact_centre.measures.get(), kind="people", name="Callers", amount=20
    )
    year.at("2028-01-03")
    year.scan()
    Measure.objects.filter(plan=contact_centre).update(status="completed")
    found = Verification.objects.get(goal__number=1)
    return take(found, "confirm", by=year.cast.olga, **WORDS)


@pytest.fixture
def practice(year, verdict):
    """Published."""
    measure = verdict.goal.measures.get()
    begun = practising.showcase(by=year.cast.olga, verification=verdict, measure=measure, **TOLD)
    return take(begun, "publish", by=year.cast.olga)


@pytest.fixture
def draft(year):
    """The plan of Quality Assurance for the year after, in which nothing is written."""
    coming = Round(
        label="2029",
        starts=dt.date(2029, 1, 1),
        ends=dt.date(2029, 12, 31),
        deadline=dt.date(2028, 12, 1),
        status="drafting",
    )
    coming.save()
    plan = year.scene.a_plan("qua", "draft", coming, goals="draft")
    plan.measures.update(archived=True)
    return Plan.objects.get(pk=plan.pk)


def copied(year, draft, practice, **more):
    return practising.take_up(by=year.cast.dora, plan=draft, practice=practice, **more)


def into(practice, draft):
    return reverse("evaluation:take_up_practice", args=[practice.public_id, draft.public_id])


# Shown


def test_a_practice_stands_on_the_figures_of_its_verdict(practice, verdict):
    (proof,) = practice.proofs
    assert proof.actual == 84
    assert practice.assessment == "The log before and after."
    assert practice.revision.object_id == verdict.pk


def test_departments_are_told_of_a_practice(year, practice):
    kind = "evaluation.practice.publish"
    told = set(Message.objects.filter(kind=kind).values_list("recipient", flat=True))
    assert {year.cast.dora.pk, year.cast.hana.pk} <= told


def test_only_what_was_effective_is_shown(year, verdict):
    other = take(
        Verification.objects.get(goal__number=2),
        "refute",
        by=year.cast.olga,
        cause_analysis="Too few people.",
        **WORDS,
    )

    with pytest.raises(StepRefused, match="effective"):
        practising.showcase(
            by=year.cast.olga, verification=other, measure=other.goal.measures.get(), **TOLD
        )


def test_a_measure_under_way_is_not_shown(year, verdict):
    Measure.objects.filter(plan=verdict.goal.plan).update(status="in_progress")

    with pytest.raises(StepRefused, match="completed"):
        practising.showcase(
            by=year.cast.olga, verification=verdict, measure=verdict.goal.measures.get(), **TOLD
        )


def test_a_department_does_not_show_its_own(year, verdict, sign_in):
    with pytest.raises(NotYours):
        practising.showcase(
            by=year.cast.hana, verification=verdict, measure=verdict.goal.measures.get(), **TOLD
        )
    address = reverse("evaluation:showcase", args=[verdict.public_id])
    assert sign_in(year.cast.hana).get(address).status_code == 403


def test_the_office_shows_it_from_the_verdict(year, verdict, sign_in):
    olga = sign_in(year.cast.olga)
    address = reverse("evaluation:showcase", args=[verdict.public_id])
    assert address.encode() in olga.get(verdict.get_absolute_url()).content

    measure = verdict.goal.measures.get()
    for _twice in range(2):
        olga.post(address, TOLD | {"measure": measure.pk, "key": "once"})

    made = Practice.objects.get()
    assert (made.status, made.problem) == ("draft", "Callers waited.")
    assert Entry.objects.filter(chain=f"evaluation.practice:{made.pk}", verb="create").exists()
    olga.post(made.step_url("publish"), {"version": made.version})
    listed = sign_in(year.cast.xia).get(reverse("evaluation:practices"))
    assert made.get_absolute_url().encode() in listed.content


def test_its_words_are_edited_while_it_is_a_draft_and_no_longer(year, practice, sign_in):
    olga = sign_in(year.cast.olga)
    address = reverse("evaluation:edit_practice", args=[practice.public_id])
    assert olga.get(address).status_code == 409

    take(practice, "withdraw", by=year.cast.olga, reason="A figure is wrong.")
    again = take(practice, "revise", by=year.cast.olga)
    olga.post(address, TOLD | {"advice": "Two desks first.", "version": again.version})
    stale = olga.post(address, TOLD | {"advice": "Three desks.", "version": again.version})

    again.refresh_from_db()
    assert again.advice == "Two desks first."
    assert stale.status_code == 409
    assert b"Three desks." in stale.content


def test_it_lapses_when_its_verdict_is_reconsidered(year, practice, verdict):
    take(verdict, "reconsider", by=year.cast.olga, **WORDS)

    practice.refresh_from_db()
    assert practice.status == "withdrawn"
    lapsed = Entry.objects.get(chain=f"evaluation.practice:{practice.pk}", verb="lapse")
    assert f'"id":{verdict.pk}' in lapsed.body


# Copied


def test_the_measure_comes_with_what_hangs_on_it_and_without_names(year, draft, practice):
    copied(year, draft, practice)

    measure = draft.measures.live().get()
    assert (measure.title, measure.department.code) == ("Call back", "qua")
    assert (measure.starts, measure.ends) == (dt.date(2029, 1, 1), dt.date(2029, 6, 30))
    assert (measure.person, measure.cost, measure.benefit) == (None, None, None)
    assert measure.milestones.get().due == dt.date(2029, 3, 31)
    assert measure.resource_needs.get().name == "Callers"
    assert draft.goals.count() == 3


def test_its_goal_comes_where_it_is_wanted(year, draft, practice):
    lines = copied(year, draft, practice, goal=True, serves=[2])

    measure = draft.measures.live().get()
    goal = draft.goals.get(number=4)
    assert [line.now for line in lines] == ["G4", measure.code]
    assert {each.number for each in measure.goals.all()} == {2, 4}
    line = goal.target_lines.get()
    assert (goal.title, line.indicator.code) == (practice.goal.title, "answered")
    assert (line.baseline, line.target) == (None, None)


def test_whose_practice_it_was_stays_on_it(year, draft, practice, sign_in):
    copied(year, draft, practice)
    said = "After a practice of Contact Centre, 2027 in force"

    measure = Measure.objects.get(after=practice.measure)
    dora = sign_in(year.cast.dora)
    assert measure.provenance == said
    assert said in dora.get(measure.get_absolute_url()).content.decode()
    assert said in dora.get(reverse("plans:text", args=[draft.public_id])).content.decode()
    page = dora.get(practice.get_absolute_url()).content.decode()
    assert measure.get_absolute_url() in page


def test_whose_practice_it_was_is_printed(year, draft, practice):
    copied(year, draft, practice)
    draft = Plan.objects.get(pk=draft.pk)
    content = draft.content()

    (told,) = content["measures"]
    assert (told["after_department"], told["after_year"]) == ("csc", "2027 in force")
    assert "After a practice of Contact Centre" in str(
        plan_paper(draft, form=Form.PLAIN, language="en")
    )
    assert not any(
        field.name.startswith("after")
        for row in differences({}, content).measures
        for field in row.fields
    )


def test_what_is_not_shown_any_more_is_not_copied(year, draft, practice, sign_in):
    take(practice, "withdraw", by=year.cast.olga, reason="A figure is wrong.")

    with pytest.raises(StepRefused, match="not shown"):
        copied(year, draft, practice)
    assert sign_in(year.cast.dora).get(into(practice, draft)).status_code == 404


def test_a_practice_revised_since_it_was_read_is_read_again(year, draft, practice):
    read = practice.version
    take(practice, "withdraw", by=year.cast.olga, reason="A figure is wrong.")
    take(practice, "revise", by=year.cast.olga)
    take(practice, "publish", by=year.cast.olga)

    with pytest.raises(Stale):
        copied(year, draft, practice, version=read)


def test_only_its_department_copies_into_a_draft(year, draft, practice, sign_in):
    with pytest.raises(NotYours):
        practising.take_up(by=year.cast.olga, plan=draft, practice=practice)
    assert sign_in(year.cast.olga).get(into(practice, draft)).status_code == 403


def test_a_plan_that_is_not_open_takes_nothing(year, draft, practice, sign_in):
    Plan.objects.filter(pk=draft.pk).update(status="office_review")

    answer = sign_in(year.cast.dora).get(into(practice, draft))

    assert answer.status_code == 409
    with pytest.raises(StepRefused):
        copied(year, draft, practice)


def test_from_the_sources_to_the_draft(year, draft, practice, sign_in):
    dora = sign_in(year.cast.dora)
    start = dora.get(reverse("plans:start", args=[draft.public_id])).content
    listed = reverse("evaluation:practices_for", args=[draft.public_id])
    assert listed.encode() in start
    assert into(practice, draft).encode() in dora.get(listed).content

    seen = dora.post(into(practice, draft), {"goal": "on", "version": practice.version})
    assert [line.now for line in seen.context["tried"]] == ["G4", "M2"]
    assert not draft.measures.live().exists()
    typed = {"goal": "on", "version": practice.version, "key": "once", "add": "1"}
    told = dora.post(into(practice, draft), typed, follow=True)
    dora.post(into(practice, draft), typed)

    assert [line.now for line in told.context["lines"]] == ["G4", "M2"]
    assert draft.measures.live().count() == 1


@pytest.mark.parametrize("more", [0, 2])
def test_what_the_pages_ask_of_the_database(year, draft, practice, sign_in, more):
    for _one in range(more):
        copied(year, draft, practice)
    for other in Verification.objects.exclude(pk=practice.verification_id)[:more]:
        take(other, "confirm", by=year.cast.olga, **WORDS)
        measure = other.goal.measures.get()
        begun = practising.showcase(by=year.cast.olga, verification=other, measure=measure, **TOLD)
        take(begun, "publish", by=year.cast.olga)
    dora = sign_in(year.cast.dora)
    listed = reverse("evaluation:practices_for", args=[draft.public_id])
    text = reverse("plans:text", args=[draft.public_id])

    assert queries(lambda: dora.get(reverse("evaluation:practices"))) <= 10
    assert queries(lambda: dora.get(practice.get_absolute_url())) <= 10
    assert queries(lambda: dora.get(listed)) <= 10
    assert queries(lambda: dora.get(into(practice, draft))) <= 10
    assert queries(lambda: dora.get(text)) <= 10
